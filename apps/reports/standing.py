"""Reads on consent and review for a report: what was decided, and whether the dossier changed since."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from apps.review.consents import comments_on, consents_of
from apps.review.content import canonical, content_of
from apps.review.models import (
    Consent,
    CouncilComment,
    Finding,
    ReviewRecord,
    SiteVisit,
    Submission,
    SubmissionState,
    Version,
)
from apps.review.rounds import rounds_of
from apps.rie.models import Dossier


@dataclass(frozen=True, kw_only=True)
class Standing:
    """``consents`` and ``rounds`` newest first, ``remarks`` oldest first; ``findings`` only those shown.

    ``frozen``: what the versions hold that something was decided about; ``now``: what the dossier holds.
    Both are empty while nothing was decided, because then nothing is compared.
    """

    consents: tuple[Consent, ...] = ()
    remarks: tuple[CouncilComment, ...] = ()
    rounds: tuple[Submission, ...] = ()
    findings: tuple[Finding, ...] = ()
    visits: tuple[SiteVisit, ...] = ()
    reference: str = ""
    frozen: Mapping[UUID, Mapping[str, Any]]
    now: Mapping[str, Any]

    @property
    def reviewed(self) -> Submission | None:
        """The last round that was concluded."""
        return _concluded(self.rounds)

    @property
    def under_way(self) -> Submission | None:
        """The round that is somebody's turn."""
        return next((round_ for round_ in self.rounds if round_.is_open), None)


def standing_of(dossier: Dossier) -> Standing:
    """Where consent and review stand.

    Three queries while nothing was asked. One more for findings once there is a round, two more (visits,
    reference) once one was concluded, and seventeen more (the dossier as it is now, and the versions) once
    something was decided.
    """
    rounds, consents = tuple(rounds_of(dossier)), tuple(consents_of(dossier))
    concluded = _concluded(rounds)
    decided = {consent.version_id for consent in consents[:1]}
    decided |= {concluded.version_id} if concluded else set()
    return Standing(
        consents=consents,
        remarks=tuple(comments_on(dossier)),
        rounds=rounds,
        findings=_findings(dossier) if rounds else (),
        visits=_visits(dossier, concluded) if concluded else (),
        reference=_reference(concluded) if concluded else "",
        frozen=_frozen(decided),
        now=json.loads(canonical(content_of(dossier))) if decided else {},
    )


def _concluded(rounds: Iterable[Submission]) -> Submission | None:
    return next((round_ for round_ in rounds if round_.state == SubmissionState.CONCLUDED), None)


def _findings(dossier: Dossier) -> tuple[Finding, ...]:
    return tuple(Finding.objects.filter(dossier=dossier, shown_at__isnull=False))


def _visits(dossier: Dossier, concluded: Submission) -> tuple[SiteVisit, ...]:
    """The visits up to this round: those of an earlier round count along."""
    return tuple(SiteVisit.objects.filter(dossier=dossier, submission__number__lte=concluded.number))


def _reference(concluded: Submission) -> str:
    found = ReviewRecord.objects.filter(submission_id=concluded.pk)
    return found.values_list("reference", flat=True).first() or ""


def _frozen(version_ids: set[UUID]) -> dict[UUID, Mapping[str, Any]]:
    if not version_ids:
        return {}
    rows = Version.objects.filter(pk__in=version_ids).values_list("pk", "content")
    return {pk: json.loads(content) for pk, content in rows}

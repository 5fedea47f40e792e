"""Reads of the adviser's reading page: everything about one round that is not in its version."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from apps.organisations.models import Representation
from apps.review.consents import comments_on, consents_of, read_content
from apps.review.differences import Difference, differences
from apps.review.domain.accepting import same_risk
from apps.review.findings import findings_for_practice
from apps.review.models import AcceptedRisk, Consent, Submission, SubmissionState
from apps.review.round_page import RoundPage
from apps.review.round_reading import Composer, Notes, RoundReading, still_accepted


@dataclass(frozen=True)
class RoundBeside:
    """The round that is read, beside the others of its dossier. Each property says what it costs."""

    opened: RoundPage

    @cached_property
    def rounds(self) -> tuple[Submission, ...]:
        """Every other round with its version, the newest first; a dossier has few. One query."""
        others = Submission.objects.filter(dossier=self.opened.page.dossier).exclude(
            pk=self.opened.submission.pk
        )
        return tuple(others.select_related("version").order_by("-number"))

    @property
    def newer(self) -> Submission | None:
        """The newest round after this one that the firm did not take back."""
        return next((r for r in self._standing if r.number > self.opened.submission.number), None)

    @property
    def before(self) -> Submission | None:
        """The round whose version was read before this one (as ``rounds.round_before``)."""
        return next((r for r in self._standing if r.number < self.opened.submission.number), None)

    @cached_property
    def frozen_before(self) -> dict[str, Any]:
        """What was read before; empty when this is the first round."""
        return read_content(self.before.version) if self.before else {}

    @cached_property
    def changes(self) -> tuple[Difference, ...]:
        """What is not what it was in the version before."""
        if not self.before:
            return ()
        return differences(self.frozen_before, self.opened.frozen, self.opened.page.content)

    @cached_property
    def notes(self) -> Notes:
        """Findings this practice may see, and remarks of the works council. Two queries."""
        dossier = self.opened.page.dossier
        return Notes.of(findings_for_practice(self.opened.submission), comments_on(dossier))

    @cached_property
    def consents(self) -> tuple[Consent, ...]:
        """Every decision of the works council about this dossier, the newest first.

        One query; none for a firm that had no council when it submitted.
        """
        if self.opened.frozen["firm"]["representation"] == Representation.NONE:
            return ()
        return tuple(consents_of(self.opened.page.dossier))

    @property
    def consent(self) -> Consent | None:
        """The decision about the version of this round that counts."""
        version = self.opened.submission.version_id
        return next((consent for consent in self.consents if consent.version_id == version), None)

    @property
    def older_consent(self) -> Consent | None:
        """The newest decision about another version, for when there is none about this one."""
        return next(iter(self.consents), None) if self.consent is None else None

    def compose(self, notes: Notes | None = None) -> RoundReading:
        """The risks and answers with all that belongs to them. Four queries; two when the notes are known."""
        return Composer(
            frozen=self.opened.frozen,
            before=self.frozen_before,
            reading=self.opened.reading,
            content=self.opened.page.content,
            changes=self.changes,
            notes=notes or self.notes,
            accepted=accepted_in(self.opened.submission, self.opened.frozen, self.rounds),
            round_id=self.opened.submission.pk,
        ).compose()

    @property
    def _standing(self) -> tuple[Submission, ...]:
        return tuple(entry for entry in self.rounds if entry.state != SubmissionState.WITHDRAWN)


def accepted_in(
    submission: Submission, frozen: dict[str, Any], others: tuple[Submission, ...]
) -> dict[str, AcceptedRisk]:
    """Code of a risk → that the practice accepted it, in this round or earlier and not changed since.

    Args:
        frozen: what the version of the round holds.
        others: the other rounds of the dossier, with their versions. What another practice accepted does not
            count.

    One query.
    """
    rounds = {
        submission.pk: submission,
        **{entry.pk: entry for entry in others if _is_earlier(entry, submission)},
    }
    rows = AcceptedRisk.objects.filter(submission__in=rounds).select_related("by")
    held = {submission.pk: frozen}

    def is_same(row: AcceptedRisk) -> bool:
        if row.submission_id not in held:
            held[row.submission_id] = read_content(rounds[row.submission_id].version)
        return same_risk(held[row.submission_id], frozen, row.factor_code)

    newest_first = sorted(rows, key=lambda row: -rounds[row.submission_id].number)
    for row in newest_first:
        row.submission = rounds[row.submission_id]
    return still_accepted(newest_first, submission.pk, is_same)


def _is_earlier(other: Submission, submission: Submission) -> bool:
    return other.number < submission.number and other.practice_id == submission.practice_id

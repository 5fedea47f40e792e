"""Reads on consent: what was asked, what was decided, and whether the dossier changed since."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from apps.organisations.models import Letter, Membership, Organisation, Representation, Role
from apps.review.content import canonical, content_of, digest
from apps.review.models import Consent, ConsentDecision, CouncilComment, Version
from apps.rie.models import Dossier

ASKED = "consent_asked"


@dataclass(frozen=True)
class ConsentState:
    """Where asking for consent stands.

    ``version``: the one before the works council: the one that equals the dossier as it is now if that was
    asked, else the newest that was. None: nothing was asked. ``decided_before``: the newest older
    version with a decision, to tell what changed since. ``now``: what the dossier holds now.
    """

    version: Version | None
    asked_at: datetime | None
    consent: Consent | None
    decided_before: Version | None
    is_current: bool
    now: dict[str, Any]

    @property
    def is_given(self) -> bool:
        return self.consent is not None and self.consent.decision == ConsentDecision.CONSENTED

    @property
    def must_ask(self) -> bool:
        """Whether asking (again) makes sense: nothing asked, or the dossier changed since."""
        return not self.is_current


def consent_state(dossier: Dossier) -> ConsentState:
    """Where consent stands, with the dossier as it is now.

    Those of ``content_of`` and three queries; reading what a version holds is one more.
    """
    text = canonical(content_of(dossier))
    sha256 = digest(text)
    versions = list(Version.objects.filter(dossier=dossier).order_by("-number").defer("content"))
    decided = _newest_decisions(dossier)
    asked = {version.pk: at for version, at in _asked(versions).items()}
    laid_before = [version for version in versions if version.pk in asked or version.pk in decided]
    same = (version for version in laid_before if version.sha256 == sha256)
    version = next(same, None) or next(iter(laid_before), None)
    if version is not None:
        version.dossier = dossier
    return ConsentState(
        version=version,
        asked_at=asked.get(version.pk, version.made_at) if version else None,
        consent=decided.get(version.pk) if version else None,
        decided_before=_decided_before(version, versions, decided),
        is_current=version is not None and version.sha256 == sha256,
        now=json.loads(text),
    )


def newest_consent(version: Version) -> Consent | None:
    """The decision about a version that counts. One query."""
    return Consent.objects.filter(version=version).order_by("at", "id").last()


def consents_of(dossier: Dossier) -> QuerySet[Consent]:
    """Every decision about a dossier, the newest first. One query."""
    consents = Consent.objects.filter(version__dossier=dossier).select_related("version", "by")
    return consents.defer("version__content").order_by("-at", "-id")


def comments_on(dossier: Dossier) -> QuerySet[CouncilComment]:
    """Remarks of the works council, oldest first, about all versions. One query."""
    comments = CouncilComment.objects.filter(dossier=dossier).select_related("by", "version")
    return comments.defer("version__content").order_by("at", "id")


def works_with_council(organisation: Organisation) -> bool:
    """Whether an OR or PVT must consent here (WOR art. 27); somebody who tries has nobody to ask."""
    return organisation.representation != Representation.NONE and organisation.trial_ends_at is None


def council_members(organisation_id: UUID) -> QuerySet[Membership]:
    """Who of the works council is a member and can log in. One query."""
    return _people(organisation_id, Role.WORKS_COUNCIL)


def people_who_ask(organisation_id: UUID) -> QuerySet[Membership]:
    """Employers and HR. One query."""
    return _people(organisation_id, Role.EMPLOYER, Role.HR)


def asked_key(version: Version, member: Membership) -> str:
    """What makes a letter that asks for consent this one: a version and a member."""
    return f"consent-asked:{version.pk}:{member.pk}"


def read_content(version: Version) -> dict[str, Any]:
    """What a version holds, as plain values. No query."""
    return json.loads(version.content)


def _people(organisation_id: UUID, *roles: Role) -> QuerySet[Membership]:
    members = Membership.objects.filter(organisation_id=organisation_id, role__in=roles)
    return members.filter(user__is_active=True).select_related("user").order_by("user__email")


def _asked(versions: list[Version]) -> dict[Version, datetime]:
    """When consent for a version was first asked: the day of the first letter about it. One query.

    Freezing alone asks nothing: a version is also made for an adviser.
    """
    if not versions:
        return {}
    letters = Letter.objects.filter(organisation_id=versions[0].organisation_id, kind=ASKED)
    first: dict[str, datetime] = {}
    for key, at in letters.order_by("created_at").values_list("key", "created_at"):
        first.setdefault(key.split(":")[1], at)
    return {version: first[str(version.pk)] for version in versions if str(version.pk) in first}


def _newest_decisions(dossier: Dossier) -> dict[UUID, Consent]:
    """Version → the decision that counts. One query."""
    rows = Consent.objects.filter(version__dossier=dossier).select_related("by").order_by("at", "id")
    return {row.version_id: row for row in rows}


def _decided_before(
    shown: Version | None, versions: list[Version], decided: dict[UUID, Consent]
) -> Version | None:
    if shown is None or shown.pk in decided:
        return None
    return next((v for v in versions if v.pk in decided and v.number < shown.number), None)

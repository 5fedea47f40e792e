"""Letters about consent, in both directions. Nothing of the dossier stands in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from apps.organisations.letters import absolute, one_line, send_letter
from apps.organisations.models import Membership, User
from apps.review.consents import ASKED, asked_key, people_who_ask
from apps.review.models import Consent, ConsentDecision, Version
from apps.rie.models import Dossier

GIVEN = "consent_given"


def tell_council(
    *, version: Version, dossier: Dossier, members: Iterable[Membership], by: User, page_url: str
) -> None:
    """Write to each of the works council, once per version. A letter for each costs one to three queries."""
    context = {**_about(dossier, version, page_url), "sender": one_line(str(by))}
    for member in members:
        send_letter(
            to=member.user.email,
            name=ASKED,
            context={**context, "name": one_line(member.user.name)},
            organisation=dossier.organisation,
            key=asked_key(version, member),
        )


def tell_employers(*, consent: Consent, version: Version, page_url: str) -> None:
    """Write to the employers and HR that there is a decision, once. One query and those of each letter."""
    dossier = version.dossier
    context = {
        **_about(dossier, version, page_url),
        "sender": one_line(consent.by_name),
        "is_given": consent.decision == ConsentDecision.CONSENTED,
    }
    for member in people_who_ask(dossier.organisation_id):
        send_letter(
            to=member.user.email,
            name=GIVEN,
            context={**context, "name": one_line(member.user.name)},
            organisation=dossier.organisation,
            key=f"consent-given:{consent.pk}:{member.pk}",
        )


def _about(dossier: Dossier, version: Version, page_url: str) -> dict[str, Any]:
    page = absolute(reverse("review:consent", args=[dossier.organisation_id, dossier.pk]))
    return {
        "firm": one_line(dossier.organisation.name),
        "year": dossier.year,
        "number": version.number,
        "link": page_url or page,
    }

"""A round that waits for an invited adviser, and her link."""

from __future__ import annotations

import re
from typing import Any

from django.core import mail
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from apps.organisations.models import Letter, User
from apps.review.domain.freezing import freeze
from apps.review.domain.inviting import invite_adviser
from apps.review.domain.turns import first_turn
from apps.review.models import AdviserInvitation, Submission
from apps.rie.models import Dossier
from tests.factories import UserFactory

EMAIL = "adviseur@bureau.example"


def waiting_round(dossier: Dossier, by: User | None = None, email: str = EMAIL) -> Submission:
    """Submitted to a mailbox; no letter yet."""
    by = by or UserFactory()
    with scope(organisation=dossier.organisation):
        number = Submission.objects.filter(dossier=dossier).count() + 1
        round_ = Submission(
            organisation=dossier.organisation,
            dossier=dossier,
            version=freeze(dossier=dossier, user=by),
            invited_email=email,
            number=number,
            submitted_by=by,
        )
        first_turn(submission=round_, user=by)
    return round_


def invited(round_: Submission, by: User | None = None) -> str:
    """Write to her; the token in the letter."""
    with scope(organisation=round_.organisation):
        invite_adviser(submission=round_, user=by or UserFactory(name="Els Baas"))
    return token_in_letter("adviser_invited")


def token_in_letter(kind: str) -> str:
    """Of the newest letter of this kind that has not left yet."""
    with scopes_disabled():
        letter = Letter.objects.filter(kind=kind).exclude(text="").order_by("-created_at").first()
    found = re.search(r"/adviseur/(?:uitnodiging|collega)/([^/\s]+)/", letter.text if letter else _sent())
    assert found
    return found[1]


def _sent() -> str:
    return mail.outbox[-1].body


def accept_page(token: str) -> str:
    return reverse("review:accept_adviser", args=[token])


def invitation(round_: Submission) -> AdviserInvitation:
    with scope(organisation=round_.organisation):
        return AdviserInvitation.objects.get(submission=round_)


def stored(round_: Submission) -> Submission:
    with scope(organisation=round_.organisation):
        return Submission.objects.select_related("practice", "adviser").get(pk=round_.pk)


def verbs_of(round_: Submission) -> list[tuple[str, Any]]:
    """Each turn of a round with the name of who took it."""
    with scope(organisation=round_.organisation):
        return list(round_.events.order_by("at", "id").values_list("verb", "by_name"))

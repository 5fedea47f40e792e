"""Rounds of review to start a test from, made with the verbs underneath and without letters to read."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.utils import timezone
from django_scopes import scope

from apps.organisations.models import Practice, User
from apps.review.domain.freezing import freeze
from apps.review.domain.turns import Verb, first_turn, take_turn
from apps.review.models import Criterion, Finding, Submission, Weight
from apps.rie.models import Dossier
from tests.factories import UserFactory
from tests.review.conftest import share


def submitted(
    dossier: Dossier,
    practice: Practice,
    *,
    adviser: User | None = None,
    by: User | None = None,
    **fields: Any,
) -> Submission:
    """The dossier as it is now on the table of a practice, which can read along."""
    share(dossier, practice)
    by = by or UserFactory()
    with scope(organisation=dossier.organisation):
        number = Submission.objects.filter(dossier=dossier).count() + 1
        round_ = Submission(
            organisation=dossier.organisation,
            dossier=dossier,
            version=freeze(dossier=dossier, user=by),
            practice=practice,
            adviser=adviser,
            number=number,
            submitted_by=by,
            **fields,
        )
        first_turn(submission=round_, user=by)
    return round_


def returned(
    submission: Submission, *, by: User | None = None, comment: str = "Vul de oorzaken aan."
) -> None:
    """Back at the firm, with a comment."""
    with scope(organisation=submission.organisation):
        take_turn(
            submission=submission,
            verb=Verb.RETURN,
            user=by,
            note=comment,
            return_comment=comment,
            returned_at=timezone.now(),
        )
        Finding.objects.filter(dossier=submission.dossier, shown_at__isnull=True).update(
            shown_at=timezone.now()
        )


def concluded(submission: Submission, *, by: User | None = None, **fields: Any) -> None:
    """Concluded with an outcome and advice."""
    values = {
        "outcome": "after_changes",
        "scope": "system",
        "advice": "Pak de werkdruk in de avond aan.",
        "adviser_name": "A. Adviseur",
        "certificate_type": "a_and_o",
        "certificate_number": "AO-12345",
    }
    with scope(organisation=submission.organisation):
        take_turn(submission=submission, verb=Verb.CONCLUDE, user=by, **{**values, **fields})


def finding(submission: Submission, **fields: Any) -> Finding:
    """A finding in this round, about the whole unless told."""
    values = {
        "criterion": Criterion.COMPLETE,
        "weight": Weight.MUST,
        "observation": "De avondploeg ontbreekt.",
    }
    with scope(organisation=submission.organisation):
        known = Finding.objects.filter(dossier=submission.dossier).count()
        return Finding.objects.create(
            pk=uuid4(),
            organisation=submission.organisation,
            dossier=submission.dossier,
            submission=submission,
            **{**values, "number": known + 1, **fields},
        )

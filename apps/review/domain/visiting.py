"""Site visits and the checklist: what an adviser writes down while she reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.actions.domain.keys import insert_with_own_key
from apps.organisations.merging import Merge, merge
from apps.organisations.models import User
from apps.review.checklist import POINTS, answers_on, values_of
from apps.review.domain.errors import ReviewRefusedError, TurnRefusedError
from apps.review.models import ChecklistAnswer, SiteVisit, Submission, SubmissionState
from apps.rie.domain.errors import DossierClosedError
from apps.rie.models import Dossier


class NotYourVisitError(ReviewRefusedError):
    reason = _("A colleague wrote this visit down in this round, or it is of an earlier round. It stays.")


def check_visit(*, visited_on: date, today: date | None = None) -> None:
    """A visit was made before it is written down.

    Raises:
        ValidationError: at ``visited_on``.
    """
    if visited_on > (today or timezone.localdate()):
        message = _("This day is still to come. Write a visit down after you were there.")
        raise ValidationError({"visited_on": message})


def hold(submission: Submission) -> None:
    """Lock the dossier and read the round anew, in the transaction of the caller.

    After this nobody else can take a turn until the transaction ends.

    Raises:
        TurnRefusedError: it is not the adviser's turn (any more).
        DossierClosedError: the dossier is closed.
    """
    submission.dossier = Dossier.objects.select_for_update().get(pk=submission.dossier_id)
    if not submission.dossier.is_open:
        raise DossierClosedError
    submission.refresh_from_db(
        fields=[
            field.attname
            for field in Submission._meta.concrete_fields
            if field.name not in ("id", "organisation", "dossier", "version", "practice")
        ]
    )
    if submission.state != SubmissionState.SUBMITTED:
        raise TurnRefusedError


@transaction.atomic
def add_visit(
    *, submission: Submission, key: UUID, visited_on: date, spoken_with: str, seen: str, user: User
) -> SiteVisit:
    """Write a visit down. ``key``: the id it gets; sending it twice writes it once.

    Raises:
        ValidationError: the day lies in the future.
        TurnRefusedError, DossierClosedError: see ``hold``.
    """
    check_visit(visited_on=visited_on)
    hold(submission)
    known = SiteVisit.objects.filter(dossier_id=submission.dossier_id, pk=key).first()
    if known is not None:
        return known
    visit = SiteVisit(
        pk=key,
        organisation_id=submission.organisation_id,
        dossier_id=submission.dossier_id,
        submission=submission,
        visited_on=visited_on,
        spoken_with=spoken_with,
        seen=seen,
        by=user,
    )
    insert_with_own_key(visit)
    return visit


@transaction.atomic
def drop_visit(*, submission: Submission, visit: SiteVisit, user: User) -> None:
    """Take one's own visit of this round off the list.

    Raises:
        NotYourVisitError: somebody else wrote it, or it belongs to an earlier round.
        TurnRefusedError, DossierClosedError: see ``hold``.
    """
    hold(submission)
    if visit.by_id != user.pk or visit.submission_id != submission.pk:
        raise NotYourVisitError
    visit.delete()


@transaction.atomic
def save_checklist(
    *, submission: Submission, seen: Mapping[str, str], typed: Mapping[str, Any], user: User
) -> Merge:
    """Save every point that was changed, or, when a colleague saved another value first, nothing.

    Args:
        seen: fingerprints of what the page was drawn with (``organisations.merging``).
        typed: by ``Point.key`` the state and by ``Point.note_name`` the note.

    Raises:
        TurnRefusedError, DossierClosedError: see ``hold``.
    """
    hold(submission)
    answers = answers_on(submission.dossier)
    outcome = merge(seen=seen, stored=values_of(answers), typed=typed)
    if outcome.conflicts:
        return outcome
    for point in POINTS:
        fields = {"state": point.key, "note": point.note_name}
        changes = {name: outcome.changes[at] for name, at in fields.items() if at in outcome.changes}
        if changes:
            answer = answers.get(point.key) or _new_answer(submission, point.key)
            _write(answer, changes, user)
    return outcome


def _new_answer(submission: Submission, key: str) -> ChecklistAnswer:
    return ChecklistAnswer(
        organisation_id=submission.organisation_id, dossier_id=submission.dossier_id, key=key, row_version=0
    )


def _write(answer: ChecklistAnswer, changes: Mapping[str, str], user: User) -> None:
    """The dossier is locked, so nobody writes between reading and here."""
    for name, value in changes.items():
        setattr(answer, name, value)
    answer.by = user
    answer.row_version += 1
    answer.save()

"""An action that comes back (a yearly training): the next time, planned when this time is done."""

from __future__ import annotations

from uuid import uuid4

from apps.actions.domain.history import record
from apps.actions.domain.terms import add_months, suggested_evaluation_date
from apps.actions.models import (
    OVER,
    Action,
    ActionCoOwner,
    ActionFactor,
    ActionStatus,
    ActionStep,
    EventKind,
)
from apps.organisations.models import User


def plan_next_time(*, done: Action, user: User | None) -> Action | None:
    """The same action once more: its people, risks and steps, nothing of what came out of it.

    Runs in the transaction that makes the action done, under the lock of its dossier.

    Returns:
        None when it does not come back, or when a next time is waiting already: an action that was opened
        again and done again comes back once.
    """
    if not done.repeat_every or _is_waiting(done):
        return None
    following = Action.objects.get(pk=done.pk)
    following.pk, following._state.adding = uuid4(), True
    following.is_repetition, following.version = True, 1
    following.status, following.status_note, following.result = ActionStatus.PLANNED, "", ""
    following.done_on = following.evaluated_on = following.spent = following.depends_on = None
    following.start_on = None
    following.due_on = add_months(max(done.due_on, done.done_on), done.repeat_every)
    following.evaluate_on = suggested_evaluation_date(following.due_on)
    following.updated_by = user
    following.save(force_insert=True)
    _take_along(done, following)
    record(action=following, kind=EventKind.CREATED, user=user)
    return following


def _is_waiting(done: Action) -> bool:
    same = Action.objects.filter(
        dossier_id=done.dossier_id, measure_id=done.measure_id, title=done.title, is_repetition=True
    )
    return same.exclude(pk=done.pk).exclude(status__in=OVER).exists()


def _take_along(done: Action, following: Action) -> None:
    of_next = {"organisation_id": done.organisation_id, "action": following}
    ActionFactor.objects.bulk_create(
        ActionFactor(**of_next, factor_id=link.factor_id) for link in done.links.all()
    )
    ActionCoOwner.objects.bulk_create(
        ActionCoOwner(**of_next, member_id=link.member_id) for link in done.co_owner_links.all()
    )
    ActionStep.objects.bulk_create(
        ActionStep(**of_next, position=step.position, text=step.text) for step in done.steps.all()
    )

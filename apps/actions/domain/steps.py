"""The checklist of an action: small steps that are ticked one by one.

Who did a step and when stands with the step itself, so the history of the action does not repeat it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.actions.domain.keys import insert_with_own_key
from apps.actions.domain.plan import lock_open_dossier
from apps.actions.models import Action, ActionStep
from apps.organisations.merging import Merge, merge
from apps.organisations.models import User

MAX_STEPS = 30


class TooManyStepsError(Exception):
    """A list of more than ``MAX_STEPS`` is a plan of its own."""


@transaction.atomic
def add_step(*, action: Action, text: str, key: UUID) -> ActionStep:
    """Add a step at the end of the list.

    Args:
        key: id of the step, from the page, so that a double click adds it once.

    Raises:
        DossierClosedError: the dossier is closed.
        TooManyStepsError: the list is full.
    """
    lock_open_dossier(action.dossier)
    steps = _steps(action)
    for step in steps:
        if step.pk == key:
            return step
    if len(steps) >= MAX_STEPS:
        raise TooManyStepsError
    position = max((step.position for step in steps), default=0) + 1
    step = ActionStep(
        pk=key, organisation_id=action.organisation_id, action=action, position=position, text=text
    )
    insert_with_own_key(step)
    return step


@transaction.atomic
def tick_step(*, step: ActionStep, is_done: bool, user: User | None) -> None:
    """Say that a step is done, or take that back. Said again it changes nothing, also not who was first.

    Raises:
        DossierClosedError: the dossier is closed.
    """
    lock_open_dossier(step.action.dossier)
    mine = ActionStep.objects.filter(pk=step.pk)
    if is_done:
        mine.filter(done_at__isnull=True).update(done_at=timezone.now(), done_by=user)
    else:
        mine.update(done_at=None, done_by=None)


@transaction.atomic
def change_step(*, step: ActionStep, seen: Mapping[str, str], typed: Mapping[str, Any]) -> Merge:
    """Write a step in other words; what a colleague wrote meanwhile is a conflict.

    Raises:
        DossierClosedError: the dossier is closed.
    """
    lock_open_dossier(step.action.dossier)
    step.refresh_from_db(fields=["text"])
    outcome = merge(seen=seen, stored={"text": step.text}, typed=typed)
    if outcome.changes and not outcome.conflicts:
        ActionStep.objects.filter(pk=step.pk).update(**outcome.changes)
    return outcome


@transaction.atomic
def move_step(*, step: ActionStep, place: int) -> None:
    """Put a step at a place in the list (the first is 1). Past the end it becomes the last one.

    The place and not a direction, so that a double click moves it once.

    Raises:
        DossierClosedError: the dossier is closed.
    """
    lock_open_dossier(step.action.dossier)
    others = [other for other in _steps(step.action) if other.pk != step.pk]
    others.insert(max(place, 1) - 1, step)
    _number(others)


@transaction.atomic
def remove_step(*, step: ActionStep) -> None:
    """Take a step off the list.

    Raises:
        DossierClosedError: the dossier is closed.
    """
    lock_open_dossier(step.action.dossier)
    ActionStep.objects.filter(pk=step.pk).delete()


def _steps(action: Action) -> list[ActionStep]:
    return list(ActionStep.objects.filter(action=action))


def _number(steps: Sequence[ActionStep]) -> None:
    for position, step in enumerate(steps, start=1):
        step.position = position
    ActionStep.objects.bulk_update(steps, ["position"])

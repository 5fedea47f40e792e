"""Changing actions from a list: one card of the board, or many rows of the table at once.

A list shows an action without its fields, so it cannot merge field by field (``organisations.merging``).
It carries the version of each row instead: a row that somebody changed since is left as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from apps.actions.domain.assigning import given_together
from apps.actions.domain.plan import lock_open_dossier, save_changes
from apps.actions.domain.running import (
    complete_action,
    look_back_after_term,
    postpone_action,
    start_action,
)
from apps.actions.domain.states import check_transition
from apps.actions.models import CARRIED_OUT, Action, ActionStatus
from apps.organisations.models import User
from apps.rie.domain.errors import DossierClosedError
from apps.rie.models import Dossier

MOST_AT_ONCE = 200
# Words that go with a status; they change nothing by themselves.
_WORDS = ("status_note", "result")


class ChangedMeanwhileError(Exception):
    """Somebody changed this action since the list was drawn."""


class NotInPlanError(Exception):
    """This action is not in the plan (any more)."""


@dataclass(frozen=True)
class Row:
    """An action as a list showed it."""

    action_id: UUID
    version: int


@dataclass(frozen=True)
class LeftAlone:
    """An action that was not changed, and why, in words. ``title`` is empty when it is gone."""

    title: str
    reason: str


@dataclass(frozen=True)
class Outcome:
    """``changed``: how many. An action that was so already counts as neither."""

    changed: int
    already: int
    left_alone: tuple[LeftAlone, ...]


def change_many(
    *, dossier: Dossier, rows: Sequence[Row], changes: Mapping[str, Any], user: User | None
) -> Outcome:
    """Give the same new values to several actions, each in a transaction of its own.

    What stands in the way of one action does not stop the others. Who gets several of them gets one letter.

    Args:
        rows: at most ``MOST_AT_ONCE``.
        changes: as for :func:`change_row`.

    Raises:
        DossierClosedError: the dossier was closed before anything was changed.
    """
    with given_together(by=user):
        return _change_each(dossier, rows, changes, user)


def _change_each(
    dossier: Dossier, rows: Sequence[Row], changes: Mapping[str, Any], user: User | None
) -> Outcome:
    titles = _titles(dossier, rows)
    changed = already = 0
    left_alone = []
    for row in rows:
        try:
            if change_row(dossier=dossier, row=row, changes=changes, user=user):
                changed += 1
            else:
                already += 1
        except DossierClosedError:
            if not changed:
                raise
            left_alone.append(LeftAlone(titles.get(row.action_id, ""), _("The RI&E was closed meanwhile.")))
        except (NotInPlanError, ChangedMeanwhileError, ValidationError) as error:
            left_alone.append(LeftAlone(titles.get(row.action_id, ""), why_not(error)))
    return Outcome(changed, already, tuple(left_alone))


def why_not(error: NotInPlanError | ChangedMeanwhileError | ValidationError) -> str:
    """Why an action was left alone, in a sentence."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, ChangedMeanwhileError):
        return _("A colleague changed it meanwhile. Look at it first, then change it again.")
    return _("It is not in the plan any more.")


@transaction.atomic
def change_row(*, dossier: Dossier, row: Row, changes: Mapping[str, Any], user: User | None) -> bool:
    """Give new values to one action, unless somebody changed it since it was shown.

    Args:
        changes: values by name: ``status`` (with ``status_note`` or ``result``), ``owner_id``,
            ``department_id`` or ``due_on``; with an owner also what goes with her.

    Returns:
        Whether anything was changed; False when it was so already.

    Raises:
        ChangedMeanwhileError: it has another version now.
        NotInPlanError: it is gone, or belongs to another plan.
        DossierClosedError: the dossier is closed.
        ValidationError: the new values do not go with the action as it is.
    """
    lock_open_dossier(dossier)
    action = Action.objects.filter(dossier=dossier, pk=row.action_id).first()
    if action is None:
        raise NotInPlanError
    action.dossier = dossier
    if all(getattr(action, name) == value for name, value in changes.items() if name not in _WORDS):
        return False
    if action.version != row.version:
        raise ChangedMeanwhileError
    _carry_out(action, changes, user)
    return True


def _carry_out(action: Action, changes: Mapping[str, Any], user: User | None) -> None:
    """With the verb that a person would use on the page of the action, where there is one."""
    status = changes.get("status", action.status)
    if status != action.status:
        check_transition(action.status, status)
    if "due_on" in changes:
        postpone_action(action=action, due_on=changes["due_on"], user=user)
    elif status == ActionStatus.DONE and not action.is_carried_out:
        complete_action(action=action, result=changes.get("result", ""), user=user)
    elif status == ActionStatus.IN_PROGRESS and action.status == ActionStatus.PLANNED:
        start_action(action=action, user=user)
    elif action.is_carried_out and status not in CARRIED_OUT:
        save_changes(action=action, changes={**changes, **look_back_after_term(action)}, user=user)
    else:
        save_changes(action=action, changes=changes, user=user)


def _titles(dossier: Dossier, rows: Sequence[Row]) -> dict[UUID, str]:
    found = Action.objects.filter(dossier=dossier, pk__in=[row.action_id for row in rows])
    return dict(found.values_list("pk", "title"))

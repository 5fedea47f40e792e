"""What people do with an action while the plan is run: start it, finish it, move its term, stop or resume it.

Each verb reads the action again under the lock of its dossier, so what was said twice (a double click, a
second tab, a letter) changes something once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.actions.domain.plan import READ_AGAIN, lock_open_dossier, save_changes
from apps.actions.domain.terms import suggested_evaluation_date
from apps.actions.models import CARRIED_OUT, Action, ActionStatus
from apps.organisations.models import User


@dataclass(frozen=True)
class Completion:
    """That an action became done. ``next_time``: planned anew, when it comes back."""

    next_time: Action | None


@transaction.atomic
def start_action(*, action: Action, user: User | None) -> bool:
    """Say that the work on an action has begun; without a start of its own it starts today.

    Returns:
        False when it had started already; then nothing changes.

    Raises:
        DossierClosedError: the dossier is closed.
        ValidationError: it is over; it has to be opened again first.
    """
    _read_again(action)
    if action.status == ActionStatus.IN_PROGRESS:
        return False
    if action.is_over:
        raise ValidationError({"status": _("This action is over. Open it again first.")})
    today = timezone.localdate()
    changes: dict[str, object] = {"status": ActionStatus.IN_PROGRESS.value}
    if action.start_on is None and action.due_on >= today:
        changes["start_on"] = today
    save_changes(action=action, changes=changes, user=user)
    return True


@transaction.atomic
def complete_action(
    *,
    action: Action,
    result: str,
    user: User | None,
    done_on: date | None = None,
    spent: Decimal | None = None,
    evaluate_on: date | None = None,
) -> Completion | None:
    """Say that an action is carried out, with what came out of it.

    Three months later it is time to look back, unless somebody chose a day for that. An action that comes
    back is planned anew.

    Args:
        result: what came out of it; may be empty when somebody says so from a letter.
        done_on: today when left out.
        spent: in euros; None leaves what was noted.
        evaluate_on: when to look back; see above when left out.

    Returns:
        None when it was done already; then nothing changes.

    Raises:
        DossierClosedError: the dossier is closed.
        ValidationError: the action was cancelled, or a date does not fit.
    """
    _read_again(action)
    if action.is_carried_out:
        return None
    done_on = done_on or timezone.localdate()
    if done_on > timezone.localdate():
        raise ValidationError({"done_on": _("This day is still to come. Choose today or an earlier day.")})
    changes = {
        "status": ActionStatus.DONE.value,
        "result": result or action.result,
        "evaluate_on": evaluate_on or look_back_date(action, done_on),
        "done_on": done_on,
    }
    if spent is not None:
        changes["spent"] = spent
    return Completion(next_time=save_changes(action=action, changes=changes, user=user))


@transaction.atomic
def postpone_action(*, action: Action, due_on: date, user: User | None) -> bool:
    """Move the term of an action that is still to do; the history keeps the old one.

    Returns:
        False when this was its term already; then nothing changes.

    Raises:
        DossierClosedError: the dossier is closed.
        ValidationError: it is over already, or the new date does not lie in the future.
    """
    _read_again(action)
    if action.is_over:
        raise ValidationError({"due_on": _("This action is over, so its term stays.")})
    if due_on <= timezone.localdate():
        raise ValidationError({"due_on": _("Choose a day that is still to come.")})
    if due_on == action.due_on:
        return False
    changes: dict[str, object] = {"due_on": due_on}
    if _is_suggestion(action) or (action.evaluate_on and action.evaluate_on < due_on):
        changes["evaluate_on"] = suggested_evaluation_date(due_on)
    save_changes(action=action, changes=changes, user=user)
    return True


@transaction.atomic
def cancel_action(*, action: Action, reason: str, user: User | None) -> bool:
    """Stop with an action that is still to do. It stays in the plan, with the reason.

    Returns:
        False when it was cancelled already; then nothing changes, also not the reason.

    Raises:
        DossierClosedError: the dossier is closed.
        ValidationError: there is no reason, or it is carried out already.
    """
    _read_again(action)
    if action.status == ActionStatus.CANCELLED:
        return False
    changes = {"status": ActionStatus.CANCELLED.value, "status_note": reason.strip()}
    save_changes(action=action, changes=changes, user=user)
    return True


@transaction.atomic
def reopen_action(*, action: Action, user: User | None) -> bool:
    """Take up an action again: what was carried out is in progress, what was cancelled is planned.

    What came out of it and why it was cancelled stay readable.

    Returns:
        False when it was open already; then nothing changes.

    Raises:
        DossierClosedError: the dossier is closed.
    """
    _read_again(action)
    if not action.is_over:
        return False
    status = ActionStatus.IN_PROGRESS if action.status in CARRIED_OUT else ActionStatus.PLANNED
    save_changes(action=action, changes={"status": status.value, **look_back_after_term(action)}, user=user)
    return True


def look_back_after_term(action: Action) -> dict[str, date]:
    """What else changes with an action that is opened again and was done well before its term: now that it is
    not done, looking back is for after the term."""
    if action.evaluate_on and action.evaluate_on < action.due_on:
        return {"evaluate_on": suggested_evaluation_date(action.due_on)}
    return {}


def look_back_date(action: Action, done_on: date) -> date:
    """When to ask whether it helped, for an action that is done on this day.

    A day that somebody chose stays. The one that was suggested with the term moves along: three months after
    the work is really done.
    """
    chosen = action.evaluate_on
    if chosen and chosen >= done_on and not _is_suggestion(action):
        return chosen
    return suggested_evaluation_date(done_on)


def _is_suggestion(action: Action) -> bool:
    return action.evaluate_on == suggested_evaluation_date(action.due_on)


def _read_again(action: Action) -> None:
    """Take the lock and see what others did meanwhile. Two queries.

    Raises:
        DossierClosedError: the dossier is closed.
    """
    lock_open_dossier(action.dossier)
    action.refresh_from_db(fields=READ_AGAIN)

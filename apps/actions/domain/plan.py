"""What people do with the plan: add an action, change it, take it out, settle a risk without one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.actions.domain.history import record, told
from apps.actions.domain.keys import insert_with_own_key
from apps.actions.domain.relations import RELATED, check_order, relate, related_values
from apps.actions.domain.repeating import plan_next_time
from apps.actions.domain.states import check_transition, dates_of
from apps.actions.domain.terms import LAST_YEAR
from apps.actions.models import Action, ActionStatus, EventKind, SettledRisk
from apps.organisations.merging import Merge, merge
from apps.organisations.models import User
from apps.rie.content.tree import FactorContent
from apps.rie.domain.errors import DossierClosedError
from apps.rie.models import Dossier, Evidence

EDITABLE_FIELDS = (
    "title",
    "description",
    "owner_id",
    "owner_name",
    "owner_email",
    "department_id",
    "budget",
    "spent",
    "start_on",
    "due_on",
    "evaluate_on",
    "residual_priority",
    "depends_on_id",
    "repeat_every",
    "status",
    "status_note",
    "result",
)
DAYS = ("start_on", "due_on", "evaluate_on")
READ_AGAIN = (*(name.removesuffix("_id") for name in EDITABLE_FIELDS), "done_on", "evaluated_on", "version")


def new_action(*, dossier: Dossier, action_id: UUID | None = None) -> Action:
    """An empty action, not saved yet. The id may come from the form, so that a double click saves once."""
    action = Action(organisation_id=dossier.organisation_id, dossier=dossier)
    if action_id is not None:
        action.pk = action_id
    return action


def action_values(action: Action) -> dict[str, Any]:
    """The fields of an action that people fill in, by name."""
    return {name: getattr(action, name) for name in EDITABLE_FIELDS}


@transaction.atomic
def add_action(
    *,
    action: Action,
    factors: Iterable[FactorContent],
    user: User | None,
    co_owners: Collection[str] = (),
) -> Action:
    """Add an action the firm thought of itself.

    Called twice with the same id (a double click), the second call changes nothing and returns
    the action that is there. One that is done already, without a day for that, was done today.

    Args:
        co_owners: ids of the members who carry it out together with its owner.

    Raises:
        DossierClosedError: the dossier is closed.
        ValidationError: the fields do not fit together.
    """
    lock_open_dossier(action.dossier)
    existing = Action.objects.filter(pk=action.pk, dossier=action.dossier).first()
    if existing is not None:
        return existing
    if action.done_on is None:
        action.done_on = dates_of(action.status, action, today=timezone.localdate())["done_on"]
    check_action(action)
    if action.depends_on_id:
        check_order(action, action.depends_on_id)
    action.updated_by = user
    insert_with_own_key(action)
    relate(action, {"factors": [factor.code for factor in factors], "co_owners": co_owners})
    record(action=action, kind=EventKind.CREATED, user=user)
    return action


@transaction.atomic
def update_action(
    *, action: Action, seen: Mapping[str, str], typed: Mapping[str, Any], user: User | None
) -> Merge:
    """Save the changed fields of an action, all or none; what a colleague changed meanwhile is a conflict.

    Args:
        typed: checked values of (some of) ``EDITABLE_FIELDS`` and of ``RELATED``; these are left as they are
            when they are not there.

    Raises:
        DossierClosedError: the dossier is closed.
        ValidationError: the fields do not fit together, or it would become looked back on: that asks more
            (``domain.evaluation``).
    """
    lock_open_dossier(action.dossier)
    action.refresh_from_db(fields=READ_AGAIN)
    stored = {**action_values(action), **related_values(action, typed)}
    outcome = merge(seen=seen, stored=stored, typed=typed)
    if outcome.changes.get("status") == ActionStatus.EVALUATED:
        raise ValidationError({"status": looks_back_elsewhere()})
    if outcome.changes and not outcome.conflicts:
        save_changes(action=action, changes=outcome.changes, user=user)
    return outcome


def save_changes(*, action: Action, changes: Mapping[str, Any], user: User | None) -> Action | None:
    """Write new values of an action that was read under the lock of its dossier, and its history.

    ``changes``: values by name, of ``EDITABLE_FIELDS``, of ``RELATED``, and the dates that go with a status.

    Returns:
        The next time of an action that comes back, when this makes it done; else None.

    Raises:
        ValidationError: the fields do not fit together, or the status cannot follow on the one before.
    """
    was_carried_out = action.is_carried_out
    if "status" in changes:
        check_transition(action.status, changes["status"])
        changes = {**dates_of(changes["status"], action, today=timezone.localdate()), **changes}
    if changes.get("depends_on_id"):
        check_order(action, changes["depends_on_id"])
    fields = {name: value for name, value in changes.items() if name not in RELATED}
    before = {**related_values(action, changes), **{name: getattr(action, name) for name in fields}}
    for name, value in fields.items():
        setattr(action, name, value)
    check_action(action)
    relate(action, changes)
    Action.objects.filter(pk=action.pk).update(
        **fields, version=F("version") + 1, updated_at=timezone.now(), updated_by=user
    )
    action.version += 1
    kind = EventKind.STATUS if "status" in changes else EventKind.CHANGED
    record(action=action, kind=kind, user=user, changes=told(before, changes))
    is_new = action.status == ActionStatus.DONE and not was_carried_out
    return plan_next_time(done=action, user=user) if is_new else None


@transaction.atomic
def remove_action(*, action: Action, user: User | None) -> None:
    """Take an action out of the plan, with its history, steps and remarks.

    Its files stay with the dossier. Actions that could start after it can start now; their history says so.

    Raises:
        DossierClosedError: the dossier is closed.
    """
    lock_open_dossier(action.dossier)
    for follower in Action.objects.filter(depends_on=action):
        save_changes(action=follower, changes={"depends_on_id": None}, user=user)
    Evidence.objects.filter(dossier=action.dossier_id, action_id=action.pk).update(action_id=None)
    action.delete()


@transaction.atomic
def settle_risk(*, dossier: Dossier, factor: FactorContent, reason: str, user: User | None) -> SettledRisk:
    """Record that the firm takes no measure against a risk, and why.

    Raises:
        DossierClosedError: the dossier is closed.
        ValidationError: there is no reason.
    """
    lock_open_dossier(dossier)
    settled = SettledRisk.objects.filter(dossier=dossier, factor_id=factor.id).first() or SettledRisk(
        organisation_id=dossier.organisation_id, dossier=dossier, factor_id=factor.id
    )
    settled.reason, settled.by = reason, user
    settled.clean_fields(exclude={"dossier", "factor", "organisation", "by"})
    settled.save()
    return settled


@transaction.atomic
def unsettle_risk(*, dossier: Dossier, factor: FactorContent) -> None:
    """Take back that no measure is needed.

    Raises:
        DossierClosedError: the dossier is closed.
    """
    lock_open_dossier(dossier)
    SettledRisk.objects.filter(dossier=dossier, factor_id=factor.id).delete()


def check_action(action: Action) -> None:
    """Check the rules between fields of an action.

    Raises:
        ValidationError: by field, in words for the person who fills it in.
    """
    far = [name for name in DAYS if (day := getattr(action, name)) and day.year > LAST_YEAR]
    errors = {name: _("This day is too far away. Check the year.") for name in far}
    if action.start_on and action.due_on and action.due_on < action.start_on:
        errors["due_on"] = _("This date lies before the start. Choose a later date or an earlier start.")
    ready_on = action.done_on or action.due_on
    if action.evaluate_on and ready_on and action.evaluate_on < ready_on:
        errors["evaluate_on"] = _("You can only look back after the action is done. Choose a later date.")
    if action.status == ActionStatus.CANCELLED and not action.status_note.strip():
        errors["status_note"] = _("Write down why this action is cancelled.")
    if action.owner_email and not action.owner_name.strip():
        errors["owner_name"] = _("Also write down whose e-mail address this is.")
    if errors:
        raise ValidationError(errors)


def looks_back_elsewhere() -> str:
    """Why an action cannot be made looked back on by its status alone, in a sentence."""
    return _("Looking back asks more than a status. Do that on the page of the action.")


def lock_open_dossier(dossier: Dossier) -> None:
    """Let one change of this plan happen at a time. Must run in a transaction. One query.

    Raises:
        DossierClosedError: the dossier is closed.
    """
    locked = Dossier.objects.select_for_update().get(pk=dossier.pk)
    if not locked.is_open:
        raise DossierClosedError

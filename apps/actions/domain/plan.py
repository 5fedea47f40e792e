"""What people do with the plan: add an action, change it, take it out, settle a risk without one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.actions.models import Action, ActionEvent, ActionFactor, ActionStatus, EventKind, SettledRisk
from apps.organisations.merging import Merge, merge
from apps.organisations.models import User
from apps.rie.content.tree import FactorContent
from apps.rie.domain.errors import DossierClosedError
from apps.rie.models import Dossier

EDITABLE_FIELDS = (
    "title",
    "description",
    "owner_id",
    "owner_name",
    "budget",
    "start_on",
    "due_on",
    "evaluate_on",
    "residual_priority",
    "status",
    "status_note",
)


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
def add_action(*, action: Action, factors: Iterable[FactorContent], user: User | None) -> Action:
    """Add an action the firm thought of itself.

    Called twice with the same id (a double click), the second call changes nothing and returns
    the action that is there.

    Raises:
        DossierClosedError: the dossier is closed.
        ValidationError: the fields do not fit together.
    """
    lock_open_dossier(action.dossier)
    existing = Action.objects.filter(pk=action.pk, dossier=action.dossier).first()
    if existing is not None:
        return existing
    check_action(action)
    action.updated_by = user
    _insert(action)
    _link(action, factors)
    record(action=action, kind=EventKind.CREATED, user=user)
    return action


@transaction.atomic
def update_action(
    *,
    action: Action,
    seen: Mapping[str, str],
    typed: Mapping[str, Any],
    factors: Iterable[FactorContent] | None,
    user: User | None,
) -> Merge:
    """Save the changed fields of an action, all or none; what a colleague changed meanwhile is a conflict.

    Args:
        factors: the risks this action takes on, or None to leave them as they are.

    Raises:
        DossierClosedError: the dossier is closed.
        ValidationError: the fields do not fit together.
    """
    lock_open_dossier(action.dossier)
    action.refresh_from_db(fields=[*EDITABLE_FIELDS[:2], "owner", *EDITABLE_FIELDS[3:], "version"])
    outcome = merge(seen=seen, stored=action_values(action), typed=typed)
    if outcome.conflicts:
        return outcome
    if factors is not None:
        _relink(action, factors)
    if not outcome.changes:
        return outcome
    before = action_values(action)
    for name, value in outcome.changes.items():
        setattr(action, name, value)
    check_action(action)
    Action.objects.filter(pk=action.pk).update(
        **outcome.changes, version=F("version") + 1, updated_at=timezone.now(), updated_by=user
    )
    kind = EventKind.STATUS if "status" in outcome.changes else EventKind.CHANGED
    changes = {name: [_plain(before[name]), _plain(value)] for name, value in outcome.changes.items()}
    record(action=action, kind=kind, user=user, changes=changes)
    return outcome


@transaction.atomic
def remove_action(*, action: Action) -> None:
    """Take an action out of the plan, with its history.

    Raises:
        DossierClosedError: the dossier is closed.
    """
    lock_open_dossier(action.dossier)
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
    errors: dict[str, str] = {}
    if action.start_on and action.due_on and action.due_on < action.start_on:
        errors["due_on"] = _("This date lies before the start. Choose a later date or an earlier start.")
    if action.evaluate_on and action.due_on and action.evaluate_on < action.due_on:
        errors["evaluate_on"] = _("You can only look back after the action is done. Choose a later date.")
    if action.status == ActionStatus.CANCELLED and not action.status_note.strip():
        errors["status_note"] = _("Write down why this action is cancelled.")
    if errors:
        raise ValidationError(errors)


def lock_open_dossier(dossier: Dossier) -> None:
    """Let one change of this plan happen at a time. Must run in a transaction. One query.

    Raises:
        DossierClosedError: the dossier is closed.
    """
    locked = Dossier.objects.select_for_update().get(pk=dossier.pk)
    if not locked.is_open:
        raise DossierClosedError


def record(
    *, action: Action, kind: EventKind, user: User | None, changes: dict[str, Any] | None = None
) -> None:
    """Add a line to the history of an action."""
    ActionEvent.objects.create(
        organisation_id=action.organisation_id, action=action, kind=kind, by=user, changes=changes or {}
    )


def _insert(action: Action) -> None:
    """Save a new action. An id from a form that is in use elsewhere (in another firm) is replaced."""
    try:
        with transaction.atomic():
            action.save(force_insert=True)
    except IntegrityError:
        action.pk = uuid4()
        action.save(force_insert=True)


def _link(action: Action, factors: Iterable[FactorContent]) -> None:
    ActionFactor.objects.bulk_create(
        ActionFactor(organisation_id=action.organisation_id, action=action, factor_id=factor.id)
        for factor in factors
    )


def _relink(action: Action, factors: Iterable[FactorContent]) -> None:
    wanted = {factor.id: factor for factor in factors}
    present = set(action.links.values_list("factor_id", flat=True))
    action.links.exclude(factor_id__in=wanted).delete()
    _link(action, [factor for factor_id, factor in wanted.items() if factor_id not in present])


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int) else str(value)

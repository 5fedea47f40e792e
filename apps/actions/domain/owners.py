"""Actions of which somebody who carries them out goes from the firm: the plan keeps saying who it was."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django_scopes import scope

from apps.actions.models import Action, ActionCoOwner, ActionEvent, EventKind
from apps.organisations.models import Membership, User

Changes = dict[str, list[object]]


def keep_name_of_owner(membership: Membership, *, name: str, by: User) -> None:
    """Take a member off her actions, and let her name stand there instead unless another name does.

    Where she helped the owner she goes off the list; the history says so. Also with actions that are over and
    in dossiers that are closed: what was agreed stays readable as it was. Runs just before she goes
    (``organisations.domain.members.on_leaving``). At most seven queries.

    Args:
        name: what she is called from now on; empty when nothing may be kept of her, so that an open action
            needs somebody else.
        by: who made her go.
    """
    with scope(organisation=membership.organisation):
        changes = _changes_for_owned(membership, name)
        for action_id, change in _changes_for_helped(membership).items():
            changes.setdefault(action_id, {}).update(change)
        unnamed = [action_id for action_id, change in changes.items() if "owner_name" in change]
        if unnamed:
            Action.objects.filter(pk__in=unnamed).update(owner_name=name)
        Action.objects.filter(pk__in=changes).update(
            version=F("version") + 1, updated_at=timezone.now(), updated_by=by
        )
        Action.objects.filter(owner=membership).update(owner=None)
        ActionCoOwner.objects.filter(member=membership).delete()
        ActionEvent.objects.bulk_create(_events(membership, changes.items(), by))


def _changes_for_owned(membership: Membership, name: str) -> dict[UUID, Changes]:
    """What changes with the actions she owns. One query."""
    changes: dict[UUID, Changes] = {}
    for action in Action.objects.filter(owner=membership).only("pk", "owner_name"):
        changes[action.pk] = {"owner_id": [str(membership.pk), None]}
        if name and not action.owner_name:
            changes[action.pk]["owner_name"] = ["", name]
    return changes


def _changes_for_helped(membership: Membership) -> dict[UUID, Changes]:
    """What changes with the actions she helps with: who is left there. One query."""
    helped = ActionCoOwner.objects.filter(action__co_owner_links__member=membership)
    together: dict[UUID, list[str]] = {}
    for action_id, member_id in helped.values_list("action_id", "member_id"):
        together.setdefault(action_id, []).append(str(member_id))
    return {
        action_id: {"co_owners": [sorted(all_of_them), sorted({*all_of_them} - {str(membership.pk)})]}
        for action_id, all_of_them in together.items()
    }


def _events(
    membership: Membership, changes: Iterable[tuple[UUID, Changes]], by: User
) -> Iterable[ActionEvent]:
    return (
        ActionEvent(
            organisation_id=membership.organisation_id,
            action_id=action_id,
            kind=EventKind.CHANGED,
            changes=change,
            by=by,
        )
        for action_id, change in changes
    )

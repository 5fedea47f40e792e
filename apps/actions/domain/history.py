"""The history of an action is only ever added to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apps.actions.domain.assigning import tell_assigned
from apps.actions.models import Action, ActionEvent, EventKind
from apps.organisations.models import User


def record(
    *, action: Action, kind: EventKind, user: User | None, changes: Mapping[str, Any] | None = None
) -> None:
    """Add a line to the history of an action, and write to who got it by this change.

    ``changes``: field → [before, after], as JSON keeps it.
    """
    ActionEvent.objects.create(
        organisation_id=action.organisation_id, action=action, kind=kind, by=user, changes=dict(changes or {})
    )
    tell_assigned(action=action, kind=kind, changes=changes or {}, by=user)


def told(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What changed, as the history keeps it: field → [before, after]. What stayed the same is left out."""
    pairs = {name: [_plain(before[name]), _plain(value)] for name, value in after.items()}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | list) else str(value)

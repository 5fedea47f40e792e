"""How an action goes from one status to another. Everything that changes a status asks here.

| from                         | verb     | to          | who                                       |
| ---------------------------- | -------- | ----------- | ----------------------------------------- |
| planned                      | start    | in_progress | who makes the plan, who carries it out    |
| in_progress                  | postpone | planned     | idem                                      |
| planned, in_progress         | complete | done        | idem                                      |
| planned, in_progress         | cancel   | cancelled   | idem, with a reason                       |
| done                         | evaluate | evaluated   | who makes the plan                        |
| done, evaluated              | reopen   | in_progress | who makes the plan, who carries it out    |
| done, cancelled              | resume   | planned     | idem                                      |

Every change of status leaves an ``ActionEvent``; overdue is derived, never a status.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from apps.actions.models import CARRIED_OUT, Action, ActionStatus

_TO_DO = frozenset({ActionStatus.DONE, ActionStatus.CANCELLED})
TRANSITIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        ActionStatus.PLANNED: _TO_DO | {ActionStatus.IN_PROGRESS},
        ActionStatus.IN_PROGRESS: _TO_DO | {ActionStatus.PLANNED},
        ActionStatus.DONE: frozenset(
            {ActionStatus.EVALUATED, ActionStatus.IN_PROGRESS, ActionStatus.PLANNED}
        ),
        ActionStatus.EVALUATED: frozenset({ActionStatus.IN_PROGRESS}),
        ActionStatus.CANCELLED: frozenset({ActionStatus.PLANNED}),
    }
)


def choices_from(status: str) -> list[tuple[str, Any]]:
    """What somebody may choose in a form: the status as it is and those it may become.

    Looking back has a page of its own, because it asks more than a status.
    """
    reachable = TRANSITIONS[status] - {ActionStatus.EVALUATED} | {status}
    return [(value, label) for value, label in ActionStatus.choices if value in reachable]


def check_transition(before: str, after: str) -> None:
    """Refuse a step that the table above does not have.

    Raises:
        ValidationError: on ``status``, in words.
    """
    if before != after and after not in TRANSITIONS[before]:
        text = _("An action that is “%(before)s” cannot become “%(after)s” in one step.")
        labels = {"before": ActionStatus(before).label, "after": ActionStatus(after).label}
        raise ValidationError({"status": text % labels})


def dates_of(status: str, action: Action, *, today: date) -> dict[str, date | None]:
    """``done_on`` and ``evaluated_on`` as they must be with a status; a date that stands stays."""
    is_done, is_evaluated = status in CARRIED_OUT, status == ActionStatus.EVALUATED
    return {
        "done_on": (action.done_on or today) if is_done else None,
        "evaluated_on": (action.evaluated_on or today) if is_evaluated else None,
    }

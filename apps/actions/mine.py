"""The actions that one member carries out, alone or with others, over all open dossiers of her firm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from apps.actions.filters import THIS_MONTH, bounds_of
from apps.actions.models import OVER, Action, ActionCoOwner, ActionStatus
from apps.organisations.models import Membership
from apps.rie.models.dossier import OPEN_STATES

MOST_TO_DO = 100
MOST_DONE = 30


@dataclass(frozen=True)
class Mine:
    """Her actions by what they ask of her. ``more``: how many to do that are not listed here.

    ``look_back``: done, and the day to look back has come.
    """

    late: tuple[Action, ...]
    this_month: tuple[Action, ...]
    later: tuple[Action, ...]
    look_back: tuple[Action, ...]
    over: tuple[Action, ...]
    more: int

    @property
    def is_empty(self) -> bool:
        return not any((self.late, self.this_month, self.later, self.look_back, self.over))


def mine_of(member: Membership, *, today: date) -> Mine:
    """What this member carries out, the first term on top. Three queries."""
    to_do = list(_of(member).exclude(status__in=OVER).order_by("due_on", "title", "id"))
    due_for_look_back = Q(status=ActionStatus.DONE, evaluate_on__lte=today)
    look_back = _of(member).filter(due_for_look_back).order_by("evaluate_on", "id")[:MOST_TO_DO]
    over = _of(member).filter(status__in=OVER).exclude(due_for_look_back).order_by("-updated_at", "id")
    _first, end_of_month = bounds_of(THIS_MONTH, today)
    shown = to_do[:MOST_TO_DO]
    return Mine(
        late=tuple(action for action in shown if action.is_late(today)),
        this_month=tuple(action for action in shown if today <= action.due_on <= end_of_month),
        later=tuple(action for action in shown if action.due_on > end_of_month),
        look_back=tuple(look_back),
        over=tuple(over[:MOST_DONE]),
        more=len(to_do) - len(shown),
    )


def _of(member: Membership) -> QuerySet[Action]:
    helped = ActionCoOwner.objects.filter(member=member).values("action_id")
    return Action.objects.filter(
        Q(owner=member) | Q(pk__in=helped), dossier__state__in=OPEN_STATES
    ).select_related("dossier")

"""One action as its own page reads it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, QuerySet

from apps.actions.models import Action, ActionComment, ActionStep
from apps.organisations.models import Membership, User
from apps.rie.models import Dossier, Evidence


@dataclass(frozen=True)
class CoOwner:
    """Somebody who carries out an action together with its owner. ``id``: of her membership."""

    id: UUID
    name: str


@dataclass(frozen=True)
class OneAction:
    """An action with the ids of the risks it takes on and who helps its owner, by name."""

    action: Action
    factor_ids: frozenset[UUID]
    co_owners: tuple[CoOwner, ...]

    def is_carried_out_by(self, member: Membership | None) -> bool:
        """Whether this member is its owner or helps her."""
        people = {self.action.owner_id, *(helper.id for helper in self.co_owners)} - {None}
        return member is not None and member.pk in people

    @property
    def waits_for(self) -> Action | None:
        """The action that goes before it, as long as that is not over."""
        first = self.action.depends_on
        return None if first is None or first.is_over or self.action.is_over else first

    @property
    def starts_before_its_turn(self) -> bool:
        """Whether it starts while the action before it may still be going on."""
        first, start_on = self.waits_for, self.action.start_on
        return first is not None and start_on is not None and start_on < first.due_on


def read_action(dossier: Dossier, action_id: UUID) -> OneAction | None:
    """One action of a dossier with all that belongs to it. One query: a row per risk per co-owner."""
    rows = list(
        Action.objects.filter(dossier=dossier, pk=action_id)
        .select_related("owner__user", "department", "depends_on")
        .annotate(
            factor=F("links__factor_id"),
            helper=F("co_owner_links__member_id"),
            helper_name=F("co_owner_links__member__user__name"),
            helper_email=F("co_owner_links__member__user__email"),
        )
    )
    if not rows:
        return None
    action = rows[0]
    action.dossier = dossier
    helpers = {
        row.helper: str(User(name=row.helper_name, email=row.helper_email)) for row in rows if row.helper
    }
    return OneAction(
        action=action,
        factor_ids=frozenset(row.factor for row in rows if row.factor),
        co_owners=tuple(_by_name(CoOwner(*helper) for helper in helpers.items())),
    )


def _by_name(helpers: Iterable[CoOwner]) -> list[CoOwner]:
    return sorted(helpers, key=lambda helper: (helper.name.casefold(), helper.id))


def steps_of(action: Action) -> QuerySet[ActionStep]:
    """The checklist in its order, with who ticked. One query."""
    return ActionStep.objects.filter(action=action).select_related("done_by")


def comments_of(action: Action) -> QuerySet[ActionComment]:
    """Remarks with who made them, oldest first. One query."""
    return ActionComment.objects.filter(action=action).select_related("by")


def files_of(action: Action) -> QuerySet[Evidence]:
    """Files that were added to an action, with by whom, oldest first. One query."""
    of_action = Evidence.objects.filter(dossier=action.dossier_id, action_id=action.pk)
    return of_action.select_related("added_by")


def followers_of(action: Action) -> QuerySet[Action]:
    """Actions that can start after this one. One query."""
    return Action.objects.filter(depends_on=action).only("id", "title")

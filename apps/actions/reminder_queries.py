"""Which actions somebody must be reminded of today, firm by firm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet
from django_scopes import scopes_disabled

from apps.actions.letter_keys import AHEAD
from apps.actions.models import OVER, Action, ActionCoOwner, ActionStatus
from apps.actions.recipients import Recipient, as_recipient, recipients_of
from apps.organisations.models import Membership, Organisation
from apps.rie.models.dossier import OPEN_STATES

FIRMS_AT_ONCE = 200


@dataclass(frozen=True)
class Reminded:
    """The actions of one firm that a letter may be about, the first term on top; who carries them out."""

    actions: tuple[Action, ...]
    helpers: Mapping[UUID, list[Membership]]
    runners: tuple[Recipient, ...]
    today: date

    @property
    def monday(self) -> date:
        """Of this week: the weekly letter tells how it stood then, also when it leaves a day later."""
        return self.today - timedelta(days=self.today.weekday())

    def recipients_of(self, action: Action) -> list[Recipient]:
        return self._people[action.pk]

    @cached_property
    def due(self) -> list[Action]:
        """Still to do, within two weeks from now."""
        return [one for one in self._to_do if self.today <= one.due_on <= self.today + AHEAD]

    @cached_property
    def late(self) -> list[Action]:
        """Still to do, and late already at the start of this week."""
        return [one for one in self._to_do if one.due_on < self.monday]

    @cached_property
    def just_to_look_back(self) -> list[Action]:
        """Done, and the day to look back came within the past two weeks."""
        return [one for one in self._done if self.today - AHEAD <= one.evaluate_on <= self.today]

    @cached_property
    def to_look_back(self) -> list[Action]:
        """Done, and not looked back on although the day had come by the start of this week."""
        return [one for one in self._done if one.evaluate_on <= self.monday]

    @property
    def _to_do(self) -> Iterator[Action]:
        return (action for action in self.actions if not action.is_over)

    @property
    def _done(self) -> Iterator[Action]:
        return (action for action in self.actions if action.status == ActionStatus.DONE)

    @cached_property
    def _people(self) -> dict[UUID, list[Recipient]]:
        return {one.pk: recipients_of(one, self.helpers.get(one.pk, ())) for one in self.actions}


def firms_to_remind(today: date) -> Iterator[Organisation]:
    """Firms with anything to write about, a page at a time. One query per ``FIRMS_AT_ONCE`` firms.

    Who only tries gets no letters, and neither do the people she names.
    """
    last: UUID | None = None
    while True:
        with scopes_disabled():
            firms = Organisation.objects.filter(trial_ends_at__isnull=True)
            firms = firms.filter(pk__in=_to_tell(today).values("organisation_id")).order_by("pk")
            page = list(firms.filter(pk__gt=last)[:FIRMS_AT_ONCE] if last else firms[:FIRMS_AT_ONCE])
        yield from page
        if len(page) < FIRMS_AT_ONCE:
            return
        last = page[-1].pk


def reminded(organisation: Organisation, *, today: date) -> Reminded:
    """What letters of today may be about, in the scope of the firm. Three queries."""
    actions = _to_tell(today).filter(organisation=organisation)
    links = ActionCoOwner.objects.filter(organisation=organisation, action__in=actions.values("pk"))
    helpers: dict[UUID, list[Membership]] = {}
    for link in links.select_related("member__user", "member__organisation").order_by("pk"):
        helpers.setdefault(link.action_id, []).append(link.member)
    members = Membership.objects.filter(organisation=organisation).select_related("user", "organisation")
    people = (as_recipient(member) for member in members if member.user.is_active)
    return Reminded(
        actions=tuple(actions.select_related("owner__user", "owner__organisation").order_by("due_on", "pk")),
        helpers=helpers,
        runners=tuple(person for person in people if person.makes_the_plan),
        today=today,
    )


def _to_tell(today: date) -> QuerySet[Action]:
    to_do = ~Q(status__in=OVER) & Q(due_on__lte=today + AHEAD)
    to_look_back = Q(status=ActionStatus.DONE, evaluate_on__lte=today)
    return Action.objects.filter(to_do | to_look_back, dossier__state__in=OPEN_STATES)

"""Which actions stand in a calendar, and whose calendar an address is."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django_scopes import scopes_disabled

from apps.actions.models import Action, ActionCoOwner, CalendarFeed
from apps.actions.recipients import has_permission
from apps.organisations.models import Membership, Organisation
from apps.organisations.permissions import CHANGE_PLAN, FOLLOW_CALENDAR
from apps.organisations.tokens import hash_of
from apps.rie.models.dossier import OPEN_STATES


def find_feed(token: str) -> CalendarFeed | None:
    """The feed that may be read at this address now: not revoked, and she still may. One query.

    Who gets her role back reads on; who left took her feeds with her.
    """
    with scopes_disabled():
        feeds = CalendarFeed.objects.select_related("organisation", "member__user", "member__organisation")
        feed = feeds.filter(token_hash=hash_of(token), revoked_at__isnull=True).first()
    if feed is None or not feed.member.user.is_active:
        return None
    needed = (FOLLOW_CALENDAR, CHANGE_PLAN) if feed.is_whole_firm else (FOLLOW_CALENDAR,)
    return feed if all(has_permission(feed.member, permission) for permission in needed) else None


def open_feeds_of(member: Membership) -> dict[bool, CalendarFeed]:
    """Her feeds that still work, by whether it is that of the whole firm. One query."""
    feeds = CalendarFeed.objects.filter(member=member, revoked_at__isnull=True)
    return {feed.is_whole_firm: feed for feed in feeds}


def actions_in(feed: CalendarFeed) -> QuerySet[Action]:
    """The actions a feed shows, cancelled ones too: a program takes those away. One query."""
    return actions_of_firm(feed.organisation) if feed.is_whole_firm else actions_of(feed.member)


def actions_of_firm(organisation: Organisation) -> QuerySet[Action]:
    """All actions of the open RI&E's of a firm. One query."""
    in_open = Action.objects.filter(organisation=organisation, dossier__state__in=OPEN_STATES)
    return in_open.select_related("owner__user")


def actions_of(member: Membership) -> QuerySet[Action]:
    """What she carries out, alone or with others, in open RI&E's. One query."""
    helped = ActionCoOwner.objects.filter(member=member).values("action_id")
    return actions_of_firm(member.organisation).filter(Q(owner=member) | Q(pk__in=helped))

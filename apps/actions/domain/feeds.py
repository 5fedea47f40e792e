"""A private address for a calendar program: making it, making it anew, taking it away."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from apps.actions.models import CalendarFeed
from apps.organisations.models import Membership
from apps.organisations.tokens import hash_of, new_token


@transaction.atomic
def make_feed(*, member: Membership, is_whole_firm: bool) -> str:
    """Make an address, and end the one that was there. Returns its secret: nobody can read it later on.

    Of two at the same moment the second ends what the first made.
    """
    _lock(member)
    end_feed(member=member, is_whole_firm=is_whole_firm)
    token = new_token()
    CalendarFeed.objects.create(
        organisation_id=member.organisation_id,
        member=member,
        is_whole_firm=is_whole_firm,
        token_hash=hash_of(token),
    )
    return token


def end_feed(*, member: Membership, is_whole_firm: bool) -> bool:
    """From now on the address gives nothing any more. Returns False when there was none."""
    feeds = CalendarFeed.objects.filter(member=member, is_whole_firm=is_whole_firm, revoked_at__isnull=True)
    return bool(feeds.update(revoked_at=timezone.now()))


def _lock(member: Membership) -> None:
    """Hold the feeds of this member until the end of the transaction. One query.

    Raises:
        Membership.DoesNotExist: she left at this very moment.
    """
    Membership.objects.select_for_update(no_key=True).get(pk=member.pk)

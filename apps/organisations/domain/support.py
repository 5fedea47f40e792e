"""A firm lets platform administrators look along for a limited time.

| from | verb             | to        | who      |
| ---- | ---------------- | --------- | -------- |
|      | grant_support    | open      | employer |
| open | withdraw_support | withdrawn | employer |
| open | (time goes by)   | ended     |          |
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from apps.organisations.models import Organisation, SupportGrant, User
from apps.organisations.oversight_queries import open_grants

GRANT_DAYS = (1, 3, 7)


class AlreadyGrantedError(Exception):
    """Platform administrators may look along already."""


@transaction.atomic
def grant_support(
    *, organisation: Organisation, reason: str, days: int, user: User, now: datetime
) -> SupportGrant:
    """Let platform administrators read the dossiers of a firm, from now for so many days.

    Args:
        reason: what the firm needs help with, in its own words.
        days: one of ``GRANT_DAYS``.

    Raises:
        AlreadyGrantedError: they may look along already; that one can be withdrawn first.
        ValueError: another number of days.
    """
    if days not in GRANT_DAYS:
        raise ValueError(f"Support looks along for one of {GRANT_DAYS} days, not {days}")
    # Two employers who do this at the same moment: the second one sees what the first one gave.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if open_grants(now).exists():
        raise AlreadyGrantedError
    return SupportGrant.objects.create(
        organisation=organisation, reason=reason, granted_by=user, ends_at=now + timedelta(days=days)
    )


def withdraw_support(*, grant: SupportGrant, now: datetime) -> bool:
    """End it now: the next page an administrator asks for is refused. False when it had ended already."""
    return bool(open_grants(now).filter(pk=grant.pk).update(withdrawn_at=now))

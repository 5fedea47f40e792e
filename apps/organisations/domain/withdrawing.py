"""Taking an invitation back: one by one, or because who sent it may not give that role any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from apps.organisations.models import Invitation, Membership
from apps.organisations.queries import open_invitations
from apps.organisations.roles import may_give

Revoked = Callable[[Invitation], None]
_revoked: list[Revoked] = []


def on_revoked(callback: Revoked) -> None:
    """Call ``callback(invitation)`` in the transaction in which an invitation is taken back."""
    if callback not in _revoked:
        _revoked.append(callback)


def withdraw(*, invitation: Invitation, now: datetime) -> None:
    """Make the link of an open invitation worthless, and tell the rooms that hung something on it."""
    invitation.revoked_at = now
    invitation.save(update_fields=["revoked_at"])
    for callback in _revoked:
        callback(invitation)


def withdraw_what_she_may_not_give(*, membership: Membership, role: str | None) -> None:
    """Take back what somebody sent and may not give with her new role (None: she goes).

    Otherwise an employer who is sent away could have asked herself back in with another mailbox.
    """
    sent = open_invitations(membership.organisation).filter(invited_by_id=membership.user_id)
    for invitation in sent:
        if role is None or not may_give(role, invitation.role):
            withdraw(invitation=invitation, now=timezone.now())

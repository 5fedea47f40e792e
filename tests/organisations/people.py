"""Mailboxes, invitations and links for the tests about who comes in."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.utils import timezone
from django_scopes import scope

from apps.organisations.models import Invitation, Organisation, Role, User
from apps.organisations.tokens import hash_of, new_token
from tests.factories import UserFactory


def mailbox_of(email: str, *, is_confirmed: bool = True) -> User:
    """A person with an account; its address confirmed or not."""
    user = UserFactory(email=email)
    EmailAddress.objects.update_or_create(
        user=user, email=email, defaults={"primary": True, "verified": is_confirmed}
    )
    return user


def invitation_for(
    organisation: Organisation,
    *,
    email: str = "invited@example.org",
    role: Role = Role.CONTRIBUTOR,
    token: str | None = None,
    expires_at: datetime | None = None,
) -> Invitation:
    """An open invitation, without a letter."""
    with scope(organisation=organisation):
        return Invitation.objects.create(
            organisation=organisation,
            email=email,
            role=role,
            token_hash=hash_of(token or new_token()),
            expires_at=expires_at or timezone.now() + timedelta(days=14),
        )

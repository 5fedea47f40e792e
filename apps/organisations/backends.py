"""Logging in."""

from __future__ import annotations

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.http import HttpRequest

from apps.organisations.accounts.two_step import is_demo, with_two_step
from apps.organisations.at_hand import person_at_hand
from apps.organisations.models import User
from apps.organisations.notices import unread_of


class EmailBackend(AuthenticationBackend):
    """Login by e-mail address. The password of the demo accounts is public, so they need DEBUG."""

    def authenticate(self, request: HttpRequest | None, **credentials: object) -> User | None:
        """The person with these credentials; None when wrong, or of a demo account in production."""
        user = super().authenticate(request, **credentials)
        if user is not None and is_demo(user) and not settings.DEBUG:
            return None
        return user

    def get_user(self, user_id: UUID) -> User | None:
        """The person of a session, with what decides about two-step login and how much is unread.

        One query on every request; none in a firm, where the membership brought her along.
        """
        people = with_two_step(User.objects.all()).annotate(**unread_of(""))
        user = person_at_hand(user_id) or people.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

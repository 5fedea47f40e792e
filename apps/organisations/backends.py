"""Logging in."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.http import HttpRequest

from apps.organisations.models import User

DEMO_DOMAIN = "demo.example"


class EmailBackend(AuthenticationBackend):
    """Login by e-mail address. The password of the demo accounts is public, so they need DEBUG."""

    def authenticate(self, request: HttpRequest | None, **credentials: object) -> User | None:
        """The person with these credentials; None when wrong, or of a demo account in production."""
        user = super().authenticate(request, **credentials)
        if user is not None and user.email.endswith(f"@{DEMO_DOMAIN}") and not settings.DEBUG:
            return None
        return user

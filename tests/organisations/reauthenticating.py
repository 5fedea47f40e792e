"""Logging in as somebody who has just typed her password again."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from apps.organisations.models import User

PASSWORD = "paard-batterij-nietje"


def log_in_just_now(browser: Client, user: User) -> None:
    """Give ``user`` the password of these tests, log her in, and let her type it again."""
    user.set_password(PASSWORD)
    user.save()
    browser.force_login(user)
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})

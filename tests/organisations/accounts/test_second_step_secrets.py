"""The secret behind a second step cannot be read from the database."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import InvalidToken

from apps.organisations.accounts.secrets import lock, unlock
from tests.factories import UserFactory

SECRET = "JBSWY3DPEHPK3PXP"


def test_what_is_locked_does_not_show_and_opens_again() -> None:
    stored = lock(SECRET)

    assert SECRET not in stored
    assert unlock(stored) == SECRET
    assert lock(SECRET) != stored


def test_a_secret_of_before_still_works() -> None:
    assert unlock(SECRET) == SECRET


def test_after_a_new_key_the_old_one_still_opens(settings) -> None:
    stored, old = lock(SECRET), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key of this site" * 3, [old]
    assert unlock(stored) == SECRET

    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(InvalidToken):
        unlock(stored)


@pytest.mark.django_db
def test_an_app_that_is_added_leaves_no_readable_secret() -> None:
    user = UserFactory()
    TOTP.activate(user, SECRET)

    assert SECRET not in str(Authenticator.objects.get(user=user).data)

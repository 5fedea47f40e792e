"""Secrets of a second step, locked with the key of the site before they go to the database.

Who reads only the database can make no codes with them. The key is derived from ``SECRET_KEY``; keys that
were in use before (``SECRET_KEY_FALLBACKS``) still open what they locked.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"werkbalans second step"
LOCKED = "locked:"  # tells a locked secret from one of before secrets were locked


def lock(secret: str) -> str:
    """The secret as it is stored."""
    return LOCKED + _keys().encrypt(secret.encode()).decode()


def unlock(stored: str) -> str:
    """The secret itself.

    Raises:
        cryptography.fernet.InvalidToken: it was locked with a key that is gone.
    """
    if not stored.startswith(LOCKED):
        return stored
    return _keys().decrypt(stored.removeprefix(LOCKED).encode()).decode()


def _keys() -> MultiFernet:
    return MultiFernet([_key(text) for text in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(text: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(text.encode())
    return Fernet(base64.urlsafe_b64encode(derived))

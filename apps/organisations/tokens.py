"""Secrets that travel in a link. Whoever reads our database learns none of them: it has their hash only."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """A secret of 256 bits that fits in an address, too long to guess."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is stored of a token: 64 hexadecimal characters.

    SHA-256 without salt is enough here: nobody can try out 2²⁵⁶ tokens, as one can with passwords.
    """
    return hashlib.sha256(token.encode()).hexdigest()

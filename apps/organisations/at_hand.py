"""A person who was read anyway, so that checking her session needs no query of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from apps.organisations.models import User

_at_hand: ContextVar[User | None] = ContextVar("at_hand", default=None)


@contextmanager
def at_hand(user: User | None) -> Iterator[None]:
    """Offer this row to the login backend, within this block only."""
    token = _at_hand.set(user)
    try:
        yield
    finally:
        _at_hand.reset(token)


def person_at_hand(user_id: UUID) -> User | None:
    """The row that is at hand, when it is this person's."""
    user = _at_hand.get()
    return user if user is not None and user.pk == user_id else None

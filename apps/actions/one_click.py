"""The links "done" and "later" in a letter: what they carry, signed, and how they are read back.

Whoever holds such a link may answer for the person it was sent to, about one action, and nothing else. It
is signed and not stored; whether it still means something is asked of the action when it is used
(``domain.answering``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from django.core import signing

SALT = "actions.one_click"
# Long enough for the letters that count: the reminder two weeks ahead and the weekly ones after it bring
# new links.
VALID_FOR = timedelta(days=60)


class Verb(StrEnum):
    DONE = "done"
    LATER = "later"
    LOOK_LATER = "look"


class BrokenLinkError(Exception):
    """Not one of our links, or not whole."""


class ExpiredLinkError(Exception):
    """One of our links, older than ``VALID_FOR``."""


@dataclass(frozen=True)
class Ask:
    """What a link asks. ``person``: see ``recipients.Recipient.code``.

    ``date``: the day the letter named (the term, or when to look back): a link to move it works for that
    day only, so that using it again moves nothing.
    """

    action_id: UUID
    person: str
    verb: Verb
    date: date


def token_of(ask: Ask) -> str:
    """The part of the address that carries this question."""
    return signing.dumps([ask.action_id.hex, ask.person, ask.verb.value, ask.date.isoformat()], salt=SALT)


def read_token(token: str) -> Ask:
    """What a link asks.

    Raises:
        ExpiredLinkError: it is too old.
        BrokenLinkError: it was not made here, or something in it was changed.
    """
    try:
        action_id, person, verb, day = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except signing.SignatureExpired:
        raise ExpiredLinkError from None
    except signing.BadSignature:
        raise BrokenLinkError from None
    return Ask(UUID(action_id), person, Verb(verb), date.fromisoformat(day))

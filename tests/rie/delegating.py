"""Giving parts away, as several tests do it."""

from __future__ import annotations

from datetime import UTC, datetime

from apps.organisations.models import Membership
from apps.rie.domain.delegation import Given, Part, give_to_mailbox, give_to_member

NOW = datetime(2026, 11, 23, 14, 3, tzinfo=UTC)
PAGE = "https://werkbalans.example/b/1/rie/2/inventarisatie/taakeisen/"


def to_member(part: Part, member: Membership, by: Membership) -> Given:
    return give_to_member(part=part, member=member, by=by, page_url=PAGE)


class Tokens(list):
    """Stands for the page that accepts; keeps the tokens that were sent."""

    def __call__(self, token: str) -> str:
        self.append(token)
        return f"https://werkbalans.example/uitnodiging/{token}/"


def to_mailbox(
    part: Part, email: str, by: Membership, tokens: Tokens | None = None, now: datetime = NOW
) -> Given:
    return give_to_mailbox(
        part=part,
        email=email,
        by=by,
        page_url=PAGE,
        invitation_link=Tokens() if tokens is None else tokens,
        now=now,
    )

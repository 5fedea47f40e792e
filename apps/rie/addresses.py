"""Addresses of pages. The same page has the same address every time, so each is worked out once."""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=16_384)
def address(name: str, *args: object) -> str:
    """``reverse`` for what every page asks for again: the rail, lists, cards."""
    return reverse(name, args=args)

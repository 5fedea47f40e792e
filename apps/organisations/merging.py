"""Two people on one page: keep both from losing what they typed.

A page carries, for every field, a fingerprint of the value it was drawn with. When it is saved,
three values meet: what the page was drawn with, what is stored now, and what was typed. Only
fields that were really changed are saved, and a field that a colleague changed meanwhile is
a conflict for a person to decide, never for the last click.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class UnreadableFingerprintsError(ValueError):
    """The page's fingerprints are missing or damaged, so nobody can tell what it was drawn with."""


# Made once: a page asks for some hundred fingerprints.
_canonical = json.JSONEncoder(sort_keys=True, default=str, ensure_ascii=False).encode


@dataclass(frozen=True)
class Merge:
    """``changes``: fields to save. ``conflicts``: field → value stored by someone else meanwhile."""

    changes: dict[str, Any]
    conflicts: dict[str, Any]


def fingerprint(value: Any) -> str:
    """A short text that differs whenever the value does."""
    return hashlib.sha256(_canonical(value).encode()).hexdigest()[:16]


def fingerprints(values: Mapping[str, Any]) -> str:
    """The fingerprints of all fields of a page, as text for a hidden input."""
    return json.dumps({name: fingerprint(value) for name, value in values.items()}, sort_keys=True)


def read_fingerprints(text: str) -> dict[str, str]:
    """Read what :func:`fingerprints` wrote.

    Raises:
        UnreadableFingerprintsError: for anything else.
    """
    try:
        seen = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableFingerprintsError from None
    if not isinstance(seen, dict) or not all(isinstance(value, str) for value in seen.values()):
        raise UnreadableFingerprintsError
    return seen


def merge(*, seen: Mapping[str, str], stored: Mapping[str, Any], typed: Mapping[str, Any]) -> Merge:
    """Decide per field what to save.

    Args:
        seen: fingerprints of the values the page was drawn with.
        stored: the values now in the database.
        typed: the values that came in; fields that did not come in are left alone.
    """
    changes: dict[str, Any] = {}
    conflicts: dict[str, Any] = {}
    for name, value in typed.items():
        typed_print, stored_print = fingerprint(value), fingerprint(stored[name])
        if typed_print == stored_print or typed_print == seen.get(name):
            continue
        if stored_print == seen.get(name):
            changes[name] = value
        else:
            conflicts[name] = stored[name]
    return Merge(changes=changes, conflicts=conflicts)


def apply_choices(*, seen: dict[str, str], typed: dict[str, Any], data: Mapping[str, str]) -> None:
    """Carry out what a person chose where a colleague had saved another value (see ``conflict.html``).

    ``keep-<field>`` is ``mine`` or ``theirs``; ``theirs-<field>`` is the fingerprint of the value she
    was shown. When the stored value has changed once more since then, it is a conflict again.
    """
    for name in list(typed):
        choice = data.get(f"keep-{name}")
        if choice == "theirs":
            del typed[name]
        elif choice == "mine":
            seen[name] = data.get(f"theirs-{name}", "")

"""Looking into data of any shape for names that do not exist; what has the wrong shape is skipped."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Any

from apps.rie.content.yamlfile import Location

MAX_CHOICES_SHOWN = 12
Problem = tuple[Location, str]


def mapping(data: object, key: str) -> dict[Any, Any]:
    """What stands under a key, when that has keys itself."""
    value = data.get(key) if isinstance(data, dict) else None
    return value if isinstance(value, dict) else {}


def sequence(data: object, key: str) -> list[Any]:
    """What stands under a key, when that is a list."""
    value = data.get(key) if isinstance(data, dict) else None
    return value if isinstance(value, list) else []


def unknown(location: Location, values: list[Any], known: Iterable[str]) -> Iterator[Problem]:
    """What is not known in a list, and what stands in it twice."""
    for number, value in enumerate(values):
        yield from unknown_key((*location, number), value, list(known))
    yield from twice(location, values)


def unknown_key(location: Location, value: Hashable, known: list[str]) -> Iterator[Problem]:
    """A name that is not known."""
    if isinstance(value, str) and value not in known:
        yield location, f"'{value}' does not exist; {_suggestion(value, known)}"


def twice(location: Location, values: list[Any]) -> Iterator[Problem]:
    """What stands in a list for a second time."""
    for number, value in enumerate(values):
        if isinstance(value, str) and value in values[:number]:
            yield (*location, number), f"'{value}' stands here twice; keep one"


def _suggestion(value: str, known: list[str]) -> str:
    if not known:
        return "this file has none; add it there, or remove it here"
    if len(known) <= MAX_CHOICES_SHOWN:
        return f"choose from {', '.join(known)}"
    if value.upper() in known:
        return f"write {value.upper()}"
    return f"choose one from {known[0]} to {known[-1]}"

"""Printable tools that belong to measures: a conversation guide, a weekly start, a plan for aftercare.

The sheets are the same for every firm and hold no data of anybody. They are read from files once, when
they are first asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from types import MappingProxyType

from apps.actions.help_sheets.loader import load_sheets, source_words
from apps.actions.help_sheets.schema import LANGUAGE, Group, HelpSheet


@lru_cache(maxsize=1)
def all_sheets() -> Mapping[str, HelpSheet]:
    """Every sheet by its key, in the order of the overview.

    Raises:
        ContentError: a file has a mistake.
    """
    return MappingProxyType({sheet.key: sheet for sheet in load_sheets()})


def sheets_for(measure_code: str) -> tuple[HelpSheet, ...]:
    """The sheets that help to carry out a measure. Empty for a measure without one, or an unknown code."""
    return tuple(sheet for sheet in all_sheets().values() if measure_code in sheet.measures)


def sheets_by_group() -> tuple[tuple[Group, tuple[HelpSheet, ...]], ...]:
    """The overview: each group that has sheets, with its sheets."""
    grouped = {group: tuple(s for s in all_sheets().values() if s.group is group) for group in Group}
    return tuple((group, sheets) for group, sheets in grouped.items() if sheets)


@lru_cache(maxsize=1)
def sources() -> Mapping[str, str]:
    """Key of a source → what it is called in print."""
    return source_words()


def names_in_log(parts: Collection[str]) -> dict[str, str]:
    """Key of a sheet → its title, for the log of a firm. No query."""
    return {key: all_sheets()[key].title for key in parts if key in all_sheets()}


__all__ = [
    "LANGUAGE",
    "Group",
    "HelpSheet",
    "all_sheets",
    "names_in_log",
    "sheets_by_group",
    "sheets_for",
    "sources",
]

"""What was understood of a sheet, as it is kept until somebody says yes (``models.PlanImport.lines``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

SHEET, ROW, OUTCOME = "sheet", "row", "outcome"
_DATES = frozenset({"start_on", "due_on", "evaluate_on"})
_AMOUNTS = frozenset({"budget", "spent"})


@dataclass(frozen=True)
class Remark:
    """Something about a cell, in words: an error, or what is left aside. ``cell`` as ``D7``."""

    cell: str
    text: str


@dataclass(frozen=True)
class EditedCell:
    """``key``: of its column. ``values``: the fields of an action it changes, as JSON keeps them."""

    key: str
    cell: str
    values: Mapping[str, Any]

    @property
    def fields(self) -> dict[str, Any]:
        """The values as an action has them."""
        return {name: _alive(name, value) for name, value in self.values.items()}


@dataclass(frozen=True)
class Line:
    """One row with something to say. ``action``: id, for a new one the id it will get.

    ``title``: what the row is called in the sheet. ``seen``: fingerprints of what it was made from. A row
    with errors is not carried out at all. ``remarks``: what is left aside.
    """

    row: int
    action: str
    is_new: bool
    title: str
    cells: tuple[EditedCell, ...] = ()
    seen: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[Remark, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Understood:
    """``unchanged``: rows in which nothing was changed. ``missing``: actions of the plan without a row."""

    lines: tuple[Line, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    unchanged: int = 0
    missing: int = 0

    def as_json(self) -> list[dict[str, Any]]:
        """A list of plain values: first the sheet, then its rows."""
        sheet = {
            "kind": SHEET,
            "unknown_columns": list(self.unknown_columns),
            "unchanged": self.unchanged,
            "missing": self.missing,
        }
        return [sheet, *({"kind": ROW, **_plain(asdict(line))} for line in self.lines)]

    @classmethod
    def of_json(cls, stored: Iterable[Mapping[str, Any]]) -> Understood:
        """The other way round."""
        sheet: Mapping[str, Any] = {}
        lines = []
        for entry in stored:
            values = {name: value for name, value in entry.items() if name != "kind"}
            if entry["kind"] == SHEET:
                sheet = {**values, "unknown_columns": tuple(values["unknown_columns"])}
            elif entry["kind"] == ROW:
                lines.append(_line(values))
        return cls(lines=tuple(lines), **sheet)


@dataclass(frozen=True)
class Outcome:
    """What saying yes did. ``titles``: of the actions that changed; ``left``: conflicts in which the value of
    the colleague stayed; ``wrong``: rows with a mistake, which were left aside."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    left: int = 0
    wrong: int = 0

    def as_json(self) -> dict[str, Any]:
        return {"kind": OUTCOME, **_plain(asdict(self))}

    @classmethod
    def of_json(cls, stored: Iterable[Mapping[str, Any]]) -> Outcome:
        """Of the lines of an import; an empty one as long as nobody said yes."""
        for entry in stored:
            if entry["kind"] == OUTCOME:
                titles = {name: tuple(entry[name]) for name in ("added", "changed")}
                return cls(**titles, left=entry["left"], wrong=entry["wrong"])
        return cls()


def _line(values: Mapping[str, Any]) -> Line:
    parts = {
        "cells": tuple(EditedCell(**cell) for cell in values["cells"]),
        "errors": tuple(Remark(**error) for error in values["errors"]),
        "remarks": tuple(Remark(**remark) for remark in values["remarks"]),
    }
    return Line(**{**values, **parts})


def _plain(value: Any) -> Any:
    """As JSON keeps it: dates, amounts and texts that are translated later become text now."""
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value if value is None or isinstance(value, bool | int) else str(value)


def _alive(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _DATES:
        return date.fromisoformat(value) if isinstance(value, str) else value
    return Decimal(value) if name in _AMOUNTS else value

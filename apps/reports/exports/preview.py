"""The nouns of a preview: what would change in the plan, row by row and cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from apps.actions.models import Action
from apps.organisations.merging import fingerprint
from apps.reports.exports.lines import Line, Remark, Understood

LONG = 90  # characters


@dataclass(frozen=True)
class CellChange:
    """One changed cell. ``cell`` is empty for what follows from another change.

    ``fields``: the new values; ``before``: what stands there now, of the same fields.
    """

    key: str
    title: str
    cell: str
    old: str
    new: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    before: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_long(self) -> bool:
        """Too much to read old and new in one line."""
        return len(self.old) + len(self.new) > LONG

    @property
    def seen(self) -> dict[str, str]:
        """Fingerprints of what stands there now."""
        return {name: fingerprint(self.before[name]) for name in self.fields}


@dataclass(frozen=True)
class Conflict(CellChange):
    """Changed in the sheet and in the application: ``old`` stands there now, ``new`` is the sheet's."""

    @property
    def theirs(self) -> str:
        """Fingerprint of what stands there now, so that nobody agrees to more than she was shown."""
        return fingerprint(self.before)


@dataclass(frozen=True)
class RowChanges:
    """One row of the sheet. ``action``: as it is now; None for a new one and for one that is not known.

    ``is_double``: a new action that is called as one in the plan.
    """

    line: Line
    title: str
    action: Action | None = None
    changes: tuple[CellChange, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    errors: tuple[Remark, ...] = ()
    is_double: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.changes or self.conflicts or self.errors or self.line.remarks)


@dataclass(frozen=True)
class Preview:
    """All rows that ask for something. ``unchanged``: rows in which nothing is different from the plan."""

    understood: Understood
    rows: tuple[RowChanges, ...]

    @property
    def unchanged(self) -> int:
        return self.understood.unchanged + len(self.understood.lines) - len(self.rows)

    @property
    def wrong(self) -> tuple[RowChanges, ...]:
        return tuple(row for row in self.rows if row.errors)

    @property
    def added(self) -> tuple[RowChanges, ...]:
        return tuple(row for row in self.rows if row.line.is_new and not row.errors)

    @property
    def changed(self) -> tuple[RowChanges, ...]:
        """Actions that would change, or of which somebody has to choose a value."""
        return tuple(
            row
            for row in self.rows
            if not row.line.is_new and not row.errors and (row.changes or row.conflicts)
        )

    @property
    def left_aside(self) -> tuple[RowChanges, ...]:
        return tuple(row for row in self.rows if row.line.remarks)

    @property
    def has_conflicts(self) -> bool:
        return any(row.conflicts for row in self.changed)

    @property
    def is_applicable(self) -> bool:
        """Whether there is anything to say yes to."""
        return bool(self.added or self.changed)

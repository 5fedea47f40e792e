"""From rows of values to what somebody wants changed in the plan. Writes nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.actions.models import Action
from apps.organisations.models import Department, Membership
from apps.reports.exports.cells import RawCell, address, plain, stamp
from apps.reports.exports.columns import ACTION_ID, STAMPS, Column
from apps.reports.exports.lines import EditedCell, Line, Remark, Understood
from apps.reports.exports.names import Lists
from apps.reports.exports.reading import RawRow, RawSheet, column_of
from apps.reports.exports.row_forms import RowForm
from apps.rie.domain.assessment import AssessedFactor, Assessment
from apps.rie.models import Dossier

WITHOUT_OUTCOME = gettext_lazy(
    "This cell has a formula without an outcome. Open the file in Excel, save it, and try again."
)
NEEDED = ("actie", "termijn")  # what a new action must have


@dataclass(frozen=True)
class Known:
    """What a sheet may refer to. ``risks`` by code."""

    dossier: Dossier
    actions: Mapping[UUID, Action]
    members: Sequence[Membership]
    departments: Sequence[Department]
    risks: Mapping[str, AssessedFactor]

    @property
    def lists(self) -> Lists:
        return Lists.of(self.members, self.departments)


def read_known(
    *,
    dossier: Dossier,
    assessment: Assessment,
    members: Sequence[Membership],
    departments: Sequence[Department],
) -> Known:
    """The actions of a dossier beside what the page read already. One query."""
    actions = Action.objects.filter(dossier=dossier).select_related("owner__user", "department")
    return Known(
        dossier=dossier,
        actions={action.pk: action for action in actions},
        members=members,
        departments=departments,
        risks={risk.code: risk for risk in assessment.risks},
    )


@dataclass(frozen=True)
class _Layout:
    """Where things stand in the sheet: column → its position from 0."""

    columns: Mapping[Column, int]
    action_id: int | None
    stamps: int | None
    unknown: tuple[str, ...]


def understand(sheet: RawSheet, known: Known) -> Understood:
    """Go through all rows. Mistakes are written down with their cell; nothing stops at the first one."""
    layout = _layout(sheet.headers)
    reader = _Reader(sheet, layout, known)
    lines = tuple(reader.lines())
    return Understood(
        lines=lines,
        unknown_columns=layout.unknown,
        unchanged=reader.unchanged,
        missing=len(known.actions.keys() - reader.found.keys()),
    )


def _layout(headers: Sequence[str]) -> _Layout:
    columns: dict[Column, int] = {}
    hidden: dict[str, int] = {}
    unknown = []
    for position, header in enumerate(headers):
        column = column_of(header)
        if column is not None and column not in columns:
            columns[column] = position
        elif header in (ACTION_ID, STAMPS) and header not in hidden:
            hidden[header] = position
        elif header:
            unknown.append(f"{header[:60]} ({address(1, position + 1).rstrip('1')})")
    return _Layout(columns, hidden.get(ACTION_ID), hidden.get(STAMPS), tuple(unknown))


class _Reader:
    """Goes through the rows. ``found``: id of an action → the row it was found in."""

    def __init__(self, sheet: RawSheet, layout: _Layout, known: Known) -> None:
        self.sheet, self.layout, self.known = sheet, layout, known
        self.lists = known.lists
        self.found: dict[UUID, int] = {}
        self.new: Counter[str] = Counter()
        self.unchanged = 0

    def lines(self) -> Iterator[Line]:
        """Every row that asks for a change, or holds a mistake."""
        for raw in self.sheet.rows:
            row = _Row(raw, self.layout, self.sheet.without_value)
            line = self._existing(row) if row.id_text else self._new(row)
            if line is None:
                self.unchanged += bool(row.id_text)
            else:
                yield line

    def _existing(self, row: _Row) -> Line | None:
        action_id = _uuid(row.id_text)
        action = self.known.actions.get(action_id) if action_id else None
        if action is None:
            text = _("This row belongs to no action of this plan. Is it the sheet of another plan?")
            return row.refused(row.id_cell, text)
        if action_id in self.found:
            text = _("This row is a copy of row %(row)s. Copy only the cells you see, into an empty row.")
            return row.refused(row.id_cell, text % {"row": self.found[action_id]})
        self.found[action_id] = row.number
        edited, remarks = row.edited()
        if not edited and not remarks:
            return None
        return self._line(row, edited, remarks, action=str(action_id), is_new=False)

    def _new(self, row: _Row) -> Line | None:
        filled = {
            column: cell for column, cell in row.editable.items() if plain(cell) or row.is_unknown(column)
        }
        if not filled:
            return None
        for column in self.layout.columns:
            if column.key in NEEDED:
                filled.setdefault(column, "")
        line = self._line(row, filled, [], action=self._id_of_new(filled), is_new=True)
        present = {column.key for column in self.layout.columns}
        absent = [key for key in NEEDED if key not in present]
        if absent:
            text = _("This row is a new action, but the sheet has no column for what it must have.")
            return row.refused(row.first_cell, text)
        return line

    def _id_of_new(self, filled: Mapping[Column, RawCell]) -> str:
        """Made from what the row says, so that a file that is sent twice adds its actions once."""
        content = json.dumps({column.key: plain(cell) for column, cell in filled.items()}, sort_keys=True)
        self.new[content] += 1
        return str(uuid5(self.known.dossier.pk, f"{self.new[content]} {content}"))

    def _line(
        self,
        row: _Row,
        edited: Mapping[Column, RawCell],
        remarks: Sequence[Remark],
        *,
        action: str,
        is_new: bool,
    ) -> Line:
        form = RowForm(
            {column.key: cell for column, cell in edited.items()}, lists=self.lists, risks=self.known.risks
        )
        form.is_valid()
        cells = {column.key: row.cell(column) for column in edited}
        wrong = [Remark(cells[key], str(text)) for key, texts in form.errors.items() for text in texts]
        missing = [
            Remark(row.cell(column), str(WITHOUT_OUTCOME)) for column in edited if row.is_unknown(column)
        ]
        return Line(
            row=row.number,
            action=action,
            is_new=is_new,
            title=row.title,
            cells=tuple(EditedCell(key, cells[key], values) for key, values in form.values.items()),
            seen=row.seen,
            errors=(*missing, *wrong),
            remarks=tuple(remarks),
        )


class _Row:
    """One row, with the columns it stands in."""

    def __init__(self, raw: RawRow, layout: _Layout, without_value: frozenset[str]) -> None:
        self.raw, self.layout, self.without_value = raw, layout, without_value
        self.number = raw.number
        self.stamps, self.seen = _read_stamps(plain(self._at(layout.stamps)))

    def _at(self, position: int | None) -> RawCell:
        cells = self.raw.cells
        return cells[position] if position is not None and position < len(cells) else None

    @property
    def id_text(self) -> str:
        return plain(self._at(self.layout.action_id))

    @property
    def id_cell(self) -> str:
        return address(self.number, (self.layout.action_id or 0) + 1)

    @property
    def first_cell(self) -> str:
        return address(self.number, 1)

    @property
    def title(self) -> str:
        found = (plain(cell) for column, cell in self.all.items() if column.key == "actie")
        return next(found, "")[:200]

    @property
    def all(self) -> dict[Column, RawCell]:
        return {column: self._at(position) for column, position in self.layout.columns.items()}

    @property
    def editable(self) -> dict[Column, RawCell]:
        return {column: cell for column, cell in self.all.items() if column.is_editable}

    def cell(self, column: Column) -> str:
        return address(self.number, self.layout.columns[column] + 1)

    def is_unknown(self, column: Column) -> bool:
        return self.cell(column) in self.without_value

    def edited(self) -> tuple[dict[Column, RawCell], list[Remark]]:
        """Cells that differ from what the sheet was made with; of columns that only tell, a remark.

        Without stamps (a column somebody added, or damaged ones) every cell counts as edited: what is the
        same as what is stored changes nothing, and what differs is shown as a conflict.
        """
        differing = {
            column: cell
            for column, cell in self.all.items()
            if self.stamps.get(column.key) != stamp(cell) or self.is_unknown(column)
        }
        edited = {column: cell for column, cell in differing.items() if column.is_editable}
        text = _("This column is not read back, so what you changed here is left aside.")
        remarks = [
            Remark(self.cell(column), text)
            for column in differing
            if not column.is_editable and column.key in self.stamps and column.key != "nummer"
        ]
        return edited, remarks

    def refused(self, cell: str, text: str) -> Line:
        return Line(row=self.number, action="", is_new=False, title=self.title, errors=(Remark(cell, text),))


def _read_stamps(text: str) -> tuple[dict[str, str], dict[str, str]]:
    """Stamps of the cells and fingerprints of the fields; none of either when they cannot be read."""
    try:
        found = json.loads(text)
        stamps, seen = found["c"], found["v"]
    except (ValueError, RecursionError, TypeError, KeyError):
        return {}, {}
    sound = all(
        isinstance(part, dict) and all(isinstance(value, str) for value in part.values())
        for part in (stamps, seen)
    )
    return (stamps, seen) if sound else ({}, {})


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

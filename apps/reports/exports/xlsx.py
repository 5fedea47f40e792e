"""The workbook: three sheets to read, of which one can be edited, and the lists to choose from.

Text is always written as text (``write_string``), so that nothing anybody typed becomes a formula or a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import IO, Any

import xlsxwriter
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from apps.reports.exports.cells import Cell, fit
from apps.reports.exports.columns import ACTION_ID, STAMPS, Column, Kind
from apps.reports.exports.material import ExportedPlan
from apps.reports.exports.names import (
    SHEET_LISTS,
    SHEET_PLAN,
    SHEET_RISKS,
    SHEET_SOURCES,
    fixed_labels,
)
from apps.reports.exports.sheets import TextSheet, plan_rows, risk_sheet, source_sheet

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NEW_ROWS = 200  # below the plan, with the same lists to choose from
FIRST_DAY = date(1900, 1, 1)  # the calendar of Excel begins here
MAX_TITLE = 200
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "in_memory": True,
}
_DATE = {"num_format": "dd-mm-yyyy"}
_MONEY = {"num_format": "#,##0.00"}
_BASE = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#D9DEDE"}
_GREY = {"bg_color": "#ECEFEF", "font_color": "#4A5557"}
_HEAD = {"bold": True, "valign": "vcenter", "text_wrap": True, "font_color": "#FFFFFF", "bg_color": "#0B4F5C"}


def write_workbook(exported: ExportedPlan, target: IO[bytes]) -> None:
    """Write the whole file. Reads nothing."""
    book = xlsxwriter.Workbook(target, _OPTIONS)
    _tell(book, exported)
    plan, risks, sources, lists = (
        book.add_worksheet(str(name)) for name in (SHEET_PLAN, SHEET_RISKS, SHEET_SOURCES, SHEET_LISTS)
    )
    _write_plan(book, plan, exported, _write_lists(lists, exported))
    _write_text(book, risks, risk_sheet(exported), is_table=True)
    _write_text(book, sources, source_sheet(exported), is_table=False)
    book.close()


def _tell(book: xlsxwriter.Workbook, exported: ExportedPlan) -> None:
    title = _("Plan of action %(firm)s %(year)s") % {
        "firm": exported.organisation.name,
        "year": exported.dossier.year,
    }
    book.set_properties(
        {
            "title": fit(title),
            "company": fit(exported.organisation.name),
            "created": datetime.combine(exported.made_on, time(), tzinfo=UTC),
        }
    )
    book.set_custom_property("Language", get_language() or "nl", "text")


def _write_plan(
    book: xlsxwriter.Workbook, sheet: Worksheet, exported: ExportedPlan, lists: dict[str, str]
) -> None:
    formats = _Formats(book)
    columns = exported.columns
    hidden = len(columns)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width, formats.of(column))
        sheet.write_string(0, number, str(column.title), formats.head)
    sheet.set_column(hidden, hidden + 1, None, formats.hidden, {"hidden": True})
    sheet.write_string(0, hidden, ACTION_ID)
    sheet.write_string(0, hidden + 1, STAMPS)
    last = 0
    for last, row in enumerate(plan_rows(exported), start=1):
        for number, (column, cell) in enumerate(zip(columns, row.cells, strict=True)):
            _write(sheet, last, number, cell, formats.of(column))
        sheet.write_string(last, hidden, row.action_id)
        sheet.write_string(last, hidden + 1, row.stamps)
    _dress(sheet, last, hidden + 1)
    for number, column in enumerate(columns):
        rule = _rule(column, lists)
        if rule:
            sheet.data_validation(1, number, last + NEW_ROWS, number, rule)


def _dress(sheet: Worksheet, last_row: int, last_column: int) -> None:
    """A header that stays in sight, with filters; the hidden columns belong to the filter, so that they are
    sorted along."""
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(last_row, 1), last_column)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write(sheet: Worksheet, row: int, number: int, cell: Cell, dressed: Any) -> None:
    if cell is None or cell == "":
        sheet.write_blank(row, number, None, dressed)
    elif isinstance(cell, date):
        if cell >= FIRST_DAY:
            sheet.write_datetime(row, number, cell, dressed)
        else:
            sheet.write_string(row, number, cell.isoformat(), dressed)
    elif isinstance(cell, str):
        sheet.write_string(row, number, fit(cell), dressed)
    else:
        sheet.write_number(row, number, cell, dressed)


class _Formats:
    """How the cells of a column look. Grey: only to read."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.head = book.add_format(_HEAD)
        self.hidden = book.add_format({"font_color": "#4A5557"})
        self._made: dict[tuple[Kind, bool], Any] = {}

    def of(self, column: Column) -> Any:
        key = (column.kind, column.is_editable)
        if key not in self._made:
            how = {Kind.DATE: _DATE, Kind.MONEY: _MONEY}.get(column.kind, {})
            self._made[key] = self.book.add_format({**_BASE, **how, **({} if column.is_editable else _GREY)})
        return self._made[key]


def _write_lists(sheet: Worksheet, exported: ExportedPlan) -> dict[str, str]:
    """The words to choose from, in a sheet that is hidden. Returns key of a column → where they stand."""
    words = {
        "wie": list(exported.names.people.values()),
        "afdeling": [department.name for department in exported.departments],
        **{key: fixed_labels(key) for key in ("status", "restrisico", "herhaling")},
    }
    sheet.hide()
    found = {}
    for number, (key, choices) in enumerate(words.items()):
        for row, word in enumerate(choices):
            sheet.write_string(row, number, fit(word))
        if choices:
            letter = chr(ord("A") + number)
            found[key] = f"='{SHEET_LISTS}'!${letter}$1:${letter}${len(choices)}"
    return found


def _rule(column: Column, lists: dict[str, str]) -> dict[str, Any] | None:
    """What Excel checks while somebody types. What comes back is checked again, whatever Excel let pass."""
    if not column.is_editable:
        return None
    if column.key in lists:
        rule = {"validate": "list", "source": lists[column.key], "error_title": str(column.title)}
        if column.key == "wie":
            message = _("This is no member of your firm here. You may keep it as a name.")
            return {**rule, "error_type": "information", "error_message": message}
        return {**rule, "error_message": _("Choose from the list.")}
    if column.kind == Kind.DATE:
        message = _("Write a date, for example 31-12-2026.")
        return {"validate": "date", "criteria": ">=", "value": FIRST_DAY, "error_message": message}
    if column.kind == Kind.MONEY:
        message = _("Write an amount of 0 or more.")
        return {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": message}
    if column.key == "actie":
        message = _("At most 200 characters fit.")
        return {"validate": "length", "criteria": "<=", "value": MAX_TITLE, "error_message": message}
    return None


def _write_text(book: xlsxwriter.Workbook, sheet: Worksheet, text: TextSheet, *, is_table: bool) -> None:
    head, body = book.add_format(_HEAD), book.add_format(_BASE)
    for number, (title, width) in enumerate(zip(text.headers, text.widths, strict=True)):
        sheet.set_column(number, number, width)
        sheet.write_string(0, number, title, head)
    _write_rows(sheet, text.rows, body)
    if is_table:
        _dress(sheet, len(text.rows), len(text.headers) - 1)


def _write_rows(sheet: Worksheet, rows: Iterable[Sequence[str]], dressed: Any) -> None:
    for row, cells in enumerate(rows, start=1):
        for number, cell in enumerate(cells):
            _write(sheet, row, number, cell, dressed)

"""The plan as CSV, as Dutch Excel opens it with a double click.

UTF-8 with a byte order mark, ``;`` between cells, CRLF, a comma in amounts, dates as year-month-day. Text
that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV injection"): what
somebody typed in the application must never run on the computer of who opens the file. It is not read back.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from apps.reports.exports.cells import Cell, fit
from apps.reports.exports.material import ExportedPlan
from apps.reports.exports.sheets import plan_cells

CONTENT_TYPE = "text/csv; charset=utf-8"
# The last four are the wide forms, which some spreadsheets read as the plain ones.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class _Line:
    """What the csv module writes to; hands the line back."""

    def write(self, line: str) -> str:
        return line


def lines_of(exported: ExportedPlan) -> Iterator[bytes]:
    """The file, line by line."""
    writer = csv.writer(_Line(), delimiter=";", lineterminator="\r\n")
    yield writer.writerow([_text(column.title) for column in exported.columns]).encode("utf-8-sig")
    for cells in plan_cells(exported):
        yield writer.writerow([_text(cell) for cell in cells]).encode()


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return str(cell).replace(".", ",")
    if isinstance(cell, int | date):
        return str(cell)
    return harmless(fit(str(cell)))


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula, also when it drops the space before it."""
    return f"'{text}" if text.startswith(_RUNS) or text.lstrip().startswith(_RUNS) else text

"""From a file to rows of values. What they mean is for ``understanding``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import python_calamine
from django.core.files.base import File

from apps.reports.exports.cells import RawCell, plain
from apps.reports.exports.columns import ACTION_ID, Column, columns_by_title
from apps.reports.exports.counting import MAX_ROWS, TOO_MANY_ROWS
from apps.reports.exports.guarding import SafeWorkbook, guard
from apps.rie import filetypes
from apps.rie.filetypes import UnusableFileError

NO_HEADER = "no_header"
LOOK_FOR_HEADER = 20  # rows; some people put a title above a table


@dataclass(frozen=True)
class RawRow:
    """``number`` counts from 1, as the sheet itself does. ``cells`` stand from column A on."""

    number: int
    cells: Sequence[RawCell]

    @property
    def is_empty(self) -> bool:
        return not any(plain(cell) for cell in self.cells)


@dataclass(frozen=True)
class RawSheet:
    """``headers``: from column A on. ``without_value``: cells with a formula of which no outcome is kept."""

    headers: tuple[str, ...]
    rows: tuple[RawRow, ...]
    without_value: frozenset[str]


def read_sheet(content: File) -> RawSheet:
    """The sheet "Plan" of a file that somebody sent. Values only: formulas are not worked out.

    Raises:
        UnusableFileError: see ``guarding.guard``; also when there is no row with the titles of our columns.
    """
    safe = guard(content)
    rows = [RawRow(number, cells) for number, cells in enumerate(_parse(safe), start=1)]
    for position, row in enumerate(rows[:LOOK_FOR_HEADER]):
        if _is_header(row):
            headers = tuple(plain(cell) for cell in row.cells)
            below = tuple(row for row in rows[position + 1 :] if not row.is_empty)
            if len(below) > MAX_ROWS:
                raise UnusableFileError(TOO_MANY_ROWS)
            return RawSheet(headers, below, safe.without_value)
    raise UnusableFileError(NO_HEADER)


def column_of(header: str) -> Column | None:
    """The column with this title, in any language."""
    return columns_by_title().get(" ".join(header.split()).casefold())


def _is_header(row: RawRow) -> bool:
    titles = [plain(cell) for cell in row.cells]
    return ACTION_ID in titles or sum(column_of(title) is not None for title in titles) > 1


def _parse(safe: SafeWorkbook) -> list[list[RawCell]]:
    try:
        with python_calamine.CalamineWorkbook.from_filelike(safe.content) as book:
            return book.get_sheet_by_name(safe.sheet).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, ValueError, OSError):
        raise UnusableFileError(filetypes.UNREADABLE) from None
    except BaseException as error:
        # The parser is written in Rust, of which a panic is no Exception. Anything else goes on its way.
        if type(error).__name__ == "PanicException":
            raise UnusableFileError(filetypes.UNREADABLE) from None
        raise

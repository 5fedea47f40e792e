"""One cell: what may stand in it, and how to tell whether somebody changed it."""

from __future__ import annotations

import hashlib
import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal

Cell = str | int | Decimal | date | None
# What the reader hands over besides: it knows no Decimal, and clocks and durations that we never write.
RawCell = Cell | float | bool | datetime | time | timedelta

MAX_CELL = 32_767  # characters; more do not fit in a cell of Excel
_NO_CHARACTERS = str.maketrans("", "", "\ufffe\uffff")  # have no place in XML
_DIGITS = 6  # after the point; what a computer adds to 0.1 + 0.2 stands further away


def fit(text: str) -> str:
    """A text as it can stand in a cell."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_NO_CHARACTERS)[:MAX_CELL]


def plain(value: RawCell) -> str:
    """A value as text, the same before it is written and after it is read back."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).upper()
    if isinstance(value, int | float | Decimal):
        return _number(float(value))
    if isinstance(value, datetime):
        return (value if value.time() != time() else value.date()).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return fit(str(value)).strip()


def stamp(value: RawCell) -> str:
    """A short text that differs whenever the cell does. Kept in the sheet, so it is short."""
    return hashlib.sha256(plain(value).encode()).hexdigest()[:8]


def address(row: int, column: int) -> str:
    """What a person calls a cell. Both count from 1: (7, 4) is ``D7``."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def _number(value: float) -> str:
    if not math.isfinite(value):
        return repr(value)
    rounded = round(value, _DIGITS)
    return str(int(rounded)) if rounded == int(rounded) else repr(rounded)

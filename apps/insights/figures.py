"""Published figures, each with its year and source, read from the file beside this one."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("figures.csv")


@dataclass(frozen=True)
class Figure:
    """One published number. ``unit`` and ``note`` are for who keeps the file; pages have their own words."""

    key: str
    value: Decimal
    unit: str
    year: int
    source: str
    note: str


@cache
def figures() -> dict[str, Figure]:
    """All figures by key.

    Raises:
        ValueError: the file has a line without a year or source, or two lines for one key.
    """
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {
        row["key"]: Figure(
            key=row["key"],
            value=Decimal(row["value"]),
            unit=row["unit"],
            year=int(row["year"]),
            source=row["source"],
            note=row["note"],
        )
        for row in rows
    }
    if len(found) < len(rows) or not all(figure.source for figure in found.values()):
        raise ValueError("Every figure has a key of its own and a source.")
    return found

"""The covering problem as numbers: rows are risks, columns are measures, a set of rows is the bits of one."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Column(NamedTuple):
    """One measure: its weight, the risks that it takes care of as bits, and its code."""

    weight: int
    rows: int
    code: str


def build(options: Mapping[str, frozenset[str]], points: Mapping[str, int]) -> list[Column]:
    """Columns, lightest first, from the measures per risk (``options``) and the points per measure.

    The high bits of a weight are the points, the low bits the rank of the code. So no two plans weigh the
    same and the best one does not depend on the order of the search.
    """
    codes = sorted(set().union(*options.values()))
    rows = dict.fromkeys(codes, 0)
    for position, risk in enumerate(sorted(options)):
        for code in options[risk]:
            rows[code] |= 1 << position
    return sorted(
        Column((points[code] << len(codes)) | (1 << rank), rows[code], code)
        for rank, code in enumerate(codes)
    )


def weight(columns: Iterable[Column]) -> int:
    """The weight of a plan."""
    return sum(column.weight for column in columns)


def union(columns: Iterable[Column]) -> int:
    """The rows that at least one of the columns covers."""
    covered = 0
    for column in columns:
        covered |= column.rows
    return covered


def bits(rows: int) -> list[int]:
    """The rows one by one, lowest first."""
    result = []
    while rows:
        lowest = rows & -rows
        result.append(lowest)
        rows ^= lowest
    return result

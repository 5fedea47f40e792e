"""Makes a covering problem smaller without losing its best plan: the three classic reductions."""

from apps.actions.recommendation.columns import Column, bits


def reduce(rows: int, columns: list[Column]) -> tuple[int, list[Column], tuple[Column, ...]]:
    """What is left of the problem, and the columns that every plan needs.

    ``columns`` are sorted by weight, and the answer is too. A row that no column covers stays in ``rows``.
    """
    forced: tuple[Column, ...] = ()
    while True:
        columns = _useful(rows, columns)
        needed = _needed(columns)
        for column in needed:
            rows &= ~column.rows
        forced = (*forced, *needed)
        kept = rows if needed else _demanding(rows, columns)
        if kept == rows and not needed:
            return rows, columns, forced
        rows = kept


def _useful(rows: int, columns: list[Column]) -> list[Column]:
    """Columns cut to the open rows, without those that one lighter column can replace."""
    kept: list[Column] = []
    for column in columns:
        covered = column.rows & rows
        if covered and not any(covered & ~lighter.rows == 0 for lighter in kept):
            kept.append(column._replace(rows=covered))
    return kept


def _needed(columns: list[Column]) -> list[Column]:
    """Columns that are the only one for some row."""
    once = twice = 0
    for column in columns:
        twice |= once & column.rows
        once |= column.rows
    return [column for column in columns if column.rows & once & ~twice]


def _demanding(rows: int, columns: list[Column]) -> int:
    """Rows without those that come free with another row: all columns of that row cover them."""
    kept = rows
    for row in bits(rows):
        options = [column.rows for column in columns if column.rows & row]
        if kept & row and options:
            free = kept
            for covered in options:
                free &= covered
            kept &= ~free | row
    return kept

"""Within what term a risk should be dealt with.

The law asks a term for every measure (Arbowet art. 5 lid 3) but fixes none; 3, 6 and 12 months
are our proposal (docs/scoring.md).
"""

from __future__ import annotations

import calendar
from datetime import date

from apps.rie.evaluation import Priority

MONTHS_TO_ACT = {Priority.HIGH: 3, Priority.MEDIUM: 6, Priority.LOW: 12}
MONTHS_TO_EVALUATE = 3
LAST_YEAR = 2100  # a day further away is a slip of the keyboard


def suggested_due_date(priority: Priority, start: date) -> date:
    """The date by which a measure against a risk of this class should be carried out."""
    return add_months(start, MONTHS_TO_ACT[priority])


def suggested_evaluation_date(due: date) -> date:
    """When to ask whether a measure helped: three months after it should be done."""
    return add_months(due, MONTHS_TO_EVALUATE)


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month when it is shorter.

    Never later than the last day there is.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))

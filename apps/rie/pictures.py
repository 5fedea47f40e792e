"""The numbers behind the pictures: the profile per theme and the matrix.

The pages and the paper draw from these, and so do the tables beside the pictures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.text import capfirst
from django.utils.translation import pgettext

from apps.rie.domain.assessment import AssessedFactor, Assessment
from apps.rie.evaluation import Priority, get_method, matrix_priority
from apps.rie.evaluation.psa import FREQUENCY_PLUS_REACH

METHOD = "psa"


@dataclass(frozen=True)
class Mark:
    """A fixed value: ``key`` for CSS and comparison, ``label`` as it is shown."""

    key: str
    label: str


@dataclass(frozen=True, kw_only=True)
class ProfileBar:
    """How many risks one theme has in each class."""

    title: str
    high: int
    medium: int
    low: int

    @property
    def total(self) -> int:
        return self.high + self.medium + self.low


@dataclass(frozen=True, kw_only=True)
class MatrixCell:
    """How many risks stand here, and which class the score of this place has."""

    count: int
    priority: Mark


@dataclass(frozen=True, kw_only=True)
class MatrixRow:
    """Sums of how often and how many, ``first`` to ``last``, that have the same class in every column."""

    first: int
    last: int
    label: str
    cells: tuple[MatrixCell, ...]

    @property
    def range(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """Rows from much to little, columns from nuisance to lasting harm. ``outside``: risks without a score."""

    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    outside: int

    @property
    def inside(self) -> int:
        return sum(cell.count for row in self.rows for cell in row.cells)


def priority_mark(priority: Priority | None) -> Mark | None:
    """The class with its word, capital first: it stands on its own in a badge or a cell."""
    return Mark(priority.key, capfirst(priority.label)) if priority else None


def profile_of(assessment: Assessment) -> tuple[ProfileBar, ...]:
    """The risks per theme and class, in the order of the instrument. Reads nothing."""
    return tuple(
        ProfileBar(
            title=theme.title,
            high=assessment.count(Priority.HIGH, theme),
            medium=assessment.count(Priority.MEDIUM, theme),
            low=assessment.count(Priority.LOW, theme),
        )
        for theme in assessment.content.themes
    )


def matrix_of(assessment: Assessment) -> Matrix:
    """Where the risks with a score stand: (how often + how many) against how serious. Reads nothing.

    Policy has no score, and an event may be high without one: these are counted in ``outside``.
    """
    severities = get_method(METHOD).scales["severity"]
    places = Counter(_place(risk) for risk in assessment.risks)
    outside = places.pop(None, 0)
    rows = tuple(
        MatrixRow(
            first=sums[-1],
            last=sums[0],
            label=_row_label(sums[0]),
            cells=tuple(
                MatrixCell(count=sum(places[total, step.value] for total in sums), priority=mark)
                for step, mark in zip(severities, marks, strict=True)
            ),
        )
        for sums, marks in _bands([step.value for step in severities])
    )
    columns = tuple(capfirst(str(step.label)) for step in severities)
    return Matrix(columns=columns, rows=rows, outside=outside)


def _place(risk: AssessedFactor) -> tuple[int, int] | None:
    """Row and column of a risk; None when it has no score of our own method."""
    if risk.evaluation.method != METHOD or risk.evaluation.score is None:
        return None
    severity = risk.answer.severity or risk.factor.spec.default_severity
    return risk.answer.frequency + risk.answer.reach, severity


def _bands(severities: list[int]) -> Iterator[tuple[list[int], tuple[Mark, ...]]]:
    """Rows that look the same put together, highest first: the picture stays exact and gets smaller."""

    def classes(total: int) -> tuple[Mark, ...]:
        return tuple(priority_mark(matrix_priority(total, severity)) for severity in severities)

    for marks, sums in groupby(reversed(FREQUENCY_PLUS_REACH), key=classes):
        yield list(sums), marks


def _row_label(highest: int) -> str:
    words = {
        8: pgettext("row of the matrix", "very much"),
        7: pgettext("row of the matrix", "much"),
        5: pgettext("row of the matrix", "regularly"),
        4: pgettext("row of the matrix", "now and then"),
        3: pgettext("row of the matrix", "little"),
    }
    return capfirst(words.get(highest, ""))

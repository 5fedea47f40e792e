"""Pictures as SVG, the same on a page and on paper.

Colours stand as literal attributes, because a PDF reads no style sheet inside a picture; every shape
also has a class, so that a page may give it other colours (a dark scheme). Nothing is told by colour
alone: each class has its own shape, and every number is written out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from apps.rie.evaluation import Priority
from apps.rie.pictures import Matrix, MatrixRow, ProfileBar

# The tokens of static/css/tokens.css, written out; a test compares the two.
PALETTE = MappingProxyType(
    {
        "ink": "#1d2b2f",
        "muted": "#4d5d62",
        "line": "#dce3e4",
        "high": "#a4262c",
        "high-ground": "#fbe9e9",
        "medium": "#8a5a00",
        "medium-ground": "#fdf1d9",
        "low": "#2f6b3a",
        "low-ground": "#e6f2e8",
    }
)
FONT = "Atkinson Hyperlegible Next, Segoe UI, DejaVu Sans, sans-serif"
CLASSES = (Priority.HIGH, Priority.MEDIUM, Priority.LOW)
GAP = 2
COUNT_WIDTH = 40
MATRIX_LEFT, MATRIX_TOP = 176, 34
CELL_WIDTH, CELL_HEIGHT = 88, 46


@dataclass(frozen=True)
class Shape:
    """The sign of a class: triangle, diamond or circle, as a path of 10 × 10 around its middle."""

    key: str
    colour: str
    path: str


SHAPES = MappingProxyType(
    {
        "high": Shape("high", PALETTE["high"], "M0 -5 L5 4 L-5 4 Z"),
        "medium": Shape("medium", PALETTE["medium"], "M0 -5.5 L5.5 0 L0 5.5 L-5.5 0 Z"),
        "low": Shape("low", PALETTE["low"], "M-4.5 0 A4.5 4.5 0 1 0 4.5 0 A4.5 4.5 0 1 0 -4.5 0 Z"),
    }
)


@dataclass(frozen=True)
class _Geometry:
    """Measures of the profile in units of the picture: where the parts of a line start."""

    width: int
    row_height: int
    bar_left: int
    bar_width: int
    counts_left: int
    label_drop: int
    bar_drop: int


_WIDE = _Geometry(
    width=620, row_height=36, bar_left=210, bar_width=270, counts_left=506, label_drop=22, bar_drop=10
)
# On a telephone the words stand above the bar, so that they need not shrink.
_NARROW = _Geometry(
    width=340, row_height=56, bar_left=0, bar_width=206, counts_left=226, label_drop=18, bar_drop=28
)


def profile_chart(
    bars: Sequence[ProfileBar], *, narrow: bool = False, picture_id: str = "profile"
) -> SafeString:
    """One bar per theme, built from its high, medium and low risks, with the numbers beside it.

    All bars have the same scale: the theme with most risks is as long as the track.

    Args:
        narrow: words above the bars, for half a column or a telephone.
        picture_id: must be unique on the page; the texts for who cannot see the picture hang on it.
    """
    return _profile(tuple(bars), narrow, picture_id, get_language())


def matrix_chart(matrix: Matrix, *, picture_id: str = "matrix") -> SafeString:
    """How many risks stand where: down how often and how many, across how serious.

    Args:
        picture_id: must be unique on the page, see :func:`profile_chart`.
    """
    return _matrix(matrix, picture_id, get_language())


@lru_cache(maxsize=512)
def _profile(bars: tuple[ProfileBar, ...], narrow: bool, picture_id: str, language: str | None) -> SafeString:
    geometry = _NARROW if narrow else _WIDE
    longest = max((bar.total for bar in bars), default=0) or 1
    context = {
        "geometry": geometry,
        "height": geometry.row_height * len(bars),
        "rows": [
            _profile_row(bar, number, longest=longest, geometry=geometry) for number, bar in enumerate(bars)
        ],
    }
    return _draw("profile", context, picture_id=picture_id, title=profile_in_words(bars))


@lru_cache(maxsize=512)
def _matrix(matrix: Matrix, picture_id: str, language: str | None) -> SafeString:
    words = _short_words(matrix.columns)
    context = {
        "width": MATRIX_LEFT + CELL_WIDTH * len(words),
        "height": MATRIX_TOP + CELL_HEIGHT * len(matrix.rows),
        "cell_width": CELL_WIDTH - 2 * GAP,
        "cell_height": CELL_HEIGHT - 2 * GAP,
        "columns": [
            {"word": word, "middle": MATRIX_LEFT + number * CELL_WIDTH + CELL_WIDTH // 2}
            for number, word in enumerate(words)
        ],
        "rows": [_matrix_row(row, number) for number, row in enumerate(matrix.rows)],
    }
    return _draw("matrix", context, picture_id=picture_id, title=matrix_in_words(matrix))


def profile_in_words(bars: Sequence[ProfileBar]) -> str:
    """The profile as text, for who cannot see it."""
    lines = (
        _("%(theme)s: %(high)d high, %(medium)d medium, %(low)d low.")
        % {"theme": bar.title, "high": bar.high, "medium": bar.medium, "low": bar.low}
        for bar in bars
    )
    return " ".join((_("Risks per theme."), *lines))


def matrix_in_words(matrix: Matrix) -> str:
    """The matrix as text: only the places where a risk stands."""
    lines = (
        _("How serious: %(column)s, how often and how many: %(row)s (%(range)s): %(count)d.")
        % {"column": column.lower(), "row": row.label.lower(), "range": row.range, "count": cell.count}
        for row in matrix.rows
        for column, cell in zip(matrix.columns, row.cells, strict=True)
        if cell.count
    )
    return " ".join((_("Risks by how often, how many and how serious."), *lines))


def _draw(name: str, context: dict[str, object], *, picture_id: str, title: str) -> SafeString:
    common = {"title": title, "picture_id": picture_id, "palette": PALETTE, "font": FONT}
    return render_to_string(f"charts/{name}.svg", {**context, **common})


def _profile_row(bar: ProfileBar, number: int, *, longest: int, geometry: _Geometry) -> dict[str, object]:
    top = number * geometry.row_height
    counts = [(priority.key, getattr(bar, priority.key)) for priority in CLASSES]
    return {
        "title": bar.title,
        "label_y": top + geometry.label_drop,
        "bar_y": top + geometry.bar_drop,
        "segments": list(_segments(counts, longest=longest, geometry=geometry)),
        "counts": [
            {
                "shape": SHAPES[key],
                "count": count,
                "x": geometry.counts_left + place * COUNT_WIDTH,
                "text_x": geometry.counts_left + place * COUNT_WIDTH + 10,
                "y": top + geometry.bar_drop + 7,
                "text_y": top + geometry.bar_drop + 12,
            }
            for place, (key, count) in enumerate(counts)
        ],
    }


def _matrix_row(row: MatrixRow, number: int) -> dict[str, object]:
    top = MATRIX_TOP + number * CELL_HEIGHT
    return {
        "label": row.label,
        "range": row.range,
        "label_y": top + CELL_HEIGHT // 2,
        "cells": [
            {
                "x": MATRIX_LEFT + column * CELL_WIDTH,
                "y": top,
                "middle": MATRIX_LEFT + column * CELL_WIDTH + CELL_WIDTH // 2,
                "baseline": top + CELL_HEIGHT // 2 + 6,
                "count": cell.count,
                "priority": cell.priority,
                "ground": PALETTE[f"{cell.priority.key}-ground"],
                "shape": SHAPES[cell.priority.key],
            }
            for column, cell in enumerate(row.cells)
        ],
    }


def _segments(
    counts: list[tuple[str, int]], *, longest: int, geometry: _Geometry
) -> Iterator[dict[str, object]]:
    """The coloured parts of one bar, side by side, with a little light between them."""
    before = 0
    for key, count in counts:
        start = geometry.bar_width * before // longest
        before += count
        end = geometry.bar_width * before // longest
        if count:
            last = before == sum(number for _key, number in counts)
            yield {
                "key": key,
                "colour": PALETTE[key],
                "x": geometry.bar_left + start,
                "width": max(end - start - (0 if last else GAP), 1),
            }


def _short_words(columns: Sequence[str]) -> list[str]:
    """Column heads that fit: the last word of the scale is a long one."""
    *words, _longest = columns
    return [*words, pgettext("column of the matrix", "Lasting harm")]


__all__ = ["PALETTE", "SHAPES", "matrix_chart", "matrix_in_words", "profile_chart", "profile_in_words"]

"""The plan in time: which months a picture spans, where each bar stands, and the same per month in words.

Reads nothing. Colours stand as literal attributes, see ``apps.rie.charts``; every bar has its words beside
it, so that nothing is told by colour alone.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.actions.models import ActionStatus
from apps.actions.queries import PlanLine
from apps.rie.charts import FONT, PALETTE

MOST_MONTHS = 18  # a longer plan is shown a year at a time
MOST_YEARS = 12  # to choose from in a row
PETROL, PETROL_GROUND = "#0b4f5c", "#e5f0f1"  # as in static/css/tokens.css; a test compares
WIDTH, LEFT, TOP, ROW = 900, 270, 54, 44
BAR = 14
LABEL_LENGTH = 36
LATE = "late"


@dataclass(frozen=True)
class Window:
    """Whole months, both included, as the first day of the first and of the last."""

    first: date
    last: date

    @property
    def months(self) -> list[date]:
        number = month_number(self.last) - month_number(self.first) + 1
        return [_month(month_number(self.first) + step) for step in range(number)]

    @property
    def end(self) -> date:
        return self.last.replace(day=monthrange(self.last.year, self.last.month)[1])

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.end


@dataclass(frozen=True)
class Span:
    """From when to when an action runs; without a start it is known only by its term."""

    start: date
    due: date
    look_back: date | None

    @property
    def end(self) -> date:
        return max(self.due, self.look_back or self.due)


@dataclass(frozen=True)
class Month:
    """The actions with their term in one month."""

    first: date
    lines: tuple[PlanLine, ...]


def span_of(line: PlanLine) -> Span:
    """Of a cancelled action nobody looks back."""
    action = line.action
    start = min(action.start_on or action.due_on, action.due_on)
    return Span(start, action.due_on, action.evaluate_on if line.is_active else None)


def window_of(lines: Sequence[PlanLine]) -> Window:
    """All months of these actions. ``lines`` may not be empty."""
    spans = [span_of(line) for line in lines]
    return Window(
        min(span.start for span in spans).replace(day=1), max(span.end for span in spans).replace(day=1)
    )


def years_of(lines: Sequence[PlanLine], window: Window) -> list[int]:
    """The years to choose from; none when the whole plan fits in one picture.

    Of a plan over very many years (a slip of the keyboard) only those in which something begins or ends.
    """
    if month_number(window.last) - month_number(window.first) < MOST_MONTHS:
        return []
    if window.last.year - window.first.year < MOST_YEARS:
        return list(range(window.first.year, window.last.year + 1))
    spans = [span_of(line) for line in lines]
    return sorted({day.year for span in spans for day in (span.start, span.due, span.end)})


def in_window(lines: Sequence[PlanLine], window: Window) -> list[PlanLine]:
    """The actions of which something falls in these months, the first to start on top."""
    found = [
        line for line in lines if (span := span_of(line)).start <= window.end and span.end >= window.first
    ]
    return sorted(found, key=lambda line: (span_of(line).start, line.action.due_on, line.action.title))


def per_month(lines: Sequence[PlanLine]) -> list[Month]:
    """The same actions by the month of their term."""
    ordered = sorted(lines, key=lambda line: line.action.due_on)
    groups = groupby(ordered, key=lambda line: line.action.due_on.replace(day=1))
    return [Month(first, tuple(group)) for first, group in groups]


def look_of(line: PlanLine, today: date) -> str:
    """Key of how a bar looks: its status, or ``late``."""
    return LATE if line.action.is_late(today) else str(line.action.status)


def timeline_chart(lines: Sequence[PlanLine], window: Window, *, today: date) -> SafeString:
    """A bar per action from start to term, a diamond where somebody looks back, a line for today."""
    scale = _Scale(window)
    rows = [_row(line, number, scale, today) for number, line in enumerate(lines)]
    height = TOP + ROW * len(rows)
    context = {
        "width": WIDTH,
        "height": height,
        "left": LEFT,
        "top": TOP,
        "bar": BAR,
        "months": list(_month_marks(window, scale)),
        "years": list(_year_marks(window, scale)),
        "rows": rows,
        "today_x": scale.x(today) if window.holds(today) else None,
        "title": _in_words(lines, today),
        "palette": PALETTE,
        "petrol": PETROL,
        "font": FONT,
    }
    return render_to_string("charts/timeline.svg", context)


class _Scale:
    """From a day to a place in the picture, in whole units; outside the months it is the edge."""

    def __init__(self, window: Window) -> None:
        self.first, self.days = window.first, (window.end - window.first).days + 1

    def x(self, day: date, *, after: bool = False) -> int:
        passed = (day - self.first).days + after
        return LEFT + (WIDTH - LEFT) * min(max(passed, 0), self.days) // self.days


_FILLS = {
    LATE: (PALETTE["high"], PALETTE["high"]),
    ActionStatus.PLANNED.value: (PETROL_GROUND, PETROL),
    ActionStatus.IN_PROGRESS.value: (PETROL, PETROL),
    ActionStatus.DONE.value: (PALETTE["low"], PALETTE["low"]),
    ActionStatus.EVALUATED.value: (PALETTE["low"], PALETTE["low"]),
    ActionStatus.CANCELLED.value: ("none", PALETTE["muted"]),
}


def _row(line: PlanLine, number: int, scale: _Scale, today: date) -> dict[str, object]:
    span, look = span_of(line), look_of(line, today)
    fill, stroke = _FILLS[look]
    left, right = scale.x(span.start), scale.x(span.due, after=True)
    top = TOP + number * ROW
    return {
        "title": Truncator(line.action.title).chars(LABEL_LENGTH),
        "words": Truncator(state_in_words(line, today)).chars(LABEL_LENGTH + 4),
        "title_y": top + 18,
        "words_y": top + 35,
        "look": look,
        "x": left,
        "y": top + 14,
        "width": max(right - left, 6),
        "fill": fill,
        "stroke": stroke,
        "look_back": _look_back(span, top, scale),
    }


def _look_back(span: Span, top: int, scale: _Scale) -> dict[str, int] | None:
    day = span.look_back
    if day is None or not 0 <= (day - scale.first).days < scale.days:
        return None
    return {"x": scale.x(day), "y": top + 14 + BAR // 2}


def state_in_words(line: PlanLine, today: date) -> str:
    """How far an action is, and when it must be done: what its bar shows, as text."""
    action = line.action
    until = date_format(action.due_on, "j N Y")
    if action.is_late(today):
        return _("late: %(date)s") % {"date": until}
    if action.is_carried_out and action.done_on:
        return f"{action.get_status_display()}, {date_format(action.done_on, 'j N Y')}"
    return f"{action.get_status_display()}, {until}"


def _in_words(lines: Sequence[PlanLine], today: date) -> str:
    late = sum(line.action.is_late(today) for line in lines)
    text = ngettext("%(count)s action in time.", "%(count)s actions in time.", len(lines))
    late_text = ngettext("%(count)s is late.", "%(count)s are late.", late)
    return f"{text % {'count': len(lines)}} {late_text % {'count': late}}"


def _month_marks(window: Window, scale: _Scale) -> Iterator[dict[str, object]]:
    for first in window.months:
        yield {"x": scale.x(first), "word": date_format(first, "N")}


def _year_marks(window: Window, scale: _Scale) -> Iterator[dict[str, object]]:
    for first in window.months:
        if first.month == 1 or first == window.first:
            yield {"x": scale.x(first), "word": first.year}


def month_number(day: date) -> int:
    """Months since the year 0, to count with."""
    return day.year * 12 + day.month - 1


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)

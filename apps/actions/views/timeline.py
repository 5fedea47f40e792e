"""The plan in time: a picture, and the same as a list per month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from apps.actions.filters import carried
from apps.actions.queries import PlanLine
from apps.actions.timeline import Window, in_window, per_month, timeline_chart, window_of, years_of
from apps.actions.views.filtered import (
    ACTION_PAGE,
    Filtered,
    context_of,
    filtered,
    short_date,
    status_words,
)
from apps.organisations.access import permission_required
from apps.organisations.permissions import VIEW_DOSSIER
from apps.rie.addresses import address
from apps.rie.page import DossierPage, open_page

PER_PAGE = 50


class YearLink(NamedTuple):
    """A year to choose, when the plan is too long for one picture."""

    year: int
    url: str
    is_current: bool


class MonthItem(NamedTuple):
    """An action in the list of a month, in words. ``start`` and ``look_back`` are empty when not known."""

    title: str
    url: str
    who: str
    term: str
    is_late: bool
    status: str
    start: str
    look_back: str


@permission_required(VIEW_DOSSIER)
@require_safe
def timeline(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """Bars from start to term; ``?jaar=`` chooses a year of a plan that is longer than the picture."""
    page = open_page(request, dossier_id)
    found = filtered(page)
    context = context_of(page, found, "timeline")
    if not found.lines:
        return page.render("actions/timeline.html", "plan", {**context, **_EMPTY})
    whole = window_of(found.lines)
    years = years_of(found.lines, whole)
    year = _year(request.GET.get("jaar", ""), years, found.today)
    window = Window(date(year, 1, 1), date(year, 12, 1)) if year else whole
    here = Paginator(in_window(found.lines, window), PER_PAGE).get_page(request.GET.get("pagina"))
    shown = list(here.object_list)
    query = carried(request.GET, **({"jaar": year} if year else {}))
    context |= {
        "chart": timeline_chart(shown, window, today=found.today) if shown else "",
        "years": [YearLink(one, f"?{carried(request.GET, jaar=one)}", one == year) for one in years],
        "months": _months(page, shown, found),
        "numbers": here,
        "query": query,
    }
    return page.render("actions/timeline.html", "plan", context)


_EMPTY: dict[str, object] = {"chart": "", "years": [], "months": [], "numbers": None}


def _year(asked: str, years: Sequence[int], today: date) -> int | None:
    """The year that is asked; else this one, or the nearest in which the plan has something."""
    if not years:
        return None
    if asked.isascii() and asked.isdigit() and int(asked[:5]) in years:
        return int(asked[:5])
    return min(years, key=lambda year: abs(year - today.year))


def _months(
    page: DossierPage, lines: Sequence[PlanLine], found: Filtered
) -> list[tuple[str, list[MonthItem]]]:
    words = status_words()
    return [
        (
            capfirst(date_format(month.first, "F Y")),
            [_item(page, line, found.today, words) for line in month.lines],
        )
        for month in per_month(lines)
    ]


def _item(page: DossierPage, line: PlanLine, today: date, words: dict[str, str]) -> MonthItem:
    action = line.action
    return MonthItem(
        title=action.title,
        url=address(ACTION_PAGE, page.dossier.organisation_id, page.dossier.pk, action.pk),
        who=action.owner_label,
        term=short_date(action.due_on),
        is_late=action.is_late(today),
        status=words[action.status],
        start=short_date(action.start_on) if action.start_on else "",
        look_back=short_date(action.evaluate_on) if action.evaluate_on and line.is_active else "",
    )

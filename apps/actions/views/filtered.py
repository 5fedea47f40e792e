"""What table, board and timeline share: the tabs, the filter in the address, the lines that it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from apps.actions.filters import READY, PlanFilter, PlanFilterForm, carried
from apps.actions.models import ActionStatus
from apps.actions.queries import Firm, PlanLine, plan_lines
from apps.organisations.access import may
from apps.organisations.models import Department, Membership
from apps.organisations.permissions import CHANGE_ACTION
from apps.organisations.queries import members
from apps.rie.addresses import address
from apps.rie.models import Dossier
from apps.rie.page import DossierPage

ACTION_PAGE = "actions:action"
VIEWS: tuple[tuple[str, Promise], ...] = (
    ("plan", gettext_lazy("Overview")),
    ("table", gettext_lazy("Table")),
    ("board", gettext_lazy("Board")),
    ("timeline", gettext_lazy("Timeline")),
)


class Tab(NamedTuple):
    """One way to look at the plan."""

    title: Any
    url: str
    is_current: bool


class ReadyFilter(NamedTuple):
    """A filter that many people want, as a link."""

    title: Any
    url: str
    is_current: bool


@dataclass(frozen=True)
class Filtered:
    """The lines of a plan that fit the filter of this address, in its order."""

    form: PlanFilterForm
    filter: PlanFilter
    lines: tuple[PlanLine, ...]
    total: int
    today: date
    members: Sequence[Membership]
    departments: Sequence[Department]


def tabs_of(request: HttpRequest, dossier: Dossier, current: str) -> list[Tab]:
    """The ways to look at a plan; the filter goes along. No query."""
    query = carried(request.GET)
    tabs = [
        Tab(title, _with_query(_address_of(name, dossier), query), name == current) for name, title in VIEWS
    ]
    if may(request, CHANGE_ACTION):
        mine = address("actions:mine", dossier.organisation_id)
        own = {"plan": str(dossier.pk)}
        tabs.append(Tab(_("My actions"), f"{mine}?{carried(request.GET, **own)}", current == "mine"))
    return tabs


def filtered(page: DossierPage) -> Filtered:
    """What the filter of this address leaves of the plan. Seven queries with those of the assessment."""
    people = list(members(page.request.organisation))
    every = list(Department.objects.filter(organisation=page.request.organisation))
    departments = [department for department in every if department.is_active]
    form = PlanFilterForm(page.request.GET, members=people, departments=departments, content=page.content)
    asked, today = form.filter, timezone.localdate()
    lines = plan_lines(page.dossier, page.assessment, firm=Firm(people, every))
    return Filtered(
        form=form,
        filter=asked,
        lines=asked.apply(lines, content=page.content, today=today),
        total=len(lines),
        today=today,
        members=people,
        departments=departments,
    )


def context_of(page: DossierPage, found: Filtered, current: str) -> dict[str, Any]:
    """What ``_tabs.html`` and ``_filter.html`` show."""
    here = _address_of(current, page.dossier)
    query = carried(page.request.GET)
    return {
        "tabs": tabs_of(page.request, page.dossier, current),
        "filter_form": found.form,
        "filter_is_open": not found.filter.is_empty or bool(found.form.errors),
        "filter_is_set": not found.filter.is_empty,
        "ready_filters": [
            ReadyFilter(title, f"{here}?{wanted}", wanted == query)
            for title, wanted in ((title, urlencode(asked, doseq=True)) for title, asked in READY)
        ],
        "shown": len(found.lines),
        "total": found.total,
        "here": here,
        "query": query,
        "today": found.today,
    }


def short_date(day: date) -> str:
    """A day with the month in three letters, for where room is scarce."""
    return _short_date(day, get_language())


@lru_cache(maxsize=4096)
def _short_date(day: date, language: str | None) -> str:
    """Lists have the same days again and again."""
    return date_format(day, "j N Y")


def status_words() -> dict[str, str]:
    """The label of each status, looked up once for a whole list."""
    return {value: str(label) for value, label in ActionStatus.choices}


def _address_of(view: str, dossier: Dossier) -> str:
    return address(f"actions:{view}", dossier.organisation_id, dossier.pk)


def _with_query(url: str, query: str) -> str:
    return f"{url}?{query}" if query else url

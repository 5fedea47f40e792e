"""The plan as a table: sort, filter, and change many actions at once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import floatformat
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from apps.actions.bulk_forms import BulkForm
from apps.actions.domain.bulk import LeftAlone, Outcome, change_many
from apps.actions.filters import PlanFilter, carried
from apps.actions.queries import PlanLine
from apps.actions.views.filtered import (
    ACTION_PAGE,
    Filtered,
    context_of,
    filtered,
    short_date,
    status_words,
)
from apps.actions.views.plan import may_plan
from apps.organisations.access import permission_required
from apps.organisations.permissions import CHANGE_PLAN, VIEW_DOSSIER
from apps.rie.addresses import address
from apps.rie.domain.errors import DossierClosedError
from apps.rie.page import DossierPage, open_page
from apps.rie.templatetags.werkbalans import priority_badge
from apps.rie.views.shared import closed_response

PER_PAGE = 100
NOTHING = "–"
# Order of ``filters.ORDERS`` → head of the column, and whether its first is the highest.
COLUMNS: tuple[tuple[str, Any, bool], ...] = (
    ("titel", gettext_lazy("Action"), False),
    ("prioriteit", gettext_lazy("Priority"), True),
    ("wie", gettext_lazy("Who"), False),
    ("afdeling", gettext_lazy("Department"), False),
    ("termijn", gettext_lazy("Term"), False),
    ("status", gettext_lazy("Status"), False),
    ("budget", gettext_lazy("Budget"), True),
    ("besteed", gettext_lazy("Spent"), True),
)


class Column(NamedTuple):
    """A head of the table. ``sorted``: the value of aria-sort, empty when the table is sorted otherwise."""

    label: Any
    url: str
    sorted: str


class TableRow(NamedTuple):
    """One action as words; a dash where nothing is filled in."""

    action_id: str
    title: str
    url: str
    badge: SafeString | str
    who: str
    department: str
    term: str
    is_late: bool
    status: str
    budget: str
    spent: str
    is_ticked: bool


@permission_required(VIEW_DOSSIER, post=CHANGE_PLAN)
@require_http_methods(["GET", "POST"])
def table(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """The plan as a table; POST gives the ticked rows a new value."""
    page = open_page(request, dossier_id)
    found = filtered(page)
    choices = {"members": found.members, "departments": found.departments}
    if request.method != "POST":
        return _table_page(page, found, BulkForm(**choices))
    form = BulkForm(request.POST, **choices)
    if not form.is_valid():
        return _table_page(page, found, form, status=422)
    try:
        outcome = change_many(
            dossier=page.dossier, rows=form.chosen_rows, changes=form.changes, user=request.user
        )
    except DossierClosedError:
        return closed_response(request, page)
    _tell(request, outcome)
    return redirect(request.get_full_path())


def _table_page(page: DossierPage, found: Filtered, form: BulkForm, status: int = 200) -> HttpResponse:
    here = Paginator(found.lines, PER_PAGE).get_page(page.request.GET.get("pagina"))
    context = {
        **context_of(page, found, "table"),
        "columns": _columns(page.request, found.filter),
        # A template reads a dict in half the time, and there are a hundred of them.
        "rows": [row._asdict() for row in _rows(page, here.object_list, found, form)],
        "numbers": here,
        "tokens": _tokens(here),
        "form": form,
        "may_plan": may_plan(page),
        "is_everything": bool(form.is_bound and form["everything"].value()),
    }
    return page.render("actions/table.html", "plan", context, status=status)


def _columns(request: HttpRequest, current: PlanFilter) -> list[Column]:
    """Following the head of the column that sorts turns the order round."""
    columns = []
    for order, label, falls in COLUMNS:
        is_current = current.order == order
        turned = {"omgekeerd": "on"} if is_current and not current.is_reversed else {}
        query = carried(request.GET, "omgekeerd", volgorde=order, **turned)
        direction = ""
        if is_current:
            direction = "descending" if falls != current.is_reversed else "ascending"
        columns.append(Column(label, f"?{query}", direction))
    return columns


def _rows(page: DossierPage, lines: Sequence[PlanLine], found: Filtered, form: BulkForm) -> list[TableRow]:
    words, ticked, firm = status_words(), form.ticked, page.dossier.organisation_id
    no_risk = _("No risk now")
    return [
        TableRow(
            action_id=(action_id := str(line.action.pk)),
            title=line.action.title,
            url=address(ACTION_PAGE, firm, page.dossier.pk, line.action.pk),
            badge=priority_badge(line.priority) if line.priority else no_risk,
            who=line.action.owner_label or NOTHING,
            department=line.action.department.name if line.action.department else NOTHING,
            term=short_date(line.action.due_on),
            is_late=line.action.is_late(found.today),
            status=words[line.action.status],
            budget=in_euros(line.action.budget),
            spent=in_euros(line.action.spent),
            is_ticked=action_id in ticked,
        )
        for line in lines
    ]


def in_euros(amount: Decimal | None) -> str:
    """An amount as it is written, whole euros without cents."""
    return NOTHING if amount is None else f"€ {floatformat(amount, '-2g')}"


def _tokens(here: Page) -> str:
    """Which rows this page shows, with the version of each."""
    return " ".join(f"{line.action.pk}:{line.action.version}" for line in here.object_list)


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    """Say how many were changed, and of each other one why not."""
    if outcome.changed:
        text = ngettext("%(count)s action is changed.", "%(count)s actions are changed.", outcome.changed)
        messages.success(request, text % {"count": outcome.changed})
    if outcome.already:
        text = ngettext(
            "%(count)s action was so already.", "%(count)s actions were so already.", outcome.already
        )
        messages.info(request, text % {"count": outcome.already})
    if outcome.left_alone:
        messages.warning(request, _reasons(outcome.left_alone))


def _reasons(left_alone: Sequence[LeftAlone]) -> SafeString:
    text = ngettext("%(count)s action is not changed:", "%(count)s actions are not changed:", len(left_alone))
    lines = ((left.title or _("An action"), left.reason) for left in left_alone)
    return format_html(
        '<p class="mb-1">{}</p><ul>{}</ul>',
        text % {"count": len(left_alone)},
        format_html_join("", "<li><strong>{}</strong>: {}</li>", lines),
    )

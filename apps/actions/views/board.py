"""The plan as a board: a column for each status, and moving a card from one to the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.actions.bulk_forms import MoveForm
from apps.actions.domain.bulk import ChangedMeanwhileError, NotInPlanError, Row, change_row, why_not
from apps.actions.domain.states import check_transition, choices_from
from apps.actions.filters import carried
from apps.actions.models import ActionStatus
from apps.actions.queries import PlanLine, find_action
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

MOST_CARDS = 50  # in one column; the table shows the rest
COLUMNS = (ActionStatus.PLANNED, ActionStatus.IN_PROGRESS, ActionStatus.DONE, ActionStatus.EVALUATED)
# What asks more than the status itself, and where.
ASKING = {
    ActionStatus.DONE: "actions:complete",
    ActionStatus.EVALUATED: "actions:evaluate",
    ActionStatus.CANCELLED: "actions:cancel",
}


class Move(NamedTuple):
    """A button on a card."""

    status: str
    label: str


class Card(NamedTuple):
    """One action on the board. ``token``: which one it is, in the version that is shown."""

    action_id: UUID
    token: str
    title: str
    url: str
    badge: SafeString | None
    who: str
    term: str
    is_late: bool
    moves: list[Move]


class Column(NamedTuple):
    """``rest``: how many more there are than the board shows; ``rest_url``: the table with all of them."""

    status: str
    title: str
    count: int
    cards: list[Card]
    rest: int
    rest_url: str


@permission_required(VIEW_DOSSIER)
@require_safe
def board(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """The plan as columns by status; what is cancelled stands folded below it."""
    page = open_page(request, dossier_id)
    found = filtered(page)
    may_move = may_plan(page)
    words = status_words()
    context = {
        **context_of(page, found, "board"),
        "columns": [_column(page, found, status, words, may_move) for status in COLUMNS],
        "cancelled": _column(page, found, ActionStatus.CANCELLED, words, may_move),
        "may_move": may_move,
    }
    return page.render("actions/board.html", "plan", context)


@permission_required(CHANGE_PLAN)
@require_POST
def move(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """Put one card in another column. When that cannot be, the card stays and a message says why."""
    page = open_page(request, dossier_id)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _back(page, " ".join(form.errors["move"]))
    row, status = form.cleaned_data["move"]
    if status in ASKING:
        return _elsewhere(page, row, status)
    action = find_action(page.dossier, row.action_id)
    title = action.title if action else _("An action")
    try:
        change_row(dossier=page.dossier, row=row, changes={"status": status}, user=request.user)
    except DossierClosedError:
        return closed_response(request, page)
    except (NotInPlanError, ChangedMeanwhileError, ValidationError) as error:
        return _back(page, f"“{title}”: {why_not(error)}")
    label = ActionStatus(status).label
    messages.success(request, _("“%(title)s” is now: %(status)s.") % {"title": title, "status": label})
    return redirect(f"{_board_url(page)}#action-{row.action_id}")


def _column(page: DossierPage, found: Filtered, status: str, words: dict[str, str], may_move: bool) -> Column:
    lines = [line for line in found.lines if line.action.status == status]
    table = address("actions:table", page.dossier.organisation_id, page.dossier.pk)
    return Column(
        status=status,
        title=words[status],
        count=len(lines),
        cards=_cards(page, lines[:MOST_CARDS], found, words, may_move),
        rest=max(len(lines) - MOST_CARDS, 0),
        rest_url=f"{table}?{carried(page.request.GET, status=str(status))}",
    )


def _cards(
    page: DossierPage, lines: Sequence[PlanLine], found: Filtered, words: dict[str, str], may_move: bool
) -> list[Card]:
    firm, dossier = page.dossier.organisation_id, page.dossier.pk
    return [
        Card(
            action_id=line.action.pk,
            token=f"{line.action.pk}:{line.action.version}",
            title=line.action.title,
            url=address(ACTION_PAGE, firm, dossier, line.action.pk),
            badge=priority_badge(line.priority) if line.priority else None,
            who=line.action.owner_label,
            term=short_date(line.action.due_on),
            is_late=line.action.is_late(found.today),
            moves=_moves(line, words) if may_move else [],
        )
        for line in lines
    ]


def _moves(line: PlanLine, words: dict[str, str]) -> list[Move]:
    """Where this card may go. Cancelling needs a reason and has no column to go to."""
    status = line.action.status
    return [
        Move(other, words[other])
        for other, _label in choices_from(status)
        if other not in (status, ActionStatus.CANCELLED)
    ]


def _elsewhere(page: DossierPage, row: Row, status: str) -> HttpResponse:
    """Done, cancelled and looked back on ask more than a status, so each has a page of its own."""
    action = find_action(page.dossier, row.action_id)
    if action is None:
        return _back(page, why_not(NotInPlanError()))
    try:
        check_transition(action.status, status)
    except ValidationError as error:
        return _back(page, f"“{action.title}”: {why_not(error)}")
    return redirect(ASKING[status], page.dossier.organisation_id, page.dossier.pk, action.pk)


def _back(page: DossierPage, why: str) -> HttpResponse:
    messages.error(page.request, why)
    return redirect(_board_url(page))


def _board_url(page: DossierPage) -> str:
    url = address("actions:board", page.dossier.organisation_id, page.dossier.pk)
    query = carried(page.request.GET)
    return f"{url}?{query}" if query else url

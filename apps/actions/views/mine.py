"""*Mijn acties*: what one person carries out, over all open RI&E's of her firm."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.actions.filters import carried
from apps.actions.mine import Mine, mine_of
from apps.actions.models import Action
from apps.actions.views.filtered import ACTION_PAGE, short_date, tabs_of
from apps.organisations.access import may, permission_required
from apps.organisations.permissions import CHANGE_ACTION, CHANGE_PLAN, VIEW_DOSSIER
from apps.rie.addresses import address
from apps.rie.models import Dossier
from apps.rie.models.dossier import OPEN_STATES


class MyAction(NamedTuple):
    """One action as she reads it. An address is empty when there is nothing to do there for her."""

    title: str
    url: str
    dossier: str
    term: str
    status: str
    done_url: str
    later_url: str
    look_back_url: str


class Group(NamedTuple):
    """``key``: for CSS and the address of the part; ``note`` says what is asked."""

    key: str
    title: str
    note: str
    actions: list[MyAction]


@permission_required(CHANGE_ACTION)
@require_safe
def mine(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Late, this month, later, to look back on, done. The same number of queries however many there are."""
    today = timezone.localdate()
    own = mine_of(request.membership, today=today)
    dossiers = _open_dossiers()
    current = _current(dossiers, request.GET.get("plan", ""))
    sees_plans = may(request, VIEW_DOSSIER)
    context = {
        "organisation": request.organisation,
        "groups": _groups(request, own, several=len(dossiers) > 1),
        "over": [_my_action(request, action, several=len(dossiers) > 1) for action in own.over],
        "is_empty": own.is_empty,
        "more": own.more,
        "tabs": tabs_of(request, current, "mine") if sees_plans and current else [],
        "rest_url": _rest_url(request, current) if sees_plans and current else "",
    }
    return render(request, "actions/mine.html", context)


def _open_dossiers() -> list[Dossier]:
    """Those of the firm in scope, the newest first. One query."""
    return list(Dossier.objects.filter(state__in=OPEN_STATES).order_by("-year", "-created_at"))


def _current(dossiers: list[Dossier], asked: str) -> Dossier | None:
    """The plan that the tabs lead to: the one she came from, else the newest."""
    newest = dossiers[0] if dossiers else None
    return next((dossier for dossier in dossiers if str(dossier.pk) == asked), newest)


def _groups(request: HttpRequest, own: Mine, *, several: bool) -> list[Group]:
    parts = (
        ("late", _("Late"), "", own.late),
        ("this-month", _("This month"), "", own.this_month),
        ("later", _("Later"), "", own.later),
        (
            "look-back",
            _("To look back on"),
            _("These are done. Did they help? Who makes the plan writes it down with you."),
            own.look_back,
        ),
    )
    return [
        Group(key, title, note, [_my_action(request, action, several=several) for action in actions])
        for key, title, note, actions in parts
        if actions
    ]


def _my_action(request: HttpRequest, action: Action, *, several: bool) -> MyAction:
    where = (action.organisation_id, action.dossier_id, action.pk)
    looks_back = action.status == "done" and may(request, CHANGE_PLAN)
    return MyAction(
        title=action.title,
        url=address(ACTION_PAGE, *where),
        dossier=str(action.dossier) if several else "",
        term=short_date(action.due_on),
        status=action.get_status_display(),
        done_url="" if action.is_over else address("actions:complete", *where),
        later_url="" if action.is_over else address("actions:postpone", *where),
        look_back_url=address("actions:evaluate", *where) if looks_back else "",
    )


def _rest_url(request: HttpRequest, dossier: Dossier) -> str:
    """Her part of the table, for what does not fit on this page."""
    table = address("actions:table", dossier.organisation_id, dossier.pk)
    return f"{table}?{carried(request.GET, wie=str(request.membership.pk))}"

"""The cost side of a plan: what was set aside and spent, and what absence may cost."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.actions.models import Action
from apps.actions.queries import PlanLine, plan_lines
from apps.insights.costs import estimate
from apps.insights.domain.costs import own_numbers, save_assumptions
from apps.insights.figures import figures
from apps.insights.forms import AssumptionsForm
from apps.insights.models import CostAssumptions
from apps.organisations.access import may, permission_required
from apps.organisations.permissions import CHANGE_COSTS, VIEW_DOSSIER
from apps.rie.domain.errors import DossierClosedError
from apps.rie.page import DossierPage, open_page
from apps.rie.views.shared import closed_response


@dataclass(frozen=True)
class Spending:
    """What a plan may cost and what it cost so far, in euros; cancelled actions count what was spent."""

    budget: Decimal
    spent: Decimal
    over: tuple[Action, ...]
    lines: tuple[PlanLine, ...]

    @property
    def left(self) -> Decimal:
        return self.budget - self.spent


@permission_required(VIEW_DOSSIER, post=CHANGE_COSTS)
@require_http_methods(["GET", "POST"])
def costs(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """Budget against spent, and the estimate of absence with every step of it."""
    page = open_page(request, dossier_id)
    stored = own_numbers(CostAssumptions.objects.filter(dossier=page.dossier).first())
    found = estimate(
        headcount=request.organisation.headcount,
        own={key: value for key, value in stored.items() if value is not None},
    )
    form = AssumptionsForm(request.POST if request.method == "POST" else None, estimate=found, values=stored)
    if request.method != "POST":
        return _page(page, form, found, 200)
    if not form.is_valid():
        return _page(page, form, found, 422)
    try:
        outcome = save_assumptions(dossier=page.dossier, seen=form.seen, typed=form.typed, user=request.user)
    except DossierClosedError:
        return closed_response(request, page)
    if outcome.conflicts:
        form.show_conflicts(outcome.conflicts)
        return _page(page, form, found, 409)
    messages.success(request, _("The estimate now counts with your numbers."))
    return redirect("insights:costs", organisation_id, dossier_id)


def spending_of(lines: tuple[PlanLine, ...]) -> Spending:
    """Add up a plan. Reads nothing."""
    with_money = tuple(
        line for line in lines if line.action.budget is not None or line.action.spent is not None
    )
    return Spending(
        budget=sum((line.action.budget or Decimal(0) for line in with_money if line.is_active), Decimal(0)),
        spent=sum((line.action.spent or Decimal(0) for line in with_money), Decimal(0)),
        over=tuple(
            line.action
            for line in with_money
            if line.action.budget is not None and (line.action.spent or 0) > line.action.budget
        ),
        lines=with_money,
    )


def _page(page: DossierPage, form: AssumptionsForm, found: object, status: int) -> HttpResponse:
    context = {
        "form": form,
        "estimate": found,
        "spending": spending_of(plan_lines(page.dossier, page.assessment)),
        "comparison": figures()["absence_cost_per_absent_employee"],
        "may_adjust": page.dossier.is_open and may(page.request, CHANGE_COSTS),
        "is_adjusted": any(value is not None for value in form.stored.values()),
    }
    return page.render("insights/costs.html", "plan", context, status=status)

"""What to do about one risk: the measures that fit, ranked and side by side; or none, with a reason."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from apps.actions.choosing_forms import CompareForm, MeasureFilterForm
from apps.actions.domain.plan import settle_risk, unsettle_risk
from apps.actions.domain.question import rank_measures
from apps.actions.forms import SettleForm
from apps.actions.queries import Plan, plan_of
from apps.actions.recommendation import Standing
from apps.actions.views.measure import line_of, measure_words
from apps.actions.views.plan import may_plan
from apps.actions.views.proposal import adopt
from apps.organisations.access import permission_required
from apps.organisations.permissions import CHANGE_PLAN, VIEW_DOSSIER
from apps.rie.domain.assessment import AssessedFactor
from apps.rie.domain.errors import DossierClosedError
from apps.rie.page import DossierPage, open_page
from apps.rie.views.shared import closed_response


@permission_required(VIEW_DOSSIER)
@require_safe
def risk(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, code: str) -> HttpResponse:
    """One risk: what the plan does about it, and every measure that fits, best first."""
    page = open_page(request, dossier_id)
    return _risk_page(page, _risk(page, code), SettleForm())


@permission_required(VIEW_DOSSIER)
@require_safe
def compare(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, code: str) -> HttpResponse:
    """Two or three measures against one risk (``?maatregel=CODE&maatregel=CODE``) side by side."""
    page = open_page(request, dossier_id)
    found = _risk(page, code)
    fitting = page.content.measures_for[found.code]
    form = CompareForm(request.GET, measures=fitting)
    if not form.is_valid():
        return _risk_page(page, found, SettleForm(), comparison=form, status=422)
    chosen = form.cleaned_data["maatregel"]
    entries = _fitting(page, found, plan_of(page.dossier, page.assessment))
    context = {
        "risk": found,
        "entries": [entry for entry in entries if entry["ranked"].code in chosen],
        "may_plan": may_plan(page),
    }
    return page.render("actions/compare.html", "plan", context)


@permission_required(CHANGE_PLAN)
@require_POST
def choose_measure(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, code: str) -> HttpResponse:
    """Put one measure in the plan from the page of a risk."""
    page = open_page(request, dossier_id)
    _risk(page, code)
    return adopt(page, chosen=[request.POST.get("measure", "")])


@permission_required(CHANGE_PLAN)
@require_POST
def settle(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, code: str) -> HttpResponse:
    """Record that no measure is taken against a risk, and why; or take that back."""
    page = open_page(request, dossier_id)
    found = _risk(page, code)
    form = SettleForm(request.POST)
    try:
        if "undo" in request.POST:
            unsettle_risk(dossier=page.dossier, factor=found.factor)
        elif form.is_valid():
            settle_risk(
                dossier=page.dossier,
                factor=found.factor,
                reason=form.cleaned_data["reason"],
                user=request.user,
            )
        else:
            return _risk_page(page, found, form, status=422)
    except DossierClosedError:
        return closed_response(request, page)
    return redirect("actions:plan", organisation_id, dossier_id)


def _risk(page: DossierPage, code: str) -> AssessedFactor:
    found = page.assessment.by_code.get(code)
    if found is None or found.priority is None:
        raise Http404
    return found


def _risk_page(
    page: DossierPage,
    found: AssessedFactor,
    form: SettleForm,
    *,
    comparison: CompareForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """``comparison``: what was ticked to compare and cannot be, shown again as it was."""
    current = plan_of(page.dossier, page.assessment)
    filters = MeasureFilterForm(page.request.GET, content=page.content)
    fitting = _fitting(page, found, current)
    wanted = {measure.code for measure in filters.apply(page.content.measures_for[found.code])}
    free = [entry for entry in fitting if entry["ranked"].standing is Standing.FREE]
    context = {
        "risk": found,
        "entries": [entry for entry in fitting if entry["ranked"].code in wanted],
        "total": len(fitting),
        "first_choice": free[0]["ranked"].code if len(free) > 1 and free[0]["ranked"].is_enough else "",
        "filters": filters,
        "is_filtered": bool(filters.asked or filters.errors),
        "comparison": comparison,
        "ticked": comparison.data.getlist("maatregel") if comparison else [],
        "lines": current.lines_for.get(found.code, ()),
        "settled": current.settled.get(found.code),
        "form": form,
        "may_plan": may_plan(page),
    }
    return page.render("actions/risk.html", "plan", context, status=status)


def _fitting(page: DossierPage, found: AssessedFactor, current: Plan) -> list[dict[str, object]]:
    """Every measure against a risk, ranked, with its words and what was done with it."""
    ranked = rank_measures(
        organisation=page.request.organisation,
        profile=page.dossier.profile,
        assessment=page.assessment,
        risk=found,
        in_plan=current.in_plan,
        left_out=current.left_out,
    )
    measures = page.content.measures
    return [
        {
            **measure_words(page, measures[entry.code]),
            "ranked": entry,
            "others": [risk for risk in entry.helps if risk.code != found.code],
            "line": line_of(current, measures[entry.code]),
            "refusal": current.refusals.get(entry.code),
        }
        for entry in ranked
    ]

"""Step 6: the plan, the proposal for it, and what to do about one risk."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.actions.domain.plan import settle_risk, unsettle_risk
from apps.actions.domain.proposal import UnknownMeasureError, adopt_measures, propose_plan, put_back
from apps.actions.domain.terms import suggested_due_date
from apps.actions.forms import SettleForm
from apps.actions.queries import Plan, measure_choices_of, plan_of
from apps.actions.recommendation import Proposal
from apps.actions.words import COST_LABELS, EFFORT_LABELS, LEVEL_LABELS, OWNER_LABELS, STEP_LABELS
from apps.organisations.access import may, permission_required
from apps.organisations.permissions import CHANGE_PLAN, VIEW_DOSSIER
from apps.rie.content.tree import MeasureContent
from apps.rie.domain.assessment import AssessedFactor
from apps.rie.domain.errors import DossierClosedError
from apps.rie.page import DossierPage, open_page
from apps.rie.views.shared import closed_response


@permission_required(VIEW_DOSSIER)
@require_safe
def plan(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """The plan of action, what it leaves open and what to watch out for."""
    page = open_page(request, dossier_id)
    current = plan_of(page.dossier, page.assessment)
    measures = page.content.measures
    context = {
        "plan": current,
        "may_plan": may_plan(page),
        "left_out": [measures[code] for code in sorted(current.left_out - current.in_plan)],
        "today": timezone.localdate(),
        "step_labels": STEP_LABELS,
    }
    return page.render("actions/plan.html", "plan", context)


@permission_required(CHANGE_PLAN)
@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """The smallest good plan, to choose from."""
    page = open_page(request, dossier_id)
    if request.method == "POST":
        return _adopt(page)
    so_far = measure_choices_of(page.dossier, page.content)
    found = propose_plan(
        organisation=request.organisation,
        profile=page.dossier.profile,
        assessment=page.assessment,
        in_plan=so_far.in_plan,
        left_out=so_far.left_out,
    )
    context = {
        "proposal": found,
        "lines": _proposal_lines(page, found),
        "may_plan": may_plan(page),
    }
    return page.render("actions/proposal.html", "plan", context)


@permission_required(VIEW_DOSSIER)
@require_safe
def risk(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, code: str) -> HttpResponse:
    """One risk: what the plan does about it, and every measure that fits."""
    page = open_page(request, dossier_id)
    return _risk_page(page, _risk(page, code), SettleForm())


@permission_required(CHANGE_PLAN)
@require_POST
def choose_measure(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, code: str) -> HttpResponse:
    """Put one measure in the plan from the page of a risk."""
    page = open_page(request, dossier_id)
    _risk(page, code)
    return _adopt(page, chosen=[request.POST.get("measure", "")], proposed=[])


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


@permission_required(CHANGE_PLAN)
@require_POST
def restore_measure(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, code: str) -> HttpResponse:
    """Let the proposal consider a measure again."""
    page = open_page(request, dossier_id)
    measure = page.content.measures.get(code)
    if measure is None:
        raise Http404
    try:
        put_back(dossier=page.dossier, measure=measure)
    except DossierClosedError:
        return closed_response(request, page)
    return redirect("actions:proposal", organisation_id, dossier_id)


def may_plan(page: DossierPage) -> bool:
    """Whether this person may change the plan now."""
    return page.dossier.is_open and may(page.request, CHANGE_PLAN)


def _adopt(
    page: DossierPage, chosen: list[str] | None = None, proposed: list[str] | None = None
) -> HttpResponse:
    request = page.request
    chosen = request.POST.getlist("measure") if chosen is None else chosen
    proposed = request.POST.getlist("proposed") if proposed is None else proposed
    try:
        actions = adopt_measures(
            dossier=page.dossier,
            assessment=page.assessment,
            chosen=chosen,
            left_out=[code for code in proposed if code not in chosen],
            user=request.user,
            today=timezone.localdate(),
        )
    except UnknownMeasureError:
        raise Http404 from None
    except DossierClosedError:
        return closed_response(request, page)
    if actions:
        text = ngettext(
            "%(count)s measure is now in your plan.", "%(count)s measures are now in your plan.", len(actions)
        )
        messages.success(request, text % {"count": len(actions)})
    return redirect("actions:plan", page.dossier.organisation_id, page.dossier.pk)


def _proposal_lines(page: DossierPage, found: Proposal) -> list[dict[str, object]]:
    today = timezone.localdate()
    lines = []
    for proposed in found.measures:
        risks = [page.assessment.by_code[code] for code in proposed.covers]
        measure = page.content.measures[proposed.code]
        due_on = suggested_due_date(max(entry.priority for entry in risks), today)
        lines.append({"proposed": proposed, "risks": risks, "due_on": due_on, **measure_words(page, measure)})
    return lines


def measure_words(page: DossierPage, measure: MeasureContent) -> dict[str, object]:
    """A catalogue measure with its fixed values in words."""
    spec = measure.spec
    source = next((source for source in page.content.spec.sources if source.key == spec.source), None)
    return {
        "measure": measure,
        "effort": EFFORT_LABELS[spec.effort],
        "cost": COST_LABELS[spec.cost],
        "owner": OWNER_LABELS[spec.owner],
        "level": LEVEL_LABELS[spec.level],
        "step": STEP_LABELS[spec.step],
        "source_title": page.content.text.sources[spec.source] if source else "",
        "source_url": source.url if source else "",
    }


def _risk(page: DossierPage, code: str) -> AssessedFactor:
    found = page.assessment.by_code.get(code)
    if found is None or found.priority is None:
        raise Http404
    return found


def _risk_page(page: DossierPage, found: AssessedFactor, form: SettleForm, status: int = 200) -> HttpResponse:
    current = plan_of(page.dossier, page.assessment)
    fitting = [
        {**measure_words(page, measure), "state": _measure_state(measure, current)}
        for measure in page.content.measures_for[found.code]
    ]
    context = {
        "risk": found,
        "fitting": fitting,
        "lines": current.lines_for.get(found.code, ()),
        "settled": current.settled.get(found.code),
        "form": form,
        "may_plan": may_plan(page),
    }
    return page.render("actions/risk.html", "plan", context, status=status)


def _measure_state(measure: MeasureContent, current: Plan) -> str:
    if measure.code in current.in_plan:
        return "in_plan"
    return "in_place" if measure.code in current.assessment.in_place else ""

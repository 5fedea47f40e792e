"""One measure of the catalogue: what it is, what it does for this firm, and why it does not fit."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.actions.choosing_forms import MisfitForm, SteeringForm
from apps.actions.domain.proposal import MeasureInPlanError, leave_out_measure, put_back, refusal_values
from apps.actions.domain.question import about_measure
from apps.actions.help_sheets import sheets_for
from apps.actions.measure_examples import example_for
from apps.actions.models import LeftOutMeasure
from apps.actions.queries import Plan, PlanLine, plan_of
from apps.actions.views.plan import may_plan
from apps.actions.words import (
    COST_LABELS,
    EFFORT_LABELS,
    LEVEL_LABELS,
    OWNER_LABELS,
    STEP_LABELS,
    ZONMW_LABELS,
)
from apps.organisations.access import permission_required
from apps.organisations.permissions import CHANGE_PLAN, VIEW_DOSSIER
from apps.rie.addresses import address
from apps.rie.content.tree import MeasureContent
from apps.rie.domain.errors import DossierClosedError
from apps.rie.page import DossierPage, open_page
from apps.rie.views.shared import closed_response

PROPOSAL, PLAN = "voorstel", "plan"


@permission_required(VIEW_DOSSIER)
@require_safe
def measure(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, code: str) -> HttpResponse:
    """Everything about one measure, and what this firm did with it."""
    page = open_page(request, dossier_id)
    found = find_measure(page, code)
    current = plan_of(page.dossier, page.assessment)
    ranked = about_measure(
        organisation=request.organisation,
        profile=page.dossier.profile,
        assessment=page.assessment,
        measure=found,
        in_plan=current.in_plan,
        left_out=current.left_out,
    )
    context = {
        **measure_words(page, found),
        "ranked": ranked,
        "line": line_of(current, found),
        "refusal": current.refusals.get(code),
        "example": example_for(code),
        "sheets": sheets_for(code),
        "may_plan": may_plan(page),
    }
    return page.render("actions/measure.html", "plan", context)


@permission_required(CHANGE_PLAN)
@require_http_methods(["GET", "POST"])
def leave_out(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, code: str) -> HttpResponse:
    """Say why a measure does not fit; ``?terug=`` names the page to return to (``way_back``)."""
    page = open_page(request, dossier_id)
    found = find_measure(page, code)
    current = plan_of(page.dossier, page.assessment)
    refusal = current.refusals.get(code)
    data = request.POST if request.method == "POST" else None
    form = MisfitForm(data, values=refusal_values(refusal))
    if data is None or not form.is_valid():
        return _misfit_page(page, found, current, form, status=422 if form.errors else 200)
    try:
        outcome = leave_out_measure(
            dossier=page.dossier, measure=found, seen=form.seen, typed=form.typed, user=request.user
        )
    except DossierClosedError:
        return closed_response(request, page)
    except MeasureInPlanError:
        form.add_error(None, _("This measure is in your plan. Take it out of the plan first."))
        return _misfit_page(page, found, current, form, status=422)
    except ValidationError as error:
        form.add_error(None, error)
        return _misfit_page(page, found, current, form, status=422)
    if outcome.conflicts:
        form.show_conflicts(outcome.conflicts)
        return _misfit_page(page, found, current, form, status=409)
    messages.success(request, _("Remembered. The proposal looks for another measure from now on."))
    return redirect(way_back(page, found))


@permission_required(CHANGE_PLAN)
@require_POST
def restore_measure(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, code: str) -> HttpResponse:
    """Let the proposal consider a measure again."""
    page = open_page(request, dossier_id)
    found = find_measure(page, code)
    try:
        put_back(dossier=page.dossier, measure=found)
    except DossierClosedError:
        return closed_response(request, page)
    messages.success(request, _("This measure can be chosen again."))
    return redirect(way_back(page, found))


def find_measure(page: DossierPage, code: str) -> MeasureContent:
    """A measure of the catalogue of this dossier.

    Raises:
        Http404: there is none with this code.
    """
    found = page.content.measures.get(code)
    if found is None:
        raise Http404
    return found


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
        "approach": ZONMW_LABELS.get(spec.zonmw_category, ""),
        "source_title": page.content.text.sources[spec.source] if source else "",
        "source_url": source.url if source else "",
    }


def line_of(current: Plan, measure: MeasureContent) -> PlanLine | None:
    """The action that carries a measure; one that is not cancelled goes before one that is."""
    lines = [line for line in current.lines if line.measure is measure]
    return min(lines, key=lambda line: not line.is_active, default=None)


def way_back(page: DossierPage, measure: MeasureContent) -> str:
    """Where somebody came from, by ``?terug=``: ``plan``, ``voorstel`` (with its wishes), or a risk.

    Anything else leads to the page of the measure, so that no address from outside is followed.
    """
    query, ids = page.request.GET, (page.dossier.organisation_id, page.dossier.pk)
    origin = query.get("terug", "")
    if origin == PROPOSAL:
        wishes = SteeringForm(query).query
        return address("actions:proposal", *ids) + (f"?{wishes}" if wishes else "")
    if origin == PLAN:
        return address("actions:plan", *ids)
    risk = page.assessment.by_code.get(origin)
    if risk is not None and risk.priority is not None:
        return address("actions:risk", *ids, origin)
    return address("actions:measure", *ids, measure.code)


def _misfit_page(
    page: DossierPage, found: MeasureContent, current: Plan, form: MisfitForm, status: int
) -> HttpResponse:
    refusal: LeftOutMeasure | None = current.refusals.get(found.code)
    context = {
        "measure": found,
        "form": form,
        "line": line_of(current, found) if found.code in current.in_plan else None,
        "refusal": refusal,
        "back": way_back(page, found),
        "may_plan": may_plan(page),
    }
    return page.render("actions/misfit.html", "plan", context, status=status)

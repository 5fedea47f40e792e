"""The proposal for a plan, steered by what somebody wishes, and putting measures in the plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from apps.actions.choosing_forms import ProposalForm, SteeringForm, reason_field
from apps.actions.domain.proposal import NO_REASONS, UnknownMeasureError, adopt_measures, propose_plan
from apps.actions.domain.question import question_of
from apps.actions.domain.terms import suggested_due_date
from apps.actions.queries import MeasureChoices, measure_choices_of
from apps.actions.recommendation import Changes, Proposal, Steering, compare
from apps.actions.refusals import reasons_told, refusals_of
from apps.actions.views.measure import PROPOSAL, measure_words
from apps.actions.views.plan import may_plan
from apps.organisations.access import permission_required
from apps.organisations.permissions import CHANGE_PLAN
from apps.rie.domain.errors import DossierClosedError
from apps.rie.page import DossierPage, open_page
from apps.rie.views.shared import closed_response


@permission_required(CHANGE_PLAN)
@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """The smallest good plan, to choose from. Wishes (``SteeringForm``) stand in the address."""
    page = open_page(request, dossier_id)
    if request.method != "POST":
        return _proposal_page(page)
    shown = [page.content.measures.get(code) for code in dict.fromkeys(request.POST.getlist("proposed"))]
    form = ProposalForm(request.POST, measures=[measure for measure in shown if measure])
    if not form.is_valid():
        return _proposal_page(page, form)
    return adopt(page, chosen=form.chosen, left_out=form.left_out, reasons=form.reasons)


def adopt(
    page: DossierPage,
    *,
    chosen: Collection[str],
    left_out: Collection[str] = (),
    reasons: Mapping[str, str] = NO_REASONS,
) -> HttpResponse:
    """Put measures in the plan, and go there."""
    request = page.request
    try:
        actions = adopt_measures(
            dossier=page.dossier,
            assessment=page.assessment,
            chosen=chosen,
            left_out=left_out,
            reasons=reasons,
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


def _proposal_page(page: DossierPage, sent: ProposalForm | None = None) -> HttpResponse:
    """``sent``: what came in and cannot be carried out; it is shown again as it was."""
    so_far = measure_choices_of(page.dossier, page.content)
    wishes = SteeringForm(page.request.GET)
    found = _propose(page, so_far, wishes.steering)
    refusals = refusals_of(page.content, so_far.refusals, in_plan=so_far.in_plan)
    form = sent or ProposalForm(measures=[page.content.measures[entry.code] for entry in found.measures])
    context = {
        "proposal": found,
        "form": form,
        "lines": _lines(page, found, form),
        "wishes": wishes,
        "is_steered": wishes.steering.is_set,
        "changes": _changes(page, so_far, wishes.steering, found) if wishes.steering.is_set else None,
        "reasons_told": reasons_told(refusals),
        "back_here": f"terug={PROPOSAL}" + (f"&{wishes.query}" if wishes.query else ""),
        "may_plan": may_plan(page),
    }
    return page.render("actions/proposal.html", "plan", context, status=422 if sent else 200)


def _propose(page: DossierPage, so_far: MeasureChoices, steering: Steering) -> Proposal:
    return propose_plan(
        organisation=page.request.organisation,
        profile=page.dossier.profile,
        assessment=page.assessment,
        in_plan=so_far.in_plan,
        left_out=so_far.left_out,
        steering=steering,
    )


def _changes(page: DossierPage, so_far: MeasureChoices, steering: Steering, steered: Proposal) -> Changes:
    question = question_of(
        organisation=page.request.organisation, profile=page.dossier.profile, assessment=page.assessment
    )
    return compare(
        plain=_propose(page, so_far, Steering()),
        steered=steered,
        candidates=question.candidates,
        steering=steering,
    )


def _lines(page: DossierPage, found: Proposal, form: ProposalForm) -> list[dict[str, object]]:
    today = timezone.localdate()
    lines = []
    for proposed in found.measures:
        risks = [page.assessment.by_code[code] for code in proposed.covers]
        measure = page.content.measures[proposed.code]
        name = reason_field(proposed.code)
        line = {
            "proposed": proposed,
            "risks": risks,
            "due_on": suggested_due_date(max(entry.priority for entry in risks), today),
            "is_ticked": not form.is_bound or proposed.code in form.chosen,
            "reason": form[name] if name in form.fields else None,
        }
        lines.append({**line, **measure_words(page, measure)})
    return lines

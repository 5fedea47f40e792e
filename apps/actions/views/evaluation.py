"""Finding out: look back on an action, tell employees, and see what it all did."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.actions.domain.evaluation import evaluate_action
from apps.actions.domain.information import record_information, remove_information
from apps.actions.effect import effect_of
from apps.actions.evaluation_forms import AgainForm, InformationForm, LookBackForm, look_back_of
from apps.actions.models import Action, Decision, Information
from apps.actions.queries import find_action, information_of, running_plan_of
from apps.organisations.access import may, permission_required
from apps.organisations.permissions import CHANGE_PLAN, VIEW_DOSSIER
from apps.rie.domain.errors import DossierClosedError
from apps.rie.evaluation import Priority
from apps.rie.page import DossierPage, open_page
from apps.rie.views.shared import closed_response

PRIORITIES = tuple(sorted(Priority, reverse=True))


@permission_required(VIEW_DOSSIER)
@require_safe
def effect(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """Each risk before and after, and the chain from cause to evaluation, with what is missing."""
    page = open_page(request, dossier_id)
    found = effect_of(page.dossier, running_plan_of(page.dossier, page.assessment))
    context = {
        "effect": found,
        "classes": [(priority, found.before(priority), found.now(priority)) for priority in PRIORITIES],
        "gone": found.now(None),
        "may_plan": _may_plan(page),
    }
    return page.render("actions/effect.html", "plan", context)


@permission_required(CHANGE_PLAN)
@require_http_methods(["GET", "POST"])
def evaluate(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, action_id: UUID) -> HttpResponse:
    """Look back on an action that is done."""
    page = open_page(request, dossier_id)
    action = find_action(page.dossier, action_id)
    if action is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form, again = LookBackForm(data), _again(page, action, data)
    valid = [entry.is_valid() for entry in (form, *again)]
    if data is None or not all(valid):
        return _evaluate_page(page, action, form, again, status=422 if data is not None else 200)
    try:
        evaluate_action(
            action=action,
            look_back=look_back_of(form, again),
            content=page.content,
            risks=page.assessment.risks,
            user=request.user,
        )
    except DossierClosedError:
        return closed_response(request, page)
    except ValidationError as error:
        form.add_error(None, error)
        return _evaluate_page(page, action, form, again, status=422)
    return _after(page, form.cleaned_data["decision"], action)


@permission_required(VIEW_DOSSIER, post=CHANGE_PLAN)
@require_http_methods(["GET", "POST"])
def information(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """When employees were told about the plan, and write down another moment."""
    page = open_page(request, dossier_id)
    plan = running_plan_of(page.dossier, page.assessment)
    form = InformationForm(request.POST if request.method == "POST" else None, lines=plan.lines)
    if request.method != "POST" or not form.is_valid():
        return _information_page(page, form, status=422 if request.method == "POST" else 200)
    data = form.cleaned_data
    try:
        record_information(
            dossier=page.dossier,
            key=data["key"],
            held_on=data["held_on"],
            how=data["how"],
            is_whole_plan=data["is_whole_plan"],
            actions=form.chosen,
            user=request.user,
        )
    except DossierClosedError:
        return closed_response(request, page)
    except ValidationError as error:
        form.add_error(None, error)
        return _information_page(page, form, status=422)
    messages.success(request, _("It is written down that employees were told."))
    return redirect("actions:information", organisation_id, dossier_id)


@permission_required(CHANGE_PLAN)
@require_POST
def forget_information(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, information_id: UUID
) -> HttpResponse:
    """Take a moment off the list."""
    page = open_page(request, dossier_id)
    told = Information.objects.filter(dossier=page.dossier, pk=information_id).first()
    if told is None:
        raise Http404
    told.dossier = page.dossier
    try:
        remove_information(information=told)
    except DossierClosedError:
        return closed_response(request, page)
    messages.success(request, _("It is off the list."))
    return redirect("actions:information", organisation_id, dossier_id)


def _may_plan(page: DossierPage) -> bool:
    return page.dossier.is_open and may(page.request, CHANGE_PLAN)


def _again(page: DossierPage, action: Action, data: object) -> list[AgainForm]:
    """One form for each risk that this action works against."""
    first = page.assessment.by_code
    factors = [page.content.factors_by_id[link.factor_id] for link in action.links.all()]
    return [
        AgainForm(data, factor=factor, first=first.get(factor.code), content=page.content)
        for factor in factors
        if factor.code in first
    ]


def _evaluate_page(
    page: DossierPage, action: Action, form: LookBackForm, again: list[AgainForm], status: int
) -> HttpResponse:
    context = {
        "form": form,
        "again": again,
        "action": action,
        "may_plan": _may_plan(page),
        "evaluations": list(action.evaluations.select_related("by")),
    }
    return page.render("actions/evaluate.html", "plan", context, status=status)


def _after(page: DossierPage, decision: str, action: Action) -> HttpResponse:
    """To what was decided: another measure when this one must be adapted, or else what it all did."""
    place = page.dossier.organisation_id, page.dossier.pk
    if decision == Decision.ADAPT:
        codes = [page.content.factors_by_id[link.factor_id].code for link in action.links.all()]
        messages.success(page.request, _("Your look back is saved. Now write down what you do otherwise."))
        response = redirect("actions:add", *place)
        response["Location"] += "?" + "&".join(f"risico={code}" for code in codes)
        return response
    messages.success(page.request, _("Your look back is saved."))
    return redirect("actions:effect", *place)


def _information_page(page: DossierPage, form: InformationForm, status: int) -> HttpResponse:
    context = {"form": form, "moments": information_of(page.dossier), "may_plan": _may_plan(page)}
    return page.render("actions/information.html", "plan", context, status=status)

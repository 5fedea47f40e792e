"""One action: add your own, change it, take it out."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.actions.domain.plan import EDITABLE_FIELDS, add_action, new_action, remove_action, update_action
from apps.actions.domain.terms import suggested_due_date, suggested_evaluation_date
from apps.actions.forms import ActionForm, NewActionForm, OwnActionForm
from apps.actions.models import Action
from apps.actions.queries import find_action
from apps.organisations.access import may, permission_required
from apps.organisations.permissions import CHANGE_ACTION, CHANGE_PLAN
from apps.organisations.queries import members
from apps.rie.content.tree import MeasureContent
from apps.rie.domain.errors import DossierClosedError
from apps.rie.evaluation import Priority
from apps.rie.page import DossierPage, open_page
from apps.rie.views.shared import closed_response


@permission_required(CHANGE_PLAN)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """Add an action of the firm's own; ``?risico=CODE`` ticks a risk beforehand."""
    page = open_page(request, dossier_id)
    linked = [code for code in request.GET.getlist("risico") if code in page.assessment.by_code]
    action = new_action(dossier=page.dossier, action_id=_posted_id(request) or uuid.uuid4())
    _suggest_dates(page, action, linked)
    form = NewActionForm(request.POST or None, action=action, **_choices(page, linked))
    if request.method != "POST" or not form.is_valid():
        return _form_page(page, form, None, status=422 if form.errors else 200)
    for name in EDITABLE_FIELDS:
        setattr(action, name, form.cleaned_data[name])
    try:
        add_action(action=action, factors=[risk.factor for risk in form.chosen_risks], user=request.user)
    except DossierClosedError:
        return closed_response(request, page)
    messages.success(request, _("Your action is in the plan."))
    return redirect("actions:plan", organisation_id, dossier_id)


@permission_required(CHANGE_ACTION)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, action_id: UUID) -> HttpResponse:
    """Change an action. Who does not make the plan says how far she is with an action of her own."""
    page = open_page(request, dossier_id)
    action = _action(page, action_id)
    if not may(request, CHANGE_PLAN):
        return _edit_own(page, action)
    codes = {risk.factor.id: risk.code for risk in page.assessment.risks}
    linked = [codes[link.factor_id] for link in action.links.all() if link.factor_id in codes]
    form = ActionForm(request.POST or None, action=action, **_choices(page, linked))
    if request.method != "POST" or not form.is_valid():
        return _form_page(page, form, action, status=422 if form.errors else 200)
    factors = [risk.factor for risk in form.chosen_risks]
    try:
        outcome = update_action(
            action=action, seen=form.seen, typed=form.typed, factors=factors, user=request.user
        )
    except DossierClosedError:
        return closed_response(request, page)
    if outcome.conflicts:
        form.show_conflicts(outcome.conflicts)
        return _form_page(page, form, action, status=409)
    messages.success(request, _("The action is saved."))
    return redirect("actions:plan", organisation_id, dossier_id)


@permission_required(CHANGE_PLAN)
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, action_id: UUID) -> HttpResponse:
    """Take an action out of the plan, after a page that names what is lost."""
    page = open_page(request, dossier_id)
    action = _action(page, action_id)
    if request.method == "GET":
        return page.render("actions/remove.html", "plan", {"action": action})
    try:
        remove_action(action=action)
    except DossierClosedError:
        return closed_response(request, page)
    messages.success(request, _("The action is out of your plan."))
    return redirect("actions:plan", organisation_id, dossier_id)


def _edit_own(page: DossierPage, action: Action) -> HttpResponse:
    """How far it is and when to look back; the rest of the action is the plan's."""
    request = page.request
    if action.owner_id != request.membership.pk:
        raise Http404
    form = OwnActionForm(request.POST if request.method == "POST" else None, action=action)
    if request.method != "POST" or not form.is_valid():
        return _own_page(page, form, action, status=422 if form.errors else 200)
    try:
        outcome = update_action(
            action=action, seen=form.seen, typed=form.typed, factors=None, user=request.user
        )
    except DossierClosedError:
        return closed_response(request, page)
    if outcome.conflicts:
        form.show_conflicts(outcome.conflicts)
        return _own_page(page, form, action, status=409)
    messages.success(request, _("The action is saved."))
    return redirect("rie:my_part", page.dossier.organisation_id, page.dossier.pk)


def _own_page(page: DossierPage, form: OwnActionForm, action: Action, status: int) -> HttpResponse:
    factors = [page.content.factors_by_id[link.factor_id] for link in action.links.all()]
    context = {"form": form, "action": action, "measure": _measure(page, action), "factors": factors}
    return page.render("actions/own_action.html", "plan", context, status=status)


def _measure(page: DossierPage, action: Action) -> MeasureContent | None:
    found = (one for one in page.content.measures.values() if one.id == action.measure_id)
    return next(found, None)


def _action(page: DossierPage, action_id: UUID) -> Action:
    action = find_action(page.dossier, action_id)
    if action is None:
        raise Http404
    return action


def _choices(page: DossierPage, linked: list[str]) -> dict[str, object]:
    return {
        "linked": linked,
        "risks": page.assessment.risks,
        "members": list(members(page.request.organisation)),
    }


def _posted_id(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("action_id", ""))
    except ValueError:
        return None


def _suggest_dates(page: DossierPage, action: Action, linked: list[str]) -> None:
    priorities = [page.assessment.by_code[code].priority or Priority.LOW for code in linked]
    today = timezone.localdate()
    action.start_on = today
    action.due_on = suggested_due_date(max(priorities, default=Priority.MEDIUM), today)
    action.evaluate_on = suggested_evaluation_date(action.due_on)


def _form_page(page: DossierPage, form: ActionForm, action: Action | None, status: int) -> HttpResponse:
    measure = _measure(page, action) if action else None
    context = {"form": form, "action": action, "measure": measure}
    return page.render("actions/action.html", "plan", context, status=status)

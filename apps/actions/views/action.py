"""One action: its page, and the pages where the plan says what it is."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.actions.action_queries import comments_of, files_of, followers_of, steps_of
from apps.actions.domain.plan import EDITABLE_FIELDS, add_action, new_action, remove_action, update_action
from apps.actions.domain.terms import suggested_due_date, suggested_evaluation_date
from apps.actions.forms import ActionChoices, ActionForm, NewActionForm, tell
from apps.actions.models import Action
from apps.actions.queries import titles_of
from apps.actions.views.action_shared import ActionPage, action_page, open_action
from apps.organisations.access import permission_required
from apps.organisations.models import Department
from apps.organisations.permissions import CHANGE_PLAN, VIEW_ACTION
from apps.organisations.queries import active_departments, members
from apps.rie.domain.errors import DossierClosedError
from apps.rie.evaluation import Priority
from apps.rie.page import DossierPage, open_page
from apps.rie.views.shared import closed_response


@permission_required(VIEW_ACTION)
@require_safe
def action(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, action_id: UUID) -> HttpResponse:
    """What it is, how far it is, and what people noted about it."""
    return action_page(open_action(request, dossier_id, action_id))


@permission_required(CHANGE_PLAN)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """Add an action of the firm's own; ``?risico=CODE`` ticks a risk beforehand."""
    page = open_page(request, dossier_id)
    linked = [code for code in request.GET.getlist("risico") if code in page.assessment.by_code]
    action = new_action(dossier=page.dossier, action_id=_posted_id(request) or uuid.uuid4())
    _suggest_dates(page, action, linked)
    form = NewActionForm(
        request.POST or None, action=action, factors=linked, co_owners=[], choices=_choices(page, action)
    )
    if request.method != "POST" or not form.is_valid():
        return _form_page(page, form, status=422 if form.errors else 200)
    for name in EDITABLE_FIELDS:
        setattr(action, name, form.cleaned_data[name])
    factors = [page.content.factors[code] for code in form.cleaned_data["factors"]]
    helpers = form.cleaned_data["co_owners"]
    try:
        add_action(action=action, factors=factors, co_owners=helpers, user=request.user)
    except DossierClosedError:
        return closed_response(request, page)
    except ValidationError as error:
        tell(form, error)
        return _form_page(page, form, status=422)
    messages.success(request, _("Your action is in the plan."))
    return redirect("actions:plan", organisation_id, dossier_id)


@permission_required(CHANGE_PLAN)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, action_id: UUID) -> HttpResponse:
    """Change what an action is."""
    opened = open_action(request, dossier_id, action_id)
    form = ActionForm(
        request.POST or None,
        action=opened.action,
        factors=[factor.code for factor in opened.factors],
        co_owners=[str(helper.id) for helper in opened.found.co_owners],
        choices=_choices(opened.page, opened.action, opened),
    )
    if request.method != "POST" or not form.is_valid():
        return _form_page(opened.page, form, opened, status=422 if form.errors else 200)
    try:
        outcome = update_action(action=opened.action, seen=form.seen, typed=form.typed, user=request.user)
    except DossierClosedError:
        return closed_response(request, opened.page)
    except ValidationError as error:
        tell(form, error)
        return _form_page(opened.page, form, opened, status=422)
    if outcome.conflicts:
        form.show_conflicts(outcome.conflicts)
        return _form_page(opened.page, form, opened, status=409)
    messages.success(request, _("The action is saved."))
    return opened.back()


@permission_required(CHANGE_PLAN)
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, action_id: UUID) -> HttpResponse:
    """Take an action out of the plan, after a page that names what is lost."""
    opened = open_action(request, dossier_id, action_id)
    if request.method == "GET":
        context = {
            "steps_count": steps_of(opened.action).count(),
            "comments_count": comments_of(opened.action).count(),
            "evaluations_count": opened.action.evaluations.count(),
            "files_count": files_of(opened.action).count(),
            "followers": followers_of(opened.action),
        }
        return opened.render("actions/remove.html", context)
    try:
        remove_action(action=opened.action, user=request.user)
    except DossierClosedError:
        return closed_response(request, opened.page)
    messages.success(request, _("The action is out of your plan."))
    return redirect("actions:plan", organisation_id, dossier_id)


def _choices(page: DossierPage, action: Action, opened: ActionPage | None = None) -> ActionChoices:
    return ActionChoices(
        risks=page.assessment.risks,
        members=list(members(page.request.organisation)),
        departments=_departments(page, action),
        others=list(titles_of(page.dossier)),
        gone=opened.gone if opened else (),
    )


def _departments(page: DossierPage, action: Action) -> list[Department]:
    """Those in use, and the one that stands with the action, also when it was taken off the list since."""
    active = list(active_departments(page.request.organisation))
    present = action.department
    return active if present is None or present in active else [*active, present]


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


def _form_page(
    page: DossierPage, form: ActionForm, opened: ActionPage | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "action": opened.action if opened else None,
        "measure": opened.measure if opened else None,
    }
    return page.render("actions/action_form.html", "plan", context, status=status)

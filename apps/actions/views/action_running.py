"""How far an action is: start, done, later, cancel, open again. Each button asks what it needs on a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.actions.domain.running import (
    Completion,
    cancel_action,
    complete_action,
    postpone_action,
    reopen_action,
    start_action,
)
from apps.actions.forms import tell
from apps.actions.running_forms import CancelForm, CompleteForm, PostponeForm
from apps.actions.views.action_shared import ActionPage, open_action
from apps.organisations.access import permission_required
from apps.organisations.permissions import CHANGE_ACTION
from apps.rie.domain.errors import DossierClosedError
from apps.rie.views.shared import closed_response


@permission_required(CHANGE_ACTION)
@require_POST
def start(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, action_id: UUID) -> HttpResponse:
    """The work has begun."""
    opened = open_action(request, dossier_id, action_id)

    def verb() -> HttpResponse:
        if start_action(action=opened.action, user=request.user):
            messages.success(request, _("You have started. Tick the steps as you go."))
        else:
            messages.info(request, _("This action had started already."))
        return opened.back()

    return _run(opened, verb)


@permission_required(CHANGE_ACTION)
@require_http_methods(["GET", "POST"])
def complete(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, action_id: UUID) -> HttpResponse:
    """It is done: asks what came out of it, when, and what was spent."""
    opened = open_action(request, dossier_id, action_id)
    form = CompleteForm(_sent(request), action=opened.action)
    if opened.action.is_carried_out:
        return _was_so(opened, _("This action is done already. Nothing was changed."))

    def verb(data: dict[str, Any]) -> HttpResponse:
        completion = complete_action(action=opened.action, user=request.user, **data)
        if completion is None:
            return _was_so(opened, _("This action is done already. Nothing was changed."))
        messages.success(request, _done_text(completion, opened))
        return opened.back()

    return _ask(opened, "actions/action_complete.html", form, verb)


@permission_required(CHANGE_ACTION)
@require_http_methods(["GET", "POST"])
def postpone(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, action_id: UUID) -> HttpResponse:
    """It becomes later: asks the new term and shows the old one."""
    opened = open_action(request, dossier_id, action_id)

    def verb(data: dict[str, Any]) -> HttpResponse:
        day = date_format(data["due_on"], "j F Y")
        if postpone_action(action=opened.action, user=request.user, **data):
            messages.success(request, _("The new term is %(day)s.") % {"day": day})
        else:
            messages.info(request, _("The term was %(day)s already. Nothing was changed.") % {"day": day})
        return opened.back()

    return _ask(opened, "actions/action_postpone.html", PostponeForm(_sent(request)), verb)


@permission_required(CHANGE_ACTION)
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, action_id: UUID) -> HttpResponse:
    """Stop with it: asks why."""
    opened = open_action(request, dossier_id, action_id)

    def verb(data: dict[str, Any]) -> HttpResponse:
        if not cancel_action(action=opened.action, user=request.user, **data):
            return _was_so(opened, _("This action was cancelled already. Nothing was changed."))
        messages.success(request, _("The action is cancelled. It stays in the plan, with your reason."))
        return opened.back()

    return _ask(opened, "actions/action_cancel.html", CancelForm(_sent(request)), verb)


@permission_required(CHANGE_ACTION)
@require_POST
def reopen(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, action_id: UUID) -> HttpResponse:
    """Take up again what was done or cancelled."""
    opened = open_action(request, dossier_id, action_id)

    def verb() -> HttpResponse:
        if reopen_action(action=opened.action, user=request.user):
            messages.success(request, _("The action is open again."))
        else:
            messages.info(request, _("This action was open already."))
        return opened.back()

    return _run(opened, verb)


def _run(opened: ActionPage, verb: Callable[[], HttpResponse]) -> HttpResponse:
    """Carry out a verb that asks nothing; why it cannot be stands on the page of the action."""
    try:
        return verb()
    except DossierClosedError:
        return closed_response(opened.request, opened.page)
    except ValidationError as error:
        messages.warning(opened.request, " ".join(error.messages))
        return opened.back()


def _ask(
    opened: ActionPage, template: str, form: forms.Form, verb: Callable[[dict[str, Any]], HttpResponse]
) -> HttpResponse:
    """Ask, and carry out what was asked; what the verb refuses is told at the field."""
    if opened.request.method != "POST":
        return opened.render(template, {"form": form}) if opened.may_run else opened.back()
    try:
        if form.is_valid():
            return verb(form.cleaned_data)
    except DossierClosedError:
        return closed_response(opened.request, opened.page)
    except ValidationError as error:
        tell(form, error)
    return opened.render(template, {"form": form}, status=422)


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _was_so(opened: ActionPage, text: str) -> HttpResponse:
    """Somebody said the same before: in a second tab, from a letter, or a colleague."""
    messages.info(opened.request, text)
    return opened.back()


def _done_text(completion: Completion, opened: ActionPage) -> str:
    day = date_format(opened.action.evaluate_on, "j F Y")
    text = _("Done. On %(day)s it is time to look back: did it help?") % {"day": day}
    if completion.next_time is None:
        return text
    due_on = date_format(completion.next_time.due_on, "j F Y")
    return text + " " + _("The next time is planned for %(day)s.") % {"day": due_on}

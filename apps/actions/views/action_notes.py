"""What people keep with an action while they carry it out: steps, remarks, files."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.actions.domain.comments import add_comment, remove_comment
from apps.actions.domain.steps import (
    MAX_STEPS,
    TooManyStepsError,
    add_step,
    change_step,
    move_step,
    remove_step,
    tick_step,
)
from apps.actions.models import ActionComment, ActionStep
from apps.actions.running_forms import CommentForm, NewStepForm, PlaceForm, StepForm, TickForm
from apps.actions.views.action_shared import ActionPage, action_page, open_action
from apps.organisations.access import permission_required
from apps.organisations.permissions import CHANGE_ACTION, VIEW_ACTION
from apps.rie.domain.errors import DossierClosedError
from apps.rie.domain.evidence import (
    InfectedFileError,
    ScannerUnavailableError,
    TooManyFilesError,
    add_evidence,
    remove_evidence,
)
from apps.rie.evidence_forms import FileForm, why_not_kept
from apps.rie.models import Evidence
from apps.rie.views.shared import closed_response, download_of
from config.uploads import accepts_files, was_too_large


@permission_required(CHANGE_ACTION)
@require_POST
def new_step(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, action_id: UUID) -> HttpResponse:
    """Add a step at the end of the checklist."""
    opened = open_action(request, dossier_id, action_id)
    form = NewStepForm(request.POST, auto_id="step-%s")
    if not form.is_valid():
        return action_page(opened, step=form, status=422)
    try:
        add_step(action=opened.action, **form.cleaned_data)
    except DossierClosedError:
        return closed_response(request, opened.page)
    except TooManyStepsError:
        text = _("A list holds at most %(most)d steps. Remove one, or make a second action of the rest.")
        form.add_error("text", text % {"most": MAX_STEPS})
        return action_page(opened, step=form, status=422)
    return opened.back("steps")


@permission_required(CHANGE_ACTION)
@require_POST
def tick(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, action_id: UUID, step_id: UUID
) -> HttpResponse:
    """A step is done, or not after all."""
    opened = open_action(request, dossier_id, action_id)
    step, form = _step(opened, step_id), TickForm(request.POST)
    form.full_clean()
    return opened.change(
        lambda: tick_step(step=step, is_done=form.cleaned_data["done"], user=request.user), "steps"
    )


@permission_required(CHANGE_ACTION)
@require_POST
def edit_step(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, action_id: UUID, step_id: UUID
) -> HttpResponse:
    """A step in other words."""
    opened = open_action(request, dossier_id, action_id)
    step = _step(opened, step_id)
    form = StepForm(request.POST, step=step)
    if not form.is_valid():
        return action_page(opened, step=form, status=422)
    try:
        outcome = change_step(step=step, seen=form.seen, typed=form.typed)
    except DossierClosedError:
        return closed_response(request, opened.page)
    if outcome.conflicts:
        form.show_conflicts(outcome.conflicts)
        return action_page(opened, step=form, status=409)
    return opened.back("steps")


@permission_required(CHANGE_ACTION)
@require_POST
def place_step(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, action_id: UUID, step_id: UUID
) -> HttpResponse:
    """A step goes up or down."""
    opened = open_action(request, dossier_id, action_id)
    step, form = _step(opened, step_id), PlaceForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("The step stays where it is. Use the buttons “Up” and “Down”."))
        return opened.back("steps")
    return opened.change(lambda: move_step(step=step, **form.cleaned_data), "steps")


@permission_required(CHANGE_ACTION)
@require_http_methods(["GET", "POST"])
def drop_step(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, action_id: UUID, step_id: UUID
) -> HttpResponse:
    """Take a step off the list, after a page that names it."""
    opened = open_action(request, dossier_id, action_id)
    step = _step(opened, step_id)
    if request.method == "GET":
        return opened.render("actions/action_remove_step.html", {"step": step})
    return opened.change(lambda: remove_step(step=step), "steps")


@permission_required(CHANGE_ACTION)
@require_POST
def comment(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, action_id: UUID) -> HttpResponse:
    """Add a remark."""
    opened = open_action(request, dossier_id, action_id)
    form = CommentForm(request.POST, auto_id="comment-%s")
    if not form.is_valid():
        return action_page(opened, comment=form, status=422)
    return opened.change(
        lambda: add_comment(action=opened.action, user=request.user, **form.cleaned_data), "comments"
    )


@permission_required(CHANGE_ACTION)
@require_http_methods(["GET", "POST"])
def drop_comment(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, action_id: UUID, comment_id: UUID
) -> HttpResponse:
    """Take back a remark of one's own, after a page that shows it."""
    opened = open_action(request, dossier_id, action_id)
    found = ActionComment.objects.filter(action=opened.action, pk=comment_id, by=request.user).first()
    if found is None:
        raise Http404
    found.action = opened.action
    if request.method == "GET":
        return opened.render("actions/action_remove_comment.html", {"comment": found})
    return opened.change(lambda: remove_comment(comment=found, user=request.user), "comments")


@accepts_files
@permission_required(CHANGE_ACTION)
@require_POST
def new_file(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, action_id: UUID) -> HttpResponse:
    """Keep a file with the action that shows what was done."""
    opened = open_action(request, dossier_id, action_id)
    form = FileForm(request.POST, request.FILES, too_large=was_too_large(request), auto_id="file-%s")
    if not form.is_valid():
        return action_page(opened, upload=form, status=422)
    try:
        added = add_evidence(
            dossier=opened.page.dossier,
            checked=form.cleaned_data["file"],
            user=request.user,
            action_id=opened.action.pk,
        )
    except DossierClosedError:
        return closed_response(request, opened.page)
    except (TooManyFilesError, InfectedFileError, ScannerUnavailableError) as error:
        form.add_error("file", why_not_kept(error))
        return action_page(opened, upload=form, status=422)
    messages.success(request, _("“%(name)s” is added.") % {"name": added.name})
    return opened.back("files")


@permission_required(VIEW_ACTION)
@require_safe
def file(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, action_id: UUID, evidence_id: UUID
) -> FileResponse:
    """A file of the action, for everybody who sees the action."""
    return download_of(_file(open_action(request, dossier_id, action_id), evidence_id))


@permission_required(CHANGE_ACTION)
@require_http_methods(["GET", "POST"])
def drop_file(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, action_id: UUID, evidence_id: UUID
) -> HttpResponse:
    """Delete a file, after a page that says what is lost: who makes the plan any, others their own."""
    opened = open_action(request, dossier_id, action_id)
    found = _file(opened, evidence_id)
    if not opened.may_delete(found):
        raise Http404
    if request.method == "GET":
        return opened.render("actions/action_remove_file.html", {"evidence": found})
    return opened.change(lambda: remove_evidence(evidence=found), "files")


def _step(opened: ActionPage, step_id: UUID) -> ActionStep:
    step = ActionStep.objects.filter(action=opened.action, pk=step_id).first()
    if step is None:
        raise Http404
    step.action = opened.action
    return step


def _file(opened: ActionPage, evidence_id: UUID) -> Evidence:
    of_action = Evidence.objects.filter(dossier=opened.page.dossier, action_id=opened.action.pk)
    found = of_action.filter(pk=evidence_id).first()
    if found is None:
        raise Http404
    return found

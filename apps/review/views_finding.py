"""An adviser writes findings in a round, and talks with the firm about each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.organisations.access import permission_required
from apps.organisations.permissions import REVIEW
from apps.review.domain.errors import ReviewRefusedError, TurnRefusedError, UnknownSubjectError
from apps.review.domain.findings import (
    add_finding,
    change_finding,
    close_finding,
    drop_finding,
    finding_values,
    reopen_finding,
    reply_finding,
)
from apps.review.finding_forms import ChangeFindingForm, FindingForm, MessageForm
from apps.review.findings import WHOLE, about_of, choices_in, entries_of, findings_for_practice, with_talk
from apps.review.models import Finding, FindingState
from apps.review.round_page import RoundPage, open_round_page
from apps.review.text_blocks import text_blocks_of
from apps.rie.domain.errors import DossierClosedError
from apps.rie.views.shared import closed_response


@permission_required(REVIEW)
@require_http_methods(["GET", "POST"])
def new_finding(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, submission_id: UUID
) -> HttpResponse:
    """A new finding, about ``?risico=CODE`` or ``?actie=UUID`` when that is given."""
    opened = open_round_page(request, dossier_id, submission_id)
    choices = choices_in(opened.frozen, opened.page.content.factors)
    if request.method == "GET":
        form = FindingForm(about=choices, initial={"about": _asked_about(request)})
        return _form_page(opened, form, None)
    form = FindingForm(request.POST, about=choices)
    if not form.is_valid():
        return _form_page(opened, form, None, 422)
    try:
        finding = add_finding(submission=opened.submission, user=request.user, **form.cleaned_data)
    except DossierClosedError:
        return closed_response(request, opened.page)
    except TurnRefusedError as refused:
        form.add_error(None, str(refused.reason))
        return _form_page(opened, form, None, 409)
    messages.success(
        request,
        _("Finding %(number)s is saved. The firm sees it when you return or conclude the round.")
        % {"number": finding.number},
    )
    return _back(opened, finding)


@permission_required(REVIEW)
@require_safe
def finding(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, submission_id: UUID, finding_id: UUID
) -> HttpResponse:
    """One finding with the talk about it."""
    opened = open_round_page(request, dossier_id, submission_id)
    return _finding_page(opened, _find(opened, finding_id))


@permission_required(REVIEW)
@require_http_methods(["GET", "POST"])
def edit(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, submission_id: UUID, finding_id: UUID
) -> HttpResponse:
    """A draft in other words."""
    opened = open_round_page(request, dossier_id, submission_id)
    found = _find(opened, finding_id)
    entry = entries_of(opened.page, [found])[0]
    form = ChangeFindingForm(
        request.POST if request.method == "POST" else None,
        about=choices_in(opened.frozen, opened.page.content.factors, about_of(found), entry.title),
        values=finding_values(found),
    )
    if request.method == "GET":
        return _form_page(opened, form, found)
    if not form.is_valid():
        return _form_page(opened, form, found, 422)
    return _save(opened, found, form)


def _save(opened: RoundPage, found: Finding, form: ChangeFindingForm) -> HttpResponse:
    try:
        outcome = change_finding(
            finding=found, submission=opened.submission, seen=form.seen, typed=form.typed
        )
    except DossierClosedError:
        return closed_response(opened.request, opened.page)
    except Finding.DoesNotExist:
        raise Http404 from None
    except ReviewRefusedError as refused:
        form.add_error(None, str(refused.reason))
        return _form_page(opened, form, found, 409)
    except UnknownSubjectError:
        form.add_error("about", _("This version no longer holds what you chose. Choose something else."))
        return _form_page(opened, form, found, 422)
    except ValidationError as wrong:  # what two advisers saved does not fit together
        form.add_error(None, wrong)
        return _form_page(opened, form, found, 422)
    if outcome.conflicts:
        form.show_conflicts(outcome.conflicts)
        return _form_page(opened, form, found, 409)
    messages.success(opened.request, _("The finding is changed."))
    return _back(opened, found)


@permission_required(REVIEW)
@require_http_methods(["GET", "POST"])
def drop(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, submission_id: UUID, finding_id: UUID
) -> HttpResponse:
    """Throw a draft away, after a page that shows it."""
    opened = open_round_page(request, dossier_id, submission_id)
    found = _find(opened, finding_id)
    if request.method == "GET":
        if found.shown_at is not None or not opened.may_review:
            return _back(opened, found)
        context = {"finding": found, "submission": opened.submission}
        return opened.render("review/drop_finding.html", context)
    refused = _change(
        opened, lambda: drop_finding(finding=found, submission=opened.submission), _("The finding is gone.")
    )
    if refused is not None:
        return refused
    return redirect("review:round", organisation_id, dossier_id, submission_id)


@permission_required(REVIEW)
@require_POST
def reply(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, submission_id: UUID, finding_id: UUID
) -> HttpResponse:
    """The adviser answers the firm."""
    opened = open_round_page(request, dossier_id, submission_id)
    found = _find(opened, finding_id)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _finding_page(opened, found, form, 422)
    try:
        reply_finding(finding=found, submission=opened.submission, user=request.user, **form.cleaned_data)
    except DossierClosedError:
        return closed_response(request, opened.page)
    except ReviewRefusedError as refused:
        form.add_error(None, str(refused.reason))
        return _finding_page(opened, found, form, 409)
    messages.success(request, _("Your answer is saved. The firm sees it at once."))
    return _back(opened, found)


@permission_required(REVIEW)
@require_POST
def close(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, submission_id: UUID, finding_id: UUID
) -> HttpResponse:
    """The adviser is satisfied."""
    opened = open_round_page(request, dossier_id, submission_id)
    found = _find(opened, finding_id)
    done = _("Finding %(number)s is closed.") % {"number": found.number}
    refused = _change(opened, lambda: close_finding(finding=found, submission=opened.submission), done)
    return refused or _back(opened, found)


@permission_required(REVIEW)
@require_POST
def reopen(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, submission_id: UUID, finding_id: UUID
) -> HttpResponse:
    """Closed too early."""
    opened = open_round_page(request, dossier_id, submission_id)
    found = _find(opened, finding_id)
    done = _("Finding %(number)s is open again.") % {"number": found.number}
    refused = _change(opened, lambda: reopen_finding(finding=found, submission=opened.submission), done)
    return refused or _back(opened, found)


def _find(opened: RoundPage, finding_id: UUID) -> Finding:
    findings = with_talk(findings_for_practice(opened.submission)).select_related("submission__version", "by")
    found = findings.filter(pk=finding_id).first()
    if found is None:
        raise Http404
    found.dossier = opened.page.dossier
    return found


def _asked_about(request: HttpRequest) -> str:
    """What the address asks a finding about, the whole unless told. A select ignores what it lacks."""
    if code := request.GET.get("risico"):
        return f"r-{code}"
    action = request.GET.get("actie")
    return f"a-{action}" if action else WHOLE


def _change(opened: RoundPage, verb: Callable[[], object], done: str) -> HttpResponse | None:
    """Run a verb and say that it is done, or why not. A page comes back for a closed dossier."""
    try:
        verb()
    except DossierClosedError:
        return closed_response(opened.request, opened.page)
    except Finding.DoesNotExist:
        raise Http404 from None
    except ReviewRefusedError as refused:
        messages.error(opened.request, str(refused.reason))
    else:
        messages.success(opened.request, done)
    return None


def _back(opened: RoundPage, found: Finding) -> HttpResponse:
    dossier = opened.page.dossier
    return redirect("review:finding", dossier.organisation_id, dossier.pk, opened.submission.pk, found.pk)


def _form_page(
    opened: RoundPage, form: FindingForm, found: Finding | None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "finding": found,
        "submission": opened.submission,
        "may_review": opened.may_review and (found is None or found.shown_at is None),
        "blocks": text_blocks_of(opened.submission.practice) if opened.submission.practice else (),
    }
    return opened.render("review/new_finding.html", context, status=status)


def _finding_page(
    opened: RoundPage, found: Finding, form: MessageForm | None = None, status: int = 200
) -> HttpResponse:
    is_shown = found.shown_at is not None
    may_talk = is_shown and opened.submission.is_open and opened.page.dossier.is_open
    is_closed = found.state == FindingState.CLOSED
    context = {
        "entry": entries_of(opened.page, [found])[0],
        "submission": opened.submission,
        "may_write": opened.may_review and not is_shown,
        "may_talk": may_talk,
        "form": form or MessageForm(),
        "may_reply": form is not None or (may_talk and not is_closed),
        "is_adviser": True,
        "may_answer": False,
    }
    return opened.render("review/finding.html", context, status=status)

"""The firm's side of the toets: submitting, where it stands, and taking back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.organisations.access import may, permission_required
from apps.organisations.permissions import INSPECTION_FILE, REVIEW, SUBMIT, VIEW_REVIEW
from apps.review.completeness import Completeness, completeness_now
from apps.review.domain.errors import ReviewRefusedError, SharingRefusedError
from apps.review.domain.practice_errors import InvitedMemberError
from apps.review.domain.submitting import NotCompleteError, withdraw
from apps.review.domain.submitting import submit as submit_version
from apps.review.findings import round_to_read
from apps.review.models import Submission
from apps.review.practices import invitation_of
from apps.review.rounds import find_round, rounds_of
from apps.review.standing import findings_by_weight, standing_of
from apps.review.submit_forms import SubmitForm, WithdrawForm
from apps.rie.domain.errors import DossierClosedError
from apps.rie.page import DossierPage, open_page


@permission_required(SUBMIT)
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """What is still missing, and submitting."""
    page = open_page(request, dossier_id)
    if request.method == "GET" and not page.dossier.is_open:
        return redirect("review:review", organisation_id, dossier_id)
    completeness = completeness_now(page.dossier, page.assessment, today=timezone.localdate())
    last = rounds_of(page.dossier).first()
    form = SubmitForm(
        request.POST if request.method == "POST" else None,
        needs_consent_reason=completeness.needs_consent_reason,
        initial=_initial(last),
    )
    if request.method == "GET" or not form.is_valid():
        return _submit_page(page, form, completeness, last)
    return _submit(page, form, completeness, last)


def _submit(
    page: DossierPage, form: SubmitForm, completeness: Completeness, last: Submission | None
) -> HttpResponse:
    """Try it; whatever stands in the way is said on the same page, with what was typed."""
    try:
        submit_version(dossier=page.dossier, user=page.request.user, **form.cleaned_data)
    except DossierClosedError:
        typed = [value for value in form.cleaned_data.values() if isinstance(value, str) and value]
        return page.render("rie/closed.html", "review", {"typed": typed}, status=409)
    except NotCompleteError as refused:
        form.add_error(None, str(refused.reason))
        completeness = refused.completeness
    except ValidationError as wrong:
        form.add_error(None, wrong.messages)
    except SharingRefusedError as refused:
        form.add_error("practice", str(refused.reason))
    except InvitedMemberError as refused:
        form.add_error("invited_email", str(refused.reason))
    except ReviewRefusedError as refused:
        form.add_error(None, str(refused.reason))
    else:
        messages.success(page.request, _("Submitted. You get an e-mail as soon as the adviser answers."))
        return redirect("review:review", page.dossier.organisation_id, page.dossier.pk)
    return _submit_page(page, form, completeness, last)


@permission_required(VIEW_REVIEW)
@require_safe
def review(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """Where the toets stands. An adviser goes on to the round of her own practice."""
    page = open_page(request, dossier_id)
    if may(request, REVIEW):
        return _for_an_adviser(page)
    standing = standing_of(page.dossier, page.content)
    waits = standing.open is not None and standing.open.practice is None
    invitation = invitation_of(standing.open) if waits else None
    context = {
        "waits_for_adviser": waits,
        "invitation": invitation,
        "is_over": invitation is not None and invitation.expires_at <= timezone.now(),
        "standing": standing,
        "running": standing.open,
        "newest": standing.newest,
        "reviewed": standing.reviewed,
        "tallies": findings_by_weight(page.dossier),
        "may_submit": page.dossier.is_open and may(request, SUBMIT),
        "may_inspect": may(request, INSPECTION_FILE),
        "is_trial": request.organisation.trial_ends_at is not None,
    }
    return page.render("review/review.html", "review", context)


@permission_required(SUBMIT)
@require_http_methods(["GET", "POST"])
def withdraw_submission(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, submission_id: UUID
) -> HttpResponse:
    """Take a round back, after a page that says what is lost."""
    page = open_page(request, dossier_id)
    submission = find_round(page.dossier, submission_id)
    if submission is None:
        raise Http404
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "GET" or not form.is_valid():
        return _withdraw_page(page, submission, form)
    submission.dossier = page.dossier
    try:
        withdraw(submission=submission, user=request.user, reason=form.cleaned_data["reason"])
    except DossierClosedError:
        messages.error(request, _("This RI&E is closed. You can read it, not change it."))
    except ReviewRefusedError as refused:
        messages.error(request, str(refused.reason))
    else:
        messages.success(request, _("Taken back. The practice can no longer read your RI&E."))
    return redirect("review:review", organisation_id, dossier_id)


def _initial(last: Submission | None) -> dict[str, Any]:
    """Mostly the same adviser reads the next version too."""
    if last is None:
        return {}
    if last.practice_id is None:
        return {"invited_email": last.invited_email}
    return {"practice": last.practice_id if last.practice.closed_at is None else None}


def _submit_page(
    page: DossierPage, form: SubmitForm, completeness: Completeness, last: Submission | None
) -> HttpResponse:
    is_trial = page.request.organisation.trial_ends_at is not None
    context = {
        "form": form,
        "completeness": completeness,
        "running": last if last is not None and last.is_open else None,
        "is_trial": is_trial,
        # What she typed stays in sight; otherwise no form that cannot be sent.
        "shows_form": form.is_bound or not (is_trial or completeness.blocks),
    }
    return page.render("review/submit.html", "review", context, status=422 if form.errors else 200)


def _withdraw_page(page: DossierPage, submission: Submission, form: WithdrawForm) -> HttpResponse:
    context = {"form": form, "submission": submission}
    status = 422 if form.errors else 200
    return page.render("review/withdraw_submission.html", "review", context, status=status)


def _for_an_adviser(page: DossierPage) -> HttpResponse:
    """Her own round, or that there is none: what goes to another practice is none of her business."""
    newest = round_to_read(page.dossier, page.request.user)
    if newest is None:
        return page.render("review/review_for_adviser.html", "review")
    return redirect("review:round", page.dossier.organisation_id, page.dossier.pk, newest.pk)


submit_patterns = [
    path("toets/", review, name="review"),
    path("toets/indienen/", submit, name="submit"),
    path("toets/<uuid:submission_id>/intrekken/", withdraw_submission, name="withdraw_submission"),
]

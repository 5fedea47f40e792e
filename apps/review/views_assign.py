"""Who of the practice reviews a round, and sending the letter to an invited adviser again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.organisations.access import permission_required
from apps.organisations.permissions import REVIEW, SUBMIT
from apps.review.domain.errors import ReviewRefusedError
from apps.review.domain.inviting import resend_adviser_invitation
from apps.review.domain.practice import assign as assign_round
from apps.review.domain.practice_errors import AssignedMeanwhileError
from apps.review.practice_forms import AssignForm
from apps.review.practices import who_may_review
from apps.review.round_page import RoundPage, open_round_page
from apps.review.rounds import find_round
from apps.rie.domain.errors import DossierClosedError
from apps.rie.page import open_page


@permission_required(REVIEW)
@require_http_methods(["GET", "POST"])
def assign(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, submission_id: UUID
) -> HttpResponse:
    """Put a name on the round, or take it oneself."""
    round_ = open_round_page(request, dossier_id, submission_id)
    submission = round_.submission
    sent = request.POST if request.method == "POST" else None
    initial = {"adviser": submission.adviser_id or "", "seen": submission.adviser_id}
    form = AssignForm(sent, initial=initial, advisers=who_may_review(submission), user=request.user)
    if sent is None or not form.is_valid():
        return _assign_page(round_, form)
    chosen = form.chosen
    try:
        assign_round(submission=submission, adviser=chosen, user=request.user, seen=form.seen_id)
    except AssignedMeanwhileError as refused:
        form.show_who_has_it(refused.adviser)
        form.add_error(None, str(refused.reason))
        return _assign_page(round_, form, status=409)
    except ReviewRefusedError as refused:
        form.add_error(None, str(refused.reason))
        return _assign_page(round_, form)
    except DossierClosedError:
        messages.error(request, _("This RI&E is closed. You can read it, not change it."))
    else:
        messages.success(request, _said(round_, chosen))
    return redirect(_back(request, form))


@permission_required(SUBMIT)
@require_POST
def resend_invitation(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, submission_id: UUID
) -> HttpResponse:
    """A new letter to the invited adviser; the link in the earlier one stops working."""
    page = open_page(request, dossier_id)
    submission = find_round(page.dossier, submission_id)
    if submission is None:
        raise Http404
    try:
        sent = resend_adviser_invitation(submission=submission, user=request.user)
    except ReviewRefusedError as refused:
        messages.error(request, str(refused.reason))
    else:
        text = _(
            "A new invitation is on its way to %(email)s. The link in the earlier letter stopped working."
        )
        messages.success(request, text % {"email": sent.email})
    return redirect("review:review", organisation_id, dossier_id)


def _said(round_: RoundPage, chosen: object) -> str:
    firm = round_.submission.organisation.name
    if chosen is None:
        return _("The review of %(firm)s is put back: nobody has it now.") % {"firm": firm}
    return _("%(name)s reviews the RI&E of %(firm)s.") % {"name": chosen, "firm": firm}


def _back(request: HttpRequest, form: AssignForm) -> str:
    """The page where the form stood, when that is one of this site."""
    back = form.cleaned_data["next"]
    is_here = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return back if back and is_here else reverse("review:queue")


def _assign_page(round_: RoundPage, form: AssignForm, status: int = 422) -> HttpResponse:
    submission = round_.submission
    context = {"form": form, "submission": submission, "is_mine": submission.adviser_id == form.user.pk}
    return round_.render("review/assign.html", context, status=status if form.errors else 200)

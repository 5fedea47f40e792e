"""The page of a practice: its advisers, who is invited, leaving it and closing it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.organisations.models import Practice
from apps.review.domain.colleagues import (
    invite_colleague,
    resend_colleague_invitation,
    revoke_colleague_invitation,
)
from apps.review.domain.errors import ReviewRefusedError
from apps.review.domain.practice import close_practice, leave_practice
from apps.review.domain.practice_errors import LastAdviserError, NoSuchPracticeError
from apps.review.models import ColleagueInvitation
from apps.review.practice_forms import ColleagueForm
from apps.review.practices import advisers_of, find_practice, open_colleague_invitations, open_rounds_of


@login_required
@require_http_methods(["GET", "POST"])
def practice(request: HttpRequest, practice_id: UUID) -> HttpResponse:
    """Advisers with what they have to do, and who is invited (four queries); POST invites a colleague."""
    mine = _mine(request, practice_id)
    form = ColleagueForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            invite_colleague(practice=mine, email=email, user=request.user)
        except NoSuchPracticeError:
            raise Http404 from None
        except ReviewRefusedError as refused:
            form.add_error("email", str(refused.reason))
        else:
            messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": email})
            return redirect("review:practice", mine.pk)
    return _practice_page(request, mine, form)


@login_required
@require_POST
def resend_colleague(request: HttpRequest, practice_id: UUID, colleague_id: UUID) -> HttpResponse:
    """A new letter with a new link; the old link stops working."""
    invitation = _open_invitation(request, practice_id, colleague_id)
    try:
        resend_colleague_invitation(invitation=invitation, user=request.user)
    except NoSuchPracticeError:
        raise Http404 from None
    except ReviewRefusedError as refused:
        messages.error(request, str(refused.reason))
    else:
        text = _(
            "A new invitation is on its way to %(email)s. The link in the earlier letter stopped working."
        )
        messages.success(request, text % {"email": invitation.email})
    return redirect("review:practice", practice_id)


@login_required
@require_POST
def revoke_colleague(request: HttpRequest, practice_id: UUID, colleague_id: UUID) -> HttpResponse:
    """Make the link in the letter worthless. Nothing is lost: she can be invited again."""
    invitation = _open_invitation(request, practice_id, colleague_id)
    try:
        revoke_colleague_invitation(invitation=invitation, user=request.user)
    except NoSuchPracticeError:
        raise Http404 from None
    except ReviewRefusedError as refused:
        messages.error(request, str(refused.reason))
    else:
        text = _("The invitation for %(email)s is withdrawn.")
        messages.success(request, text % {"email": invitation.email})
    return redirect("review:practice", practice_id)


@login_required
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, practice_id: UUID) -> HttpResponse:
    """Ask, and then go away from the practice."""
    mine = _mine(request, practice_id)
    if request.method == "POST":
        try:
            leave_practice(practice=mine, user=request.user)
        except NoSuchPracticeError:
            raise Http404 from None
        except LastAdviserError as refused:
            messages.error(request, str(refused.reason))
        else:
            messages.success(request, _("You are no adviser of %(practice)s any more.") % {"practice": mine})
            return redirect("home")
    rounds = list(open_rounds_of(mine))
    context = {
        "practice": mine,
        "number": sum(1 for entry in rounds if entry.adviser_id == request.user.pk),
        "waiting": len(rounds),
        "is_last": mine.memberships.count() == 1,
    }
    return render(request, "review/leave_practice.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, practice_id: UUID) -> HttpResponse:
    """Say what ends and for how many firms, and then close the practice."""
    mine = _mine(request, practice_id)
    if request.method == "POST":
        try:
            close_practice(practice=mine, user=request.user)
        except NoSuchPracticeError:
            raise Http404 from None
        messages.success(request, _("%(practice)s is closed.") % {"practice": mine})
        return redirect("review:queue")
    rounds = list(open_rounds_of(mine))
    # By id: two firms may have the same name.
    firms = sorted({entry.organisation_id: entry.organisation.name for entry in rounds}.values())
    context = {"practice": mine, "rounds": len(rounds), "firms": firms}
    return render(request, "review/close_practice.html", context)


def _mine(request: HttpRequest, practice_id: UUID) -> Practice:
    found = find_practice(request.user, practice_id)
    if found is None:
        raise Http404
    return found


def _open_invitation(request: HttpRequest, practice_id: UUID, colleague_id: UUID) -> ColleagueInvitation:
    mine = _mine(request, practice_id)
    found = open_colleague_invitations(mine).filter(pk=colleague_id).first()
    if found is None:
        raise Http404
    found.practice = mine
    return found


def _practice_page(request: HttpRequest, mine: Practice, form: ColleagueForm) -> HttpResponse:
    now, advisers = timezone.now(), advisers_of(mine)
    invitations = open_colleague_invitations(mine)
    context = {
        "practice": mine,
        "advisers": advisers,
        "unassigned": open_rounds_of(mine).filter(adviser__isnull=True).count(),
        "invitations": [(entry, entry.expires_at <= now) for entry in invitations],
        "form": form,
    }
    return render(request, "review/practice.html", context, status=422 if form.errors else 200)

"""The people of a firm: who they are, what they may do, and how they go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.organisations.access import permission_required
from apps.organisations.domain.invitations import InvitationError, TrialError, invite
from apps.organisations.domain.members import (
    GoneError,
    LastEmployerError,
    NotAllowedError,
    change_role,
    hand_over,
    leave,
    remove_member,
)
from apps.organisations.member_forms import HandOverForm, InvitationForm, RoleForm, reason
from apps.organisations.models import Membership
from apps.organisations.permissions import LEAVE_ORGANISATION, MANAGE_MEMBERS
from apps.organisations.queries import is_only_employer, members, open_invitations
from apps.organisations.roles import WHAT_A_ROLE_MAY


@contextmanager
def refusals() -> Iterator[None]:
    """Answer what changed between the page and the click like any other lost right or missing thing."""
    try:
        yield
    except NotAllowedError as error:
        raise PermissionDenied from error
    except GoneError as error:
        raise Http404 from error


@permission_required(MANAGE_MEMBERS)
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Members and open invitations (two queries), and a form to ask somebody in."""
    if request.method == "GET":
        return _people_page(request, InvitationForm())
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _people_page(request, form, status=422)
    try:
        with refusals():
            invite(
                organisation=request.organisation,
                **form.cleaned_data,
                by=request.membership,
                link=lambda token: invitation_address(request, token),
                now=timezone.now(),
            )
    except InvitationError as error:
        form.add_error(None if isinstance(error, TrialError) else "email", reason(error))
        return _people_page(request, form, status=422)
    # The same words whether or not there is an account with this address.
    messages.success(
        request, _("The invitation is on its way to %(email)s.") % {"email": form.cleaned_data["email"]}
    )
    return redirect("organisations:members", organisation_id)


@permission_required(MANAGE_MEMBERS)
@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, organisation_id: UUID, membership_id: UUID) -> HttpResponse:
    """The role of one member."""
    found = _member(request, membership_id)
    form = RoleForm(request.POST or None, initial={"role": found.role})
    if request.method == "POST" and form.is_valid():
        try:
            with refusals():
                change_role(membership=found, role=form.cleaned_data["role"], by=request.membership)
        except LastEmployerError as error:
            form.add_error("role", reason(error))
        else:
            return _to_people(request, _("The role of %(name)s is changed.") % {"name": found.user})
    context = {"form": form, "member": found, "organisation": request.organisation}
    return render(request, "organisations/members/member.html", context, status=422 if form.errors else 200)


@permission_required(MANAGE_MEMBERS)
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, organisation_id: UUID, membership_id: UUID) -> HttpResponse:
    """Ask, and then take somebody's access away. For oneself there is another page."""
    found = _member(request, membership_id)
    if found.pk == request.membership.pk:
        return redirect("organisations:leave", organisation_id)
    if request.method == "POST":
        with refusals():
            remove_member(membership=found, by=request.membership)
        return _to_people(request, _("%(name)s has no access any more.") % {"name": found.user})
    context = {"member": found, "organisation": request.organisation}
    return render(request, "organisations/members/remove.html", context)


@permission_required(LEAVE_ORGANISATION)
@require_http_methods(["GET", "POST"])
def go(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Leave the firm oneself, after a question. The only employer reads what to do first."""
    if request.method == "POST":
        try:
            with refusals():
                leave(membership=request.membership)
        except LastEmployerError:
            return _leave_page(request, status=409)
        messages.success(request, _("You have left %(firm)s.") % {"firm": request.organisation})
        return redirect("home")
    return _leave_page(request)


@permission_required(MANAGE_MEMBERS)
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Hand the firm over to another member, who becomes employer."""
    others = [one for one in members(request.organisation) if one.pk != request.membership.pk]
    form = HandOverForm(request.POST or None, organisation=request.organisation, others=others)
    if request.method == "POST" and form.is_valid():
        taker = form.cleaned_data["taker"]
        with refusals():
            hand_over(giver=request.membership, taker=taker, stays=form.stays)
        messages.success(request, _("%(name)s is the employer now.") % {"name": taker.user})
        return redirect("home")
    context = {"form": form, "others": others, "organisation": request.organisation}
    status = 422 if form.errors else 200
    return render(request, "organisations/members/hand_over.html", context, status=status)


def invitation_address(request: HttpRequest, token: str) -> str:
    """The whole address that goes into the letter."""
    return request.build_absolute_uri(reverse("organisations:invitation", args=[token]))


def _member(request: HttpRequest, membership_id: UUID) -> Membership:
    found = members(request.organisation).filter(pk=membership_id).first()
    if found is None:
        raise Http404
    return found


def _to_people(request: HttpRequest, message: str) -> HttpResponse:
    messages.success(request, message)
    # Who lowered her own role may not see that page any more.
    stays = Membership.objects.filter(pk=request.membership.pk, role=request.membership.role).exists()
    return redirect("organisations:members", request.organisation.pk) if stays else redirect("home")


def _leave_page(request: HttpRequest, status: int = 200) -> HttpResponse:
    context = {
        "organisation": request.organisation,
        "is_only_employer": is_only_employer(request.membership),
    }
    return render(request, "organisations/members/leave.html", context, status=status)


def _people_page(request: HttpRequest, form: InvitationForm, status: int = 200) -> HttpResponse:
    now = timezone.now()
    open_now = open_invitations(request.organisation)
    context = {
        "form": form,
        "organisation": request.organisation,
        "own_id": request.membership.pk,
        "is_trial": request.organisation.trial_ends_at is not None,
        "members": [(one, WHAT_A_ROLE_MAY[one.role]) for one in members(request.organisation)],
        "invitations": [(invitation, invitation.expires_at <= now) for invitation in open_now],
    }
    return render(request, "organisations/members/members.html", context, status=status)

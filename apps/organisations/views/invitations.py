"""An invitation, seen by who sent it (send again, take back) and by who got it (accept)."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.organisations.access import permission_required
from apps.organisations.domain.invitations import (
    InvitationClosedError,
    InvitationError,
    WrongAccountError,
    accept,
    has_confirmed,
    resend,
    revoke,
)
from apps.organisations.member_forms import reason
from apps.organisations.models import Invitation
from apps.organisations.permissions import MANAGE_MEMBERS
from apps.organisations.queries import find_invitation, open_invitations
from apps.organisations.roles import WHAT_YOU_MAY
from apps.organisations.views.members import invitation_address, refusals


@permission_required(MANAGE_MEMBERS)
@require_POST
def send_again(request: HttpRequest, organisation_id: UUID, invitation_id: UUID) -> HttpResponse:
    """A new letter with a new link; the old link stops working."""
    invitation = _open(request, invitation_id)
    try:
        with refusals():
            resend(
                invitation=invitation,
                by=request.membership,
                link=lambda token: invitation_address(request, token),
                now=timezone.now(),
            )
    except InvitationError as error:
        messages.error(request, reason(error))
    else:
        text = _(
            "A new invitation is on its way to %(email)s. The link in the earlier letter stopped working."
        )
        messages.success(request, text % {"email": invitation.email})
    return redirect("organisations:members", organisation_id)


@permission_required(MANAGE_MEMBERS)
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, organisation_id: UUID, invitation_id: UUID) -> HttpResponse:
    """Ask, and then make the link in the letter worthless."""
    invitation = _open(request, invitation_id)
    if request.method == "GET":
        context = {"invitation": invitation, "organisation": request.organisation}
        return render(request, "organisations/members/revoke.html", context)
    try:
        with refusals():
            revoke(invitation=invitation, by=request.membership, now=timezone.now())
    except InvitationClosedError as error:
        messages.error(request, reason(error))
    else:
        text = _("The invitation for %(email)s is withdrawn.")
        messages.success(request, text % {"email": invitation.email})
    return redirect("organisations:members", organisation_id)


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What one is invited for; POST accepts. Public: who gets a letter may have no account yet."""
    found = find_invitation(token, timezone.now())
    if found is None:
        return _closed_page(request)
    if request.method == "GET" or not _is_somebody(request):
        return _invitation_page(request, token, found)
    try:
        membership = accept(token=token, user=request.user, now=timezone.now())
    except InvitationClosedError:
        return _closed_page(request)
    except WrongAccountError:
        return _invitation_page(request, token, found, status=403)
    text = _("Welcome. You now take part in %(firm)s as %(role)s.")
    firm, role = membership.organisation.name, membership.get_role_display()
    messages.success(request, text % {"firm": firm, "role": role})
    return redirect("home")


@never_cache
@require_POST
def make_account(request: HttpRequest, token: str) -> HttpResponse:
    """To the sign-up page. Who has the token reads this mailbox, so its address counts as confirmed."""
    found = find_invitation(token, timezone.now())
    if found is None:
        return _closed_page(request)
    get_adapter(request).stash_verified_email(request, found.email)
    return redirect(f"{reverse('account_signup')}?{_back_to(token)}")


def _open(request: HttpRequest, invitation_id: UUID) -> Invitation:
    found = open_invitations(request.organisation).filter(pk=invitation_id).first()
    if found is None:
        raise Http404
    return found


def _is_somebody(request: HttpRequest) -> bool:
    """Logged in with an account; who tries without one makes an account first."""
    return request.user.is_authenticated and not request.user.is_guest


def _back_to(token: str) -> str:
    return urlencode({"next": reverse("organisations:invitation", args=[token])})


def _invitation_page(request: HttpRequest, token: str, found: Invitation, status: int = 200) -> HttpResponse:
    is_somebody = _is_somebody(request)
    context = {
        "invitation": found,
        "may": WHAT_YOU_MAY[found.role],
        "token": token,
        "back": _back_to(token),
        "is_somebody": is_somebody,
        "is_right_account": is_somebody and has_confirmed(request.user, found.email),
        "is_unconfirmed": is_somebody and request.user.email == found.email,
    }
    return render(request, "organisations/members/invitation.html", context, status=status)


def _closed_page(request: HttpRequest) -> HttpResponse:
    """One answer for a token that never was, was used, was withdrawn or is too old."""
    return render(request, "organisations/members/invitation_closed.html", status=404)

"""My account: everything about logging in on one page, and where one is logged in."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.organisations.accounts.sessions import end_other_sessions, end_session, logged_in


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """What stands where: address, password, second step, other ways in, sessions."""
    user = request.user
    authenticators = list(Authenticator.objects.filter(user=user))
    kinds = [authenticator.type for authenticator in authenticators]
    codes = next((each for each in authenticators if each.type == Authenticator.Type.RECOVERY_CODES), None)
    context = {
        "email": EmailAddress.objects.get_primary_email(user) or user.email,
        "has_password": user.has_usable_password(),
        "has_app": Authenticator.Type.TOTP in kinds,
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
        "single_sign_on": settings.SINGLE_SIGN_ON,
        "is_linked": settings.SINGLE_SIGN_ON and SocialAccount.objects.filter(user=user).exists(),
        "places": len(logged_in(user=user, current_key=request.session.session_key)),
    }
    return render(request, "account/overview.html", context)


@login_required
@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """Where somebody is logged in now."""
    places = logged_in(user=request.user, current_key=request.session.session_key)
    return render(request, "account/sessions.html", {"places": places})


@login_required
@require_POST
def end_one(request: HttpRequest, session_id: int) -> HttpResponse:
    """Log out in one other browser."""
    try:
        end_session(user=request.user, session_id=session_id)
    except UserSession.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("You are logged out there."))
    return redirect("account_sessions")


@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Log out everywhere but here."""
    end_other_sessions(user=request.user, current_key=request.session.session_key)
    messages.success(request, _("You are logged out everywhere else."))
    return redirect("account_sessions")

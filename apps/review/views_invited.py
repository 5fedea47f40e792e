"""Invitations seen by who got them: an adviser for one round, a colleague for a practice."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.organisations.domain.invitations import has_confirmed
from apps.review.domain.colleagues import accept_colleague_invitation
from apps.review.domain.errors import ReviewRefusedError
from apps.review.domain.inviting import accept_adviser_invitation
from apps.review.domain.practice_errors import (
    InvitationGoneError,
    NotHerMailboxError,
    PracticeNameTakenError,
)
from apps.review.practice_forms import AcceptForm
from apps.review.practices import find_adviser_invitation, find_colleague_invitation, open_practices_of


@never_cache
@require_http_methods(["GET", "POST"])
def accept_adviser(request: HttpRequest, token: str) -> HttpResponse:
    """Which firm asks for a review; POST takes it on. Public: who gets a letter may have no account yet."""
    found = find_adviser_invitation(token, timezone.now())
    if found is None:
        return _closed_page(request)
    if not _is_hers(request, found.email):
        return _door(request, found.email, "accept_adviser", "adviser_account", token)
    sent = request.POST if request.method == "POST" else None
    form = AcceptForm(sent, practices=open_practices_of(request.user))
    if sent is not None and form.is_valid():
        answer = _take_on(request, token, form)
        if answer is not None:
            return answer
    context = {"invitation": found, "form": form}
    return render(request, "review/accept_adviser.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def accept_colleague(request: HttpRequest, token: str) -> HttpResponse:
    """Which practice asks one in; POST accepts."""
    found = find_colleague_invitation(token, timezone.now())
    if found is None:
        return _closed_page(request)
    if not _is_hers(request, found.email):
        return _door(request, found.email, "accept_colleague", "colleague_account", token)
    if request.method == "GET":
        return render(request, "review/colleague.html", {"invitation": found})
    try:
        practice = accept_colleague_invitation(token=token, user=request.user)
    except (InvitationGoneError, NotHerMailboxError):
        return _closed_page(request)
    messages.success(request, _("Welcome. You are now an adviser of %(practice)s.") % {"practice": practice})
    return redirect("review:practice", practice.pk)


@never_cache
@require_POST
def adviser_account(request: HttpRequest, token: str) -> HttpResponse:
    """To the sign-up page. Who has the token reads this mailbox, so its address counts as confirmed."""
    return _sign_up(request, find_adviser_invitation(token, timezone.now()), "accept_adviser", token)


@never_cache
@require_POST
def colleague_account(request: HttpRequest, token: str) -> HttpResponse:
    """As above, for a colleague."""
    return _sign_up(request, find_colleague_invitation(token, timezone.now()), "accept_colleague", token)


def _take_on(request: HttpRequest, token: str, form: AcceptForm) -> HttpResponse | None:
    """Where to go next; None when the form has to be filled in otherwise."""
    try:
        round_ = accept_adviser_invitation(
            token=token, user=request.user, practice=form.chosen, practice_name=form.cleaned_data["name"]
        )
    except (InvitationGoneError, NotHerMailboxError):
        return _closed_page(request)
    except PracticeNameTakenError as refused:
        form.add_error("name", str(refused.reason))
        return None
    except ReviewRefusedError as refused:
        form.add_error(None, str(refused.reason))
        return None
    text = _("You review the RI&E of %(firm)s. It stands in your list.")
    messages.success(request, text % {"firm": round_.organisation.name})
    return redirect("review:queue")


def _sign_up(request: HttpRequest, found: Any, page: str, token: str) -> HttpResponse:
    if found is None:
        return _closed_page(request)
    get_adapter(request).stash_verified_email(request, found.email)
    return redirect(f"{reverse('account_signup')}?{_back_to(page, token)}")


def _is_somebody(request: HttpRequest) -> bool:
    """Logged in with an account; who tries without one makes an account first."""
    return request.user.is_authenticated and not request.user.is_guest


def _is_hers(request: HttpRequest, email: str) -> bool:
    return _is_somebody(request) and has_confirmed(request.user, email)


def _back_to(page: str, token: str) -> str:
    return urlencode({"next": reverse(f"review:{page}", args=[token])})


def _door(request: HttpRequest, email: str, page: str, account: str, token: str) -> HttpResponse:
    """How to come in with the right account. It says nothing of who asks, nor to which address."""
    is_somebody = _is_somebody(request)
    context = {
        "is_somebody": is_somebody,
        "is_unconfirmed": is_somebody and request.user.email == email,
        "here": reverse(f"review:{page}", args=[token]),
        "sign_up": reverse(f"review:{account}", args=[token]),
        "back": _back_to(page, token),
    }
    return render(request, "review/accept_door.html", context, status=403 if is_somebody else 200)


def _closed_page(request: HttpRequest) -> HttpResponse:
    """One answer for a token that never was, was used, was withdrawn or is too old."""
    return render(request, "review/accept_closed.html", status=404)

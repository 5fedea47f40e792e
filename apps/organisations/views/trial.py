"""Trying without an account: begin, and stop again."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from apps.organisations.domain.trials import end_trial, start_trial
from apps.organisations.guests import welcome
from apps.organisations.queries import memberships_of


@require_POST
def try_without_account(request: HttpRequest) -> HttpResponse:
    """Make the visitor a guest and let her tell about her firm. Who has something already goes home."""
    if request.user.is_authenticated:
        return redirect("home")
    if not _may_start(request):
        return render(request, "organisations/too_many_trials.html", status=429)
    welcome(request, start_trial())
    return redirect("new_firm")


def _may_start(request: HttpRequest) -> bool:
    """Counted per address and forgotten after an hour. An account can be made all the same."""
    rates = {"trial": settings.TRIALS_PER_ADDRESS}
    return bool(ratelimit.consume(request, app="organisations", action="trial", config=rates))


@login_required
@require_http_methods(["GET", "POST"])
def stop_trial(request: HttpRequest) -> HttpResponse:
    """Throw the trial away, after asking. For somebody with an account there is nothing to throw away."""
    if request.guest is None:
        return redirect("home")
    if request.method == "POST":
        end_trial(guest=request.guest)
        request.session.flush()
        return redirect("home")
    firms = [membership.organisation for membership in memberships_of(request.guest)]
    return render(request, "organisations/stop_trial.html", {"firms": firms})

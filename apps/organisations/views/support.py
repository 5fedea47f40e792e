"""Letting platform administrators look along for a limited time, and ending that."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.organisations.access import permission_required
from apps.organisations.domain.support import AlreadyGrantedError, grant_support, withdraw_support
from apps.organisations.oversight_forms import GrantForm
from apps.organisations.oversight_queries import grants
from apps.organisations.permissions import GRANT_SUPPORT


@permission_required(GRANT_SUPPORT)
@require_http_methods(["GET", "POST"])
def support(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Who may look along now and until when, what was before, and a form to let us in."""
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            grant_support(
                organisation=request.organisation,
                reason=form.cleaned_data["reason"],
                days=form.cleaned_data["days"],
                user=request.user,
                now=timezone.now(),
            )
        except AlreadyGrantedError:
            messages.info(request, _("We may look along already; see below until when."))
        else:
            messages.success(request, _("We can look along now. You can end it at any moment."))
        return redirect("organisations:support", organisation_id)
    now, everything = timezone.now(), list(grants())
    is_open = [grant for grant in everything if grant.withdrawn_at is None and grant.ends_at > now]
    context = {
        "organisation": request.organisation,
        "form": form,
        "open_grants": is_open,
        "ended_grants": [grant for grant in everything if grant not in is_open],
    }
    return render(request, "organisations/support.html", context, status=422 if form.errors else 200)


@permission_required(GRANT_SUPPORT)
@require_POST
def stop_support(request: HttpRequest, organisation_id: UUID, grant_id: UUID) -> HttpResponse:
    """End it now. Nothing is lost by that, so nothing is asked first."""
    grant = grants().filter(pk=grant_id).first()
    if grant is None:
        raise Http404
    if withdraw_support(grant=grant, now=timezone.now()):
        messages.success(request, _("We can no longer look along."))
    else:
        messages.info(request, _("This had ended already."))
    return redirect("organisations:support", organisation_id)

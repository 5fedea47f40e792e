"""The front door: what this is, or your own firms, and setting up a new one."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_safe
from django_scopes import scope, scopes_disabled

from apps.organisations.domain.firm import found_organisation
from apps.organisations.forms import OrganisationForm
from apps.organisations.guests import stay_as_long_as_the_trial
from apps.organisations.queries import memberships_of, other_work_of
from apps.rie.domain.dossier import open_dossier
from apps.rie.models import Dossier


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The landing page, or the firms and dossiers of who is logged in (three queries)."""
    if not request.user.is_authenticated:
        return render(request, "rie/landing.html", {"trial_days": settings.TRIAL_DAYS})
    memberships = memberships_of(request.user)
    with scopes_disabled():  # across her own firms only: the filter names them
        dossiers = list(Dossier.objects.filter(organisation__in=[m.organisation_id for m in memberships]))
    firms = [
        (
            membership,
            [dossier for dossier in dossiers if dossier.organisation_id == membership.organisation_id],
        )
        for membership in memberships
    ]
    context = {"firms": firms, "other_work": other_work_of(request.user)}
    return render(request, "rie/home.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_firm(request: HttpRequest) -> HttpResponse:
    """Set up a firm and start its first RI&E."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            organisation = found_organisation(organisation=form.new_organisation, owner=request.user)
            with scope(organisation=organisation):
                dossier = open_dossier(organisation=organisation, year=timezone.localdate().year)
        if request.guest:
            stay_as_long_as_the_trial(request.session)
        return redirect("rie:profile", organisation.pk, dossier.pk)
    return render(request, "rie/new_firm.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    """How the tool works, in one page."""
    return render(request, "rie/help.html")

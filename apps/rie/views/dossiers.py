"""The RI&Es of one firm, for who is let in to the firm as a whole."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.organisations.access import permission_required
from apps.organisations.permissions import VIEW_DOSSIER
from apps.rie.queries import dossiers_of


@permission_required(VIEW_DOSSIER)
@require_safe
def dossiers(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """All RI&Es, newest first. The way in for a platform administrator who looks along. One query."""
    context = {"organisation": request.organisation, "dossiers": dossiers_of(request.organisation)}
    return render(request, "rie/dossiers.html", context)

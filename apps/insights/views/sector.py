"""The page of a trade organisation."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.insights.queries import sector_counts, sectors_of


@login_required
@require_safe
def sector(request: HttpRequest) -> HttpResponse:
    """Counts over the firms of a sector; ``?sector=…`` for who has several."""
    sectors = sectors_of(request.user)
    if not sectors:
        raise Http404
    chosen = next((entry for entry in sectors if entry.value == request.GET.get("sector")), sectors[0])
    context = {"sectors": sectors, "chosen": chosen, "counts": sector_counts(chosen)}
    return render(request, "insights/sector.html", context)

"""Answers that several pages give."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from apps.rie.page import DossierPage


def saved_at() -> datetime:
    """The moment to show beside "saved", in local time."""
    return timezone.localtime()


def closed_response(request: HttpRequest, page: DossierPage) -> HttpResponse:
    """The dossier was closed while this page was open: say so, and keep the text in sight.

    A page that saves by itself gets one line, so that what was typed stays on the screen.
    """
    template = "rie/_closed.html" if request.htmx else "rie/closed.html"
    return render(
        request, template, {"dossier": page.dossier, "organisation": request.organisation}, status=409
    )

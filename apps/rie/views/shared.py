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

    A page that saves by itself gets one line, so that what was typed stays on the screen. Any other gets
    back what was typed: browsers keep no copy of our pages, and the form itself can no longer be filled in.
    """
    template = "rie/_closed.html" if request.htmx else "rie/closed.html"
    return render(
        request,
        template,
        {
            "page": page,
            "dossier": page.dossier,
            "organisation": request.organisation,
            "typed": typed_texts(request),
        },
        status=409,
    )


def typed_texts(request: HttpRequest) -> list[str]:
    """The texts of several words that somebody sent, without what the page added or showed of a colleague."""
    return [
        value.strip()
        for name, values in request.POST.lists()
        for value in values
        if len(value.split()) > 1 and not name.startswith(("seen_json", "theirs-"))
    ]

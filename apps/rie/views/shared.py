"""Answers that several pages give."""

from __future__ import annotations

from datetime import datetime

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from apps.rie.filetypes import FILE_TYPES
from apps.rie.models import Evidence
from apps.rie.page import DossierPage
from config.headers import NOT_KEPT, SANDBOX

_CONTENT_TYPES = frozenset(kind.content_type for kind in FILE_TYPES.values())


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


def download_of(evidence: Evidence) -> FileResponse:
    """The file itself: always to be saved, never shown by the browser as a page of ours.

    Raises:
        Http404: the file is not there (any more).
    """
    if not evidence.file.storage.exists(evidence.file.name):
        raise Http404
    known = evidence.content_type in _CONTENT_TYPES
    return FileResponse(
        evidence.file.open("rb"),
        as_attachment=True,
        filename=evidence.name,
        content_type=evidence.content_type if known else "application/octet-stream",
        headers={
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": NOT_KEPT,
            "Content-Security-Policy": SANDBOX,
        },
    )

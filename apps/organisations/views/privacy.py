"""What this site does with data of people: in short, and as the register the law asks for."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.organisations.privacy import REGISTER, cookies, in_words, term_of


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The privacy statement (AVG art. 13)."""
    context = {
        "register": REGISTER,
        "cookies": list(cookies()),
        "contact": settings.PRIVACY_CONTACT,
        "audit_term": in_words(term_of("audit")),
        "backup_term": in_words(term_of("backups")),
    }
    return render(request, "privacy/privacy.html", context)


@require_safe
def processing_register(request: HttpRequest) -> HttpResponse:
    """The register of processing (AVG art. 30)."""
    return render(
        request, "privacy/register.html", {"register": REGISTER, "contact": settings.PRIVACY_CONTACT}
    )

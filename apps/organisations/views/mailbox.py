"""``/post/``: the letters that were not sent but written to a folder. Only for who develops."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.headers import SANDBOX
from config.mail import folder

SHOWN = 100
# A letter brings its own looks, and nothing else: no script, no form, nothing from elsewhere.
LETTER_POLICY = f"{SANDBOX}; style-src 'unsafe-inline'; img-src data:"


def only_in_development(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Codes to log in stand here, so on a server this page does not exist, nor where letters are sent."""

    @wraps(view)
    def wrapper(request: HttpRequest, **kwargs: str) -> HttpResponse:
        writes_to_folder = settings.EMAIL_BACKEND.startswith(folder.__name__)
        if not (settings.DEBUG and writes_to_folder):
            raise Http404
        return view(request, **kwargs)

    return wrapper


@require_safe
@only_in_development
def mailbox(request: HttpRequest) -> HttpResponse:
    """The newest letters, newest first."""
    return render(request, "organisations/post/mailbox.html", {"letters": folder.newest(SHOWN)})


@require_safe
@only_in_development
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """One letter as text."""
    return render(request, "organisations/post/letter.html", {"letter": _found(name)})


@require_safe
@only_in_development
def letter_html(request: HttpRequest, name: str) -> HttpResponse:
    """The same letter as a mail program shows it, on a page without any rights."""
    return HttpResponse(_found(name).html, headers={"Content-Security-Policy": LETTER_POLICY})


def _found(name: str) -> folder.StoredLetter:
    found = folder.find(name)
    if found is None:
        raise Http404
    return found

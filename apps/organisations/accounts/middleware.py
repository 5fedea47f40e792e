"""Sends who must log in in two steps to the page where that is set up, before any other page."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from apps.organisations.accounts.two_step import lacks_second_step

OPEN_ROUTE = "account/"
OPEN_PAGES = ("help", "stop_letters", "one_click", "calendar_feed")


class TwoStepMiddleware:
    """Stands before the door of every firm. Costs no query: see ``backends.EmailBackend``.

    Pages of the own account (and logging out), the help page and what works without logging in (stopping
    letters, answering one, a calendar) stay open; static files come earlier.
    A page that saves by itself gets 403 instead of another page, so that what was typed stays on it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.lacks_second_step = request.user.is_authenticated and lacks_second_step(request.user)
        if request.lacks_second_step and not is_open(request):
            return HttpResponse(status=HTTPStatus.FORBIDDEN) if request.htmx else redirect("mfa_index")
        return self.get_response(request)


def is_open(request: HttpRequest) -> bool:
    """Whether this page may be seen without a second step. An address that leads nowhere may: it says 404."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return True
    return match.route.startswith(OPEN_ROUTE) or match.view_name in OPEN_PAGES

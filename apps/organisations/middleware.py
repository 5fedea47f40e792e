"""Opens the door to one organisation per request, and keeps every other door shut."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django_scopes import scope, scopes_disabled

from apps.organisations.models import Membership


class TenantMiddleware:
    """For a URL with an ``organisation_id``: find the membership, then run the view in its scope.

    Outside this scope every query on a tenant's table raises, so a view that forgets its tenant
    fails loudly instead of showing another firm's data. A stranger gets the same 404 as for an
    organisation that does not exist. Costs one query (membership and organisation together).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.membership = None
        request.organisation = None
        organisation_id = self._organisation_in(request.path_info)
        if organisation_id is None:
            return self.get_response(request)
        if not request.user.is_authenticated:
            # A page that saves by itself must keep what was typed: it gets a status, not a login page.
            return HttpResponse(status=401) if request.htmx else redirect_to_login(request.get_full_path())
        with scopes_disabled():
            membership = (
                Membership.objects.select_related("organisation")
                .filter(organisation_id=organisation_id, user_id=request.user.pk)
                .first()
            )
        if membership is None:
            return self._not_found(request)
        membership.user = request.user
        request.membership = membership
        request.organisation = membership.organisation
        with scope(organisation=membership.organisation):
            return self.get_response(request)

    @staticmethod
    def _organisation_in(path: str) -> object | None:
        try:
            return resolve(path).kwargs.get("organisation_id")
        except Resolver404:
            return None

    @staticmethod
    def _not_found(request: HttpRequest) -> HttpResponse:
        # Middleware stands outside the handler that turns Http404 into a page.
        from django.core.handlers.exception import response_for_exception

        return response_for_exception(request, Http404())

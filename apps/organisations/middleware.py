"""Opens the door to one organisation per request, and keeps every other door shut."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django_scopes import scope, scopes_disabled

from apps.organisations.models import Membership, User
from apps.organisations.presence import Presence, find_visitor


class TenantMiddleware:
    """For a URL with an ``organisation_id``: find in what capacity somebody comes, then run the view.

    Outside this scope every query on a tenant's table raises, so a view that forgets its tenant
    fails loudly instead of showing another firm's data. A stranger gets the same 404 as for an
    organisation that does not exist. Costs one query for a member (membership and organisation together).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.presence = request.membership = request.organisation = None
        arguments = self._arguments_of(request.path_info)
        if "organisation_id" not in arguments:
            return self.get_response(request)
        if not request.user.is_authenticated:
            # A page that saves by itself must keep what was typed: it gets a status, not a login page.
            return HttpResponse(status=401) if request.htmx else redirect_to_login(request.get_full_path())
        presence = self._find(request.user, arguments["organisation_id"])
        if presence is None or not presence.may_enter(arguments):
            return self._not_found(request)
        request.presence = presence
        request.membership = presence.membership
        request.organisation = presence.organisation
        with scope(organisation=presence.organisation):
            return self.get_response(request)

    @staticmethod
    def _find(user: User, organisation_id: UUID) -> Presence | None:
        with scopes_disabled():
            memberships = Membership.objects.select_related("organisation")
            membership = memberships.filter(organisation_id=organisation_id, user_id=user.pk).first()
            if membership is None:
                return find_visitor(user, organisation_id)
        membership.user = user
        return Presence(user.pk, membership.organisation, membership.role, membership=membership)

    @staticmethod
    def _arguments_of(path: str) -> Mapping[str, object]:
        try:
            return resolve(path).kwargs
        except Resolver404:
            return {}

    @staticmethod
    def _not_found(request: HttpRequest) -> HttpResponse:
        # Middleware stands outside the handler that turns Http404 into a page.
        from django.core.handlers.exception import response_for_exception

        return response_for_exception(request, Http404())

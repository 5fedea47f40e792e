"""Opens the door to one organisation per request, and keeps every other door shut."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django_scopes import scope, scopes_disabled

from apps.organisations.accounts.two_step import two_step_of
from apps.organisations.at_hand import at_hand
from apps.organisations.audit import record_request
from apps.organisations.models import Membership
from apps.organisations.notices import unread_of
from apps.organisations.presence import Presence, find_visitor


class MemberMiddleware:
    """For a URL with an ``organisation_id``: read person, membership and organisation in one query.

    Comes before anything that asks who somebody is. Whether her session is still good is checked by
    Django as always; only the row it is checked against comes from here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.membership = None
        request.arguments = _arguments_of(request.path_info)
        if "organisation_id" in request.arguments and SESSION_KEY in request.session:
            claimed = self._claimed_membership(request)
            with at_hand(claimed.user if claimed else None):
                person = request.user.pk
            if claimed is not None and claimed.user_id == person:
                request.membership = claimed
        return self.get_response(request)

    @staticmethod
    def _claimed_membership(request: HttpRequest) -> Membership | None:
        """The membership of whom this session says it is."""
        firm, person = request.arguments["organisation_id"], request.session[SESSION_KEY]
        with scopes_disabled():
            found = (
                Membership.objects.select_related("organisation", "user")
                .annotate(**two_step_of("user__"), **unread_of("user__"))
                .filter(organisation_id=firm, user_id=person)
                .first()
            )
        if found is not None:
            found.user.must_use_two_steps = found.must_use_two_steps
            found.user.has_second_step = found.has_second_step
            found.user.unread_notices = found.unread_notices
        return found


class TenantMiddleware:
    """For a URL with an ``organisation_id``: find in what capacity somebody comes, then run the view.

    Outside this scope every query on a tenant's table raises, so a view that forgets its tenant
    fails loudly instead of showing another firm's data. A stranger gets the same 404 as for an
    organisation that does not exist. What the view did, showed or refused is recorded (``audit``), with
    one query. The last of all middleware, so that what is recorded is what the view answered.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.presence = request.organisation = None
        if "organisation_id" not in request.arguments:
            return self.get_response(request)
        if not request.user.is_authenticated:
            # A page that saves by itself must keep what was typed: it gets a status, not a login page.
            return HttpResponse(status=401) if request.htmx else redirect_to_login(request.get_full_path())
        presence = self._find(request)
        if presence is None or not presence.may_enter(request.arguments):
            return self._not_found(request)
        request.presence = presence
        request.organisation = presence.organisation
        with scope(organisation=presence.organisation):
            response = self.get_response(request)
            record_request(request, response.status_code)
        return response

    @staticmethod
    def _find(request: HttpRequest) -> Presence | None:
        member = request.membership
        if member is not None:
            return Presence(member.user_id, member.organisation, member.role, membership=member)
        with scopes_disabled():
            return find_visitor(request.user, request.arguments["organisation_id"])

    @staticmethod
    def _not_found(request: HttpRequest) -> HttpResponse:
        # Middleware stands outside the handler that turns Http404 into a page.
        from django.core.handlers.exception import response_for_exception

        return response_for_exception(request, Http404())


def _arguments_of(path: str) -> Mapping[str, object]:
    try:
        return resolve(path).kwargs
    except Resolver404:
        return {}

"""The plan in somebody's own calendar: her private address, what stands there, and one action as a file."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_scopes import scope

from apps.actions.calendar import CONTENT_TYPE, CalendarFile, calendar_of
from apps.actions.domain.feeds import end_feed, make_feed
from apps.actions.feed_queries import actions_in, find_feed, open_feeds_of
from apps.actions.models import Action
from apps.actions.views.action_shared import open_action
from apps.organisations.access import may, permission_required
from apps.organisations.letters import absolute
from apps.organisations.permissions import CHANGE_PLAN, FOLLOW_CALENDAR, VIEW_ACTION
from apps.rie.addresses import address


@permission_required(FOLLOW_CALENDAR)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """The page about following the plan. POST makes an address for her own actions."""
    return _make(request, is_whole_firm=False) if request.method == "POST" else _page(request)


@permission_required(CHANGE_PLAN)
@permission_required(FOLLOW_CALENDAR)
@require_POST
def firm_calendar(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Make an address for all actions of the firm."""
    return _make(request, is_whole_firm=True)


@permission_required(FOLLOW_CALENDAR)
@require_http_methods(["GET", "HEAD", "POST"])
def end_calendar(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Ask, and then end the address of her own actions."""
    return _end(request, is_whole_firm=False)


@permission_required(CHANGE_PLAN)
@permission_required(FOLLOW_CALENDAR)
@require_http_methods(["GET", "HEAD", "POST"])
def end_firm_calendar(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Ask, and then end the address that she made for all actions."""
    return _end(request, is_whole_firm=True)


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What a calendar program reads. No cookies; a visit changes nothing, not even when it was last read.

    The ETag is the only condition: a day of the last change would not move when an action goes.

    Raises:
        Http404: not an address of ours, ended, or she is no member (with this right) any more.
    """
    found = find_feed(token)
    if found is None:
        raise Http404
    firm = found.organisation
    name = firm.name if found.is_whole_firm else _("%(firm)s: my actions") % {"firm": firm.name}
    with scope(organisation=firm):
        made = calendar_of(actions_in(found), name=name, link=_page_of)
    answer = get_conditional_response(request, etag=made.etag, response=_file(made))
    # Kept by the program that asked, which asks each time whether it is still so.
    answer.headers["ETag"], answer.headers["Cache-Control"] = made.etag, "private, no-cache"
    return answer


@permission_required(VIEW_ACTION)
@require_safe
def action_file(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, action_id: UUID
) -> HttpResponse:
    """One action to put in a calendar by hand."""
    action = open_action(request, dossier_id, action_id).action
    answer = _file(calendar_of([action], name=action.title, link=_page_of))
    name = slugify(action.title)[:60].strip("-") or "actie"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return answer


def _page_of(action: Action) -> str:
    return absolute(address("actions:action", action.organisation_id, action.dossier_id, action.pk))


def _file(made: CalendarFile) -> HttpResponse:
    return HttpResponse(made.content, content_type=CONTENT_TYPE)


def _make(request: HttpRequest, *, is_whole_firm: bool) -> HttpResponse:
    """Make an address and show it: now, and never again."""
    token = make_feed(member=request.membership, is_whole_firm=is_whole_firm)
    return _page(request, new=absolute(reverse("calendar_feed", args=[token])), is_whole_firm=is_whole_firm)


def _page(request: HttpRequest, *, new: str = "", is_whole_firm: bool = False) -> HttpResponse:
    feeds = open_feeds_of(request.membership)
    context = {
        "organisation": request.organisation,
        "new": new,
        "new_for_programs": "webcal:" + new.partition(":")[2] if new else "",
        "new_is_whole_firm": is_whole_firm,
        "own": feeds.get(False),
        "firms": feeds.get(True),
        "may_follow_all": may(request, CHANGE_PLAN),
    }
    return render(request, "actions/calendar.html", context)


def _end(request: HttpRequest, *, is_whole_firm: bool) -> HttpResponse:
    if request.method != "POST":
        context = {"organisation": request.organisation, "is_whole_firm": is_whole_firm}
        return render(request, "actions/calendar_end.html", context)
    if end_feed(member=request.membership, is_whole_firm=is_whole_firm):
        messages.success(request, _("The address stopped working. Also remove it from your calendar."))
    else:
        messages.info(request, _("This address stopped working already."))
    return redirect("actions:calendar", request.organisation.pk)

"""Actions as a calendar (RFC 5545), in terms that Outlook, Google Calendar and Apple Calendar all show.

Whole days, because a term has no hour; as events and not as tasks, because of the three only Apple shows
tasks of a calendar somebody subscribes to. Text is made from the action alone, without the time of asking,
so the same plan is the same file: that is what its ETag rests on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vDuration, vUri

from apps.actions.models import Action, ActionStatus

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Werkbalans//Plan van aanpak//NL"
# Part of the name of every event, for ever: with another one a calendar shows everything twice.
DOMAIN = "actions.werkbalans"
# Two weeks ahead, at nine in the morning: a whole day begins at midnight, and so would its alarm.
ALARM = timedelta(days=14) - timedelta(hours=9)
# How often a program should ask again. Most decide that themselves: Google about once a day.
ASK_AGAIN = timedelta(hours=6)

Link = Callable[[Action], str]


@dataclass(frozen=True)
class CalendarFile:
    """A finished calendar. ``etag``: changes when anything in it does."""

    content: bytes
    etag: str


def calendar_of(actions: Iterable[Action], *, name: str, link: Link) -> CalendarFile:
    """The calendar of these actions: their terms, and the days to look back. No query.

    Args:
        actions: read with owner and her user.
        name: what the calendar is called in the list of a program.
        link: the whole address of the page of an action.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(ASK_AGAIN), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(ASK_AGAIN))
    for action in actions:
        calendar.add_component(_term(action, link(action)))
        if action.evaluate_on:
            calendar.add_component(_look_back(action, link(action)))
    content = calendar.to_ical()
    return CalendarFile(content, f'"{hashlib.sha256(content).hexdigest()[:32]}"')


def _term(action: Action, link: str) -> Event:
    title = action.title if not action.is_carried_out else _("Done: %(title)s") % {"title": action.title}
    event = _event(action, link, uid="term", day=action.due_on, title=title)
    if not action.is_over:
        event.add_component(_alarm(action.title))
    return event


def _look_back(action: Action, link: str) -> Event:
    is_over = action.status == ActionStatus.EVALUATED
    title = _("Looked back on: %(title)s") if is_over else _("Did it help? %(title)s")
    return _event(
        action, link, uid="look-back", day=action.evaluate_on, title=title % {"title": action.title}
    )


def _event(action: Action, link: str, *, uid: str, day: date, title: str) -> Event:
    """One whole day; its end is the day after, which does not belong to it (RFC 5545, 3.6.1)."""
    event = Event()
    event.add("uid", f"{action.pk}-{uid}@{DOMAIN}")
    event.add("dtstamp", action.updated_at)
    event.add("created", action.created_at)
    event.add("last-modified", action.updated_at)
    event.add("sequence", action.version)
    event.add("summary", title)
    event.add("description", _description(action, link))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("status", "CANCELLED" if action.status == ActionStatus.CANCELLED else "CONFIRMED")
    event.add("url", vUri(link))
    # A term does not make somebody busy that whole day.
    event.add("transp", "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", "FREE")
    return event


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -ALARM)
    return alarm


def _description(action: Action, link: str) -> str:
    facts = [
        (_("Status"), action.get_status_display()),
        (_("Who"), action.owner_label),
        (_("Done by"), date_format(action.due_on, "j F Y")),
    ]
    lines = [f"{name}: {value}" for name, value in facts if value]
    return "\n".join([*lines, *([action.description] if action.description else []), link])

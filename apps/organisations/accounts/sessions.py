"""Where somebody is logged in, and ending that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext

from apps.organisations.models import User

# The first that is found in what a browser says of itself; several name others for old sites' sake.
BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"))
BROWSERS += (("Safari/", "Safari"),)
SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"))
SYSTEMS += (("Mac OS", "Mac"), ("Linux", "Linux"))


@dataclass(frozen=True)
class LoggedIn:
    """One browser in which somebody is logged in."""

    id: int
    browser: str
    address: str
    since: datetime
    is_current: bool


def logged_in(*, user: User, current_key: str | None) -> list[LoggedIn]:
    """Where ``user`` is logged in, this browser first, then the newest. Two queries."""
    records = {record.session_key: record for record in UserSession.objects.filter(user=user)}
    alive = Session.objects.filter(session_key__in=records, expire_date__gt=timezone.now())
    found = [
        _describe(records[session.session_key], current_key) for session in alive if _is_of(session, user)
    ]
    return sorted(found, key=lambda place: (not place.is_current, -place.since.timestamp()))


def end_session(*, user: User, session_id: int) -> None:
    """Log ``user`` out in one browser.

    Raises:
        UserSession.DoesNotExist: when it is no session of this person.
    """
    UserSession.objects.get(pk=session_id, user=user).end()


def end_other_sessions(*, user: User, current_key: str | None) -> None:
    """Log ``user`` out everywhere but here."""
    records = UserSession.objects.filter(user=user).exclude(session_key=current_key)
    Session.objects.filter(session_key__in=list(records.values_list("session_key", flat=True))).delete()
    records.delete()


def browser_in_words(user_agent: str) -> str:
    """For example "Firefox on Windows"; what is not known is called so."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), None)
    system = next((name for sign, name in SYSTEMS if sign in user_agent), None)
    if browser and system:
        return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or gettext("Unknown browser")


def _is_of(session: Session, user: User) -> bool:
    """Whether a session still lets ``user`` in: a new password ends what began with the old one."""
    proof = session.get_decoded().get(HASH_SESSION_KEY, "")
    return constant_time_compare(proof, user.get_session_auth_hash())


def _describe(record: UserSession, current_key: str | None) -> LoggedIn:
    return LoggedIn(
        id=record.pk,
        browser=browser_in_words(record.user_agent),
        address=record.ip,
        since=record.created_at,
        is_current=record.session_key == current_key,
    )

"""The kinds of letters about actions, and what makes each of them one letter and no other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from apps.actions.models import Action
from apps.actions.recipients import OF_MAILBOX, Recipient
from apps.organisations.models import Letter, Organisation

ASSIGNED = "action_assigned"
DUE = "action_due"
OVERDUE = "actions_overdue"
EVALUATION = "evaluation_due"
KINDS = {
    ASSIGNED: _("an action is yours"),
    DUE: _("an action must be done in two weeks"),
    OVERDUE: _("which actions are late, once a week"),
    EVALUATION: _("it is time to look back on an action"),
}
# Somebody hears two weeks ahead. What was missed by then (no worker ran) is made up for as long.
AHEAD = timedelta(days=14)
# A key must be remembered at least this long; settings.RETENTION["sent_letters"] may be no shorter.
REMEMBERED = timedelta(days=30)
# Anybody can type an address: a firm writes to so many strangers a day, as with invitations.
STRANGERS_PER_DAY = 50


def assigned_key(actions: Iterable[Action], person: Recipient) -> str:
    """One letter for these actions and this person, in whatever order they come."""
    ids = sorted(action.pk.hex for action in actions)
    what = ids[0] if len(ids) == 1 else hashlib.sha256("".join(ids).encode()).hexdigest()[:32]
    return f"{ASSIGNED}:{what}:{person.code}"


def due_key(action: Action, person: Recipient) -> str:
    """A new term is a new letter."""
    return f"{DUE}:{action.pk.hex}:{action.due_on}:{person.code}"


def evaluation_key(action: Action, person: Recipient) -> str:
    return f"{EVALUATION}:{action.pk.hex}:{action.evaluate_on}:{person.code}"


def overdue_key(organisation: Organisation, person: Recipient, *, today: date) -> str:
    """One letter in an ISO week, about all that is late."""
    year, week, _weekday = today.isocalendar()
    return f"{OVERDUE}:{organisation.pk.hex}:{year}-W{week:02}:{person.code}"


def keys_told(organisation: Organisation, *, now: datetime) -> set[str]:
    """Which letters about actions were written lately. One query."""
    recent = Letter.objects.filter(
        organisation=organisation, kind__in=KINDS, key__isnull=False, created_at__gt=now - REMEMBERED
    )
    return set(recent.values_list("key", flat=True))


def room_for_strangers(organisation: Organisation, *, now: datetime) -> int:
    """To how many people without an account here the firm may still write today. One query."""
    recent = Letter.objects.filter(
        organisation=organisation,
        kind__in=KINDS,
        key__contains=f":{OF_MAILBOX}",
        created_at__gt=now - timedelta(days=1),
    )
    return max(STRANGERS_PER_DAY - recent.count(), 0)

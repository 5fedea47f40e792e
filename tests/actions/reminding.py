"""People with actions, and the letters they get."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django_scopes import scope

from apps.actions.domain.history import record
from apps.actions.domain.reminders import send_reminders
from apps.actions.models import Action, ActionCoOwner, ActionStatus, EventKind
from apps.organisations.models import Letter, Membership, Organisation, Role, User
from apps.rie.models import Dossier
from tests.factories import MembershipFactory

# A Wednesday.
TODAY = date(2026, 11, 25)
MONDAY = date(2026, 11, 23)


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=ZoneInfo("Europe/Amsterdam"))


def member(organisation: Organisation, role: Role = Role.CONTRIBUTOR, **person: Any) -> Membership:
    fields = {f"user__{name}": value for name, value in person.items()}
    return MembershipFactory(organisation=organisation, role=role, **fields)


def make(
    dossier: Dossier,
    *,
    helpers: Sequence[Membership] = (),
    by: User | None = None,
    tell: bool = False,
    **fields: Any,
) -> Action:
    """An action as the database has it. ``tell``: as if it was just added, so that letters go."""
    values = {"title": "Huisregels ophangen", "due_on": TODAY, **fields}
    if values.get("status") == ActionStatus.DONE:
        values = {"done_on": values["due_on"], **values}
    of_firm = {"organisation_id": dossier.organisation_id}
    with scope(organisation=dossier.organisation):
        action = Action.objects.create(**of_firm, dossier=dossier, **values)
        for helper in helpers:
            ActionCoOwner.objects.create(**of_firm, action=action, member=helper)
        if tell:
            record(action=action, kind=EventKind.CREATED, user=by)
    return action


def remind(day: date = TODAY, hour: int = 9) -> list[str]:
    return send_reminders(now=at(day, hour), dry_run=False)


def letters(organisation: Organisation, kind: str = "") -> list[Letter]:
    with scope(organisation=organisation):
        found = Letter.objects.order_by("created_at", "to")
        return list(found.filter(kind=kind) if kind else found)


def written_to(organisation: Organisation, kind: str = "") -> list[str]:
    return sorted(letter.to for letter in letters(organisation, kind))


def links(letter: Letter, word: str) -> list[str]:
    """The addresses behind a word in the plain text: ``Done: https://…``."""
    return re.findall(rf"^\s*{word}: (\S+)$", letter.text, flags=re.MULTILINE)


def path_of(address: str) -> str:
    return "/" + address.split("/", 3)[3]

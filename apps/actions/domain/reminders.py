"""Reminders about actions: a job that runs once a day and may run any number of times.

| letter            | when                                              | to                                 |
| ----------------- | ------------------------------------------------- | ---------------------------------- |
| `action_due`      | 14 days before the term, once per term            | who carries it out                 |
| `actions_overdue` | once in an ISO week: how it stood on Monday       | who is late; who makes the plan    |
| `evaluation_due`  | when the day to look back comes, once per day set | who carried it out                 |

(`action_assigned` is written by the change itself: ``domain.assigning``.) The key of a letter is what makes
it leave once: a second run, a second worker and a run after a crash find the key and write nothing.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django_scopes import scope

from apps.actions.letter_keys import (
    DUE,
    EVALUATION,
    KINDS,
    OVERDUE,
    due_key,
    evaluation_key,
    keys_told,
    overdue_key,
    room_for_strangers,
)
from apps.actions.letter_lines import Line, to_arrange, to_do, to_look_back
from apps.actions.recipients import Recipient
from apps.actions.reminder_queries import Reminded, firms_to_remind, reminded
from apps.organisations.letters import one_line, send_letter
from apps.organisations.models import Organisation

logger = logging.getLogger(__name__)


class RemindersLeftError(Exception):
    """The letters of some firms could not be written; the log names them. The job is tried again later."""


def send_reminders(*, now: datetime, dry_run: bool) -> list[str]:
    """Daily job: write the letters that are due. One firm that fails does not keep the others.

    Raises:
        RemindersLeftError: after all others, when some could not be written.
    """
    written: Counter[str] = Counter()
    failed = firms = 0
    for firm in firms_to_remind(timezone.localdate(now)):
        firms += 1
        try:
            with scope(organisation=firm):
                written.update(remind_firm(organisation=firm, now=now, dry_run=dry_run))
        except Exception as error:
            # Never the message: it may quote what was typed.
            logger.error("reminders_failed organisation=%s error=%s", firm.pk, type(error).__name__)
            failed += 1
    if failed:
        raise RemindersLeftError(f"{failed} of {firms}")
    return [f"{kind}: {written[kind]}" for kind in KINDS if kind in written] or ["letters: 0"]


def remind_firm(*, organisation: Organisation, now: datetime, dry_run: bool = False) -> Counter[str]:
    """Write the letters of one firm, in its scope. Returns how many of each kind.

    Five queries, and those of ``send_letter`` for every letter that was not written before.
    """
    found = reminded(organisation, today=timezone.localdate(now))
    post = _Post(
        organisation=organisation,
        told=keys_told(organisation, now=now),
        strangers=room_for_strangers(organisation, now=now),
        dry_run=dry_run,
    )
    for action in found.due:
        for person in found.recipients_of(action):
            line = to_do(action, person, today=found.today)
            post.send(person, DUE, due_key(action, person), _one(line, person))
    for action in found.just_to_look_back:
        for person in found.recipients_of(action):
            line = to_look_back(action, person)
            post.send(person, EVALUATION, evaluation_key(action, person), _one(line, person))
    for weekly in _weeklies(found):
        key = overdue_key(organisation, weekly.person, today=found.today)
        post.send(weekly.person, OVERDUE, key, weekly.context)
    return post.written


@dataclass
class _Post:
    """What is written in one run for one firm. ``strangers``: how many more may be written to today."""

    organisation: Organisation
    told: set[str]
    strangers: int
    dry_run: bool
    written: Counter[str] = field(default_factory=Counter)

    def send(self, person: Recipient, kind: str, key: str, context: Mapping[str, Any]) -> None:
        """Write a letter, unless it was written before. A stranger too many hears tomorrow."""
        is_stranger = person.member is None
        if key in self.told or (is_stranger and self.strangers <= 0):
            return
        about = {"name": one_line(person.name), "firm": one_line(self.organisation.name), **context}
        if self.dry_run or send_letter(
            to=person.email, name=kind, context=about, organisation=self.organisation, key=key
        ):
            self.written[kind] += 1
            self.strangers -= is_stranger


def _one(line: Line, person: Recipient) -> dict[str, Any]:
    return {"line": line, "lines": [line], "may_answer": person.may_answer}


@dataclass
class _Weekly:
    """The letter of one person this week. ``unheard``: late, and nobody gets letters about it."""

    person: Recipient
    late: list[Line] = field(default_factory=list)
    unheard: list[Line] = field(default_factory=list)
    look_back: list[Line] = field(default_factory=list)

    @property
    def context(self) -> dict[str, Any]:
        return {
            "late": self.late,
            "unheard": self.unheard,
            "look_back": self.look_back,
            "late_count": len(self.late) + len(self.unheard),
            "may_answer": self.person.may_answer,
        }


def _weeklies(found: Reminded) -> list[_Weekly]:
    """One per person: her own late actions; for who makes the plan also what nobody else looks after."""
    letters: dict[str, _Weekly] = {}

    def of(person: Recipient) -> _Weekly:
        return letters.setdefault(person.code, _Weekly(person))

    for action in found.late:
        people = found.recipients_of(action)
        for person in people:
            of(person).late.append(to_do(action, person, today=found.today))
        for runner in found.runners if not people else ():
            of(runner).unheard.append(to_arrange(action, runner, today=found.today))
    for action in found.to_look_back:
        for runner in found.runners:
            of(runner).look_back.append(to_look_back(action, runner))
    return list(letters.values())

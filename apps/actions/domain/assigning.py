"""Telling somebody that an action is hers, in the transaction in which it became so.

Every change of an action comes past ``domain.history.record``; that is where this is called. Who gives
herself an action hears nothing, and an action that comes back is no news: it is told of two weeks ahead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.actions.letter_keys import AHEAD, ASSIGNED, assigned_key, due_key, room_for_strangers
from apps.actions.letter_lines import to_do
from apps.actions.models import Action, EventKind
from apps.actions.recipients import Recipient, as_recipient, members_of, named_owner
from apps.organisations.letters import one_line, send_letter
from apps.organisations.models import Organisation, User

# Person (code) → who she is and the actions she got, while several are given at once.
Given = dict[str, tuple[Recipient, list[Action]]]
_together: ContextVar[Given | None] = ContextVar("actions_given_together", default=None)


@contextmanager
def given_together(*, by: User | None) -> Iterator[None]:
    """Within this, somebody who gets several actions gets one letter about all of them.

    For whoever changes many actions at once (a selection in the table, a file that is read back); belongs
    inside the transaction that does so.
    """
    given: Given = {}
    token = _together.set(given)
    try:
        yield
    finally:
        _together.reset(token)
    for person, actions in given.values():
        _write(person, actions, by)


@contextmanager
def in_silence() -> Iterator[None]:
    """Within this nobody is written to: what is read back from a file was agreed on before."""
    token = _together.set({})
    try:
        yield
    finally:
        _together.reset(token)


def tell_assigned(*, action: Action, kind: EventKind, changes: Mapping[str, Any], by: User | None) -> None:
    """Write to who became owner or co-owner by this change. No query when nobody did.

    Args:
        changes: field → [before, after], as the history keeps it.
    """
    if action.is_over or (kind == EventKind.CREATED and action.is_repetition):
        return
    people = _new_people(action, kind, changes)
    given = _together.get()
    for person in people:
        if by is not None and person.email.lower() == by.email:
            continue
        if given is None:
            _write(person, [action], by)
        else:
            given.setdefault(person.code, (person, []))[1].append(action)


def _new_people(action: Action, kind: EventKind, changes: Mapping[str, Any]) -> list[Recipient]:
    if kind == EventKind.CREATED:
        ids = {action.owner_id, *action.co_owner_links.values_list("member_id", flat=True)}
        asks_stranger = action.owner_id is None
    else:
        before, after = changes.get("co_owners", ([], []))
        ids = {*(set(after) - set(before)), changes.get("owner_id", [None, None])[1]}
        asks_stranger = action.owner_id is None and ("owner_email" in changes or "owner_id" in changes)
    found = {person.email.lower(): person for person in map(as_recipient, members_of(action, ids - {None}))}
    stranger = named_owner(action) if asks_stranger else None
    if stranger is not None:
        found.setdefault(stranger.email.lower(), stranger)
    return list(found.values())


def _write(person: Recipient, actions: Sequence[Action], by: User | None) -> None:
    """One letter, unless the firm only tries, or wrote to many strangers today already."""
    today, first = timezone.localdate(), actions[0]
    firm = Organisation.objects.get(pk=first.organisation_id)
    if firm.trial_ends_at is not None:
        return
    if person.member is None and not room_for_strangers(firm, now=timezone.now()):
        return
    # What is due soon is told of in this letter; the reminder of two weeks ahead would say it again.
    is_soon = len(actions) == 1 and today <= first.due_on <= today + AHEAD
    key = due_key(first, person) if is_soon else assigned_key(actions, person)
    lines = sorted((to_do(action, person, today=today) for action in actions), key=lambda line: line.day)
    context = {
        "name": one_line(person.name),
        "sender": one_line(by.name) if by else "",
        "firm": one_line(firm.name),
        "lines": lines,
        "first": lines[0],
        "may_answer": person.may_answer,
    }
    with transaction.atomic():
        send_letter(to=person.email, name=ASSIGNED, context=context, organisation=firm, key=key)

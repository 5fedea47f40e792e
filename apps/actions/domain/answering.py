"""Answering from a letter, without logging in: an action is done, its term moves, or the day to look back.

| asked   | action must be    | becomes                            |
| ------- | ----------------- | ---------------------------------- |
| `done`  | still to do       | done (``running.complete_action``) |
| `later` | still to do       | idem, with a new term              |
| `look`  | done              | idem, with a new day to look back  |

Everything is asked again under the lock of the dossier, so what was sent twice changes something once. What
happened stands in the history of the action and in the log of the firm: in the name of the member, or as
"by e-mail".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from apps.actions.domain.plan import READ_AGAIN, lock_open_dossier, save_changes
from apps.actions.domain.running import complete_action, postpone_action
from apps.actions.models import Action, ActionStatus
from apps.actions.one_click import Ask, Verb
from apps.actions.recipients import (
    OF_MEMBER,
    Recipient,
    as_recipient,
    co_owners_of,
    members_of,
    recipients_of,
)
from apps.organisations.audit import record_job, record_member
from apps.organisations.models import User
from apps.rie.domain.errors import DossierClosedError
from apps.rie.models import Dossier

# What each answer is called in the log of the firm: for a member as when she did it on the page itself, for
# somebody without an account as a job.
AS_MEMBER = {
    Verb.DONE: "actions:complete",
    Verb.LATER: "actions:postpone",
    Verb.LOOK_LATER: "actions:edit",
}
AS_JOB = {Verb.DONE: "letter_done", Verb.LATER: "letter_later", Verb.LOOK_LATER: "letter_look_later"}


class Why(StrEnum):
    """Why a link means nothing any more."""

    GONE = "gone"
    CLOSED = "closed"
    NOT_HERS = "not_hers"
    DONE = "done"
    CANCELLED = "cancelled"
    LOOKED_BACK = "looked_back"
    OPEN_AGAIN = "open_again"
    MOVED = "moved"


class CannotAnswerError(Exception):
    """A link that was good once. ``action``: what it was about, when this person may still know that."""

    def __init__(self, why: Why, action: Action | None = None) -> None:
        super().__init__(why)
        self.why, self.action = why, action


@dataclass(frozen=True)
class Question:
    """What a letter asks whom, as it is now."""

    ask: Ask
    action: Action
    person: Recipient

    @property
    def user(self) -> User | None:
        return self.person.member.user if self.person.member else None


def read_question(ask: Ask) -> Question:
    """What a link asks, if it still may be answered. Changes nothing. At most three queries.

    Raises:
        CannotAnswerError: see ``Why``.
    """
    with scopes_disabled():
        actions = Action.objects.select_related("dossier__organisation", "owner__user", "owner__organisation")
        action = actions.filter(pk=ask.action_id).first()
    if action is None:
        raise CannotAnswerError(Why.GONE)
    with scope(organisation=action.dossier.organisation):
        person = _person(action, ask)
    if person is None:
        raise CannotAnswerError(Why.NOT_HERS)
    if not action.dossier.is_open:
        raise CannotAnswerError(Why.CLOSED, action)
    _check(action, ask)
    return Question(ask, action, person)


def say_done(*, ask: Ask, result: str) -> Question:
    """Say that the action is carried out, with what came out of it (may be empty).

    Raises:
        CannotAnswerError: see ``Why``; nothing changes.
        ValidationError: what was typed does not fit.
    """
    return _answer(ask, lambda found: complete_action(action=found.action, result=result, user=found.user))


def say_later(*, ask: Ask, day: date) -> Question:
    """Move the term to this day, or for an action that is done the day to look back.

    Raises:
        CannotAnswerError: see ``Why``; nothing changes.
        ValidationError: the day does not lie in the future, or does not fit.
    """
    if ask.verb == Verb.LOOK_LATER:
        return _answer(ask, lambda found: _look_back_on(found, day))
    return _answer(ask, lambda found: postpone_action(action=found.action, due_on=day, user=found.user))


@transaction.atomic
def _answer(ask: Ask, verb: Callable[[Question], object]) -> Question:
    found = read_question(ask)
    with scope(organisation=found.action.dossier.organisation):
        _lock(found.action)
        question = read_question(ask)
        verb(question)
        _record(question)
    return question


def _lock(action: Action) -> None:
    try:
        lock_open_dossier(action.dossier)
    except DossierClosedError:
        raise CannotAnswerError(Why.CLOSED, action) from None
    except Dossier.DoesNotExist:
        raise CannotAnswerError(Why.GONE) from None


def _record(question: Question) -> None:
    action, member = question.action, question.person.member
    about = f"{action.dossier_id} {action.pk}"
    if member is not None:
        record_member(member=member, action=AS_MEMBER[question.ask.verb], subject=about)
    else:
        organisation = action.dossier.organisation
        record_job(organisation=organisation, job=AS_JOB[question.ask.verb], subject=about)


def _look_back_on(found: Question, day: date) -> None:
    if day <= timezone.localdate():
        raise ValidationError({"evaluate_on": _("Choose a day that is still to come.")})
    found.action.refresh_from_db(fields=READ_AGAIN)
    save_changes(action=found.action, changes={"evaluate_on": day}, user=found.user)


def _person(action: Action, ask: Ask) -> Recipient | None:
    """Who asked for this, when it is still hers. Who makes the plan may move any day to look back."""
    for person in recipients_of(action, co_owners_of(action)):
        if person.code == ask.person and person.may_answer:
            return person
    if ask.verb == Verb.LOOK_LATER and ask.person.startswith(OF_MEMBER):
        runners = map(as_recipient, members_of(action, [UUID(ask.person.removeprefix(OF_MEMBER))]))
        return next((person for person in runners if person.makes_the_plan), None)
    return None


def _check(action: Action, ask: Ask) -> None:
    """Whether the action is still as the letter said."""
    if action.status == ActionStatus.CANCELLED:
        raise CannotAnswerError(Why.CANCELLED, action)
    if action.status == ActionStatus.EVALUATED:
        raise CannotAnswerError(Why.LOOKED_BACK, action)
    is_done = action.status == ActionStatus.DONE
    if is_done != (ask.verb == Verb.LOOK_LATER):
        raise CannotAnswerError(Why.DONE if is_done else Why.OPEN_AGAIN, action)
    now = {Verb.LATER: action.due_on, Verb.LOOK_LATER: action.evaluate_on}
    if now.get(ask.verb, ask.date) != ask.date:
        raise CannotAnswerError(Why.MOVED, action)

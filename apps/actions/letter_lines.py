"""One action as a letter shows it to one person: its name, its term, and links that are hers alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from apps.actions.models import Action
from apps.actions.one_click import Ask, Verb, token_of
from apps.actions.recipients import Recipient
from apps.organisations.letters import absolute, one_line
from apps.rie.addresses import address


@dataclass(frozen=True)
class Line:
    """``day``: the term, or when to look back. Links are whole addresses; empty: not for this person."""

    title: str
    day: date
    is_late: bool
    page_link: str
    done_link: str = ""
    later_link: str = ""
    leads_to_look_back: bool = False


def to_do(action: Action, person: Recipient, *, today: date) -> Line:
    """An action that is still to be carried out. No query."""
    return Line(
        title=one_line(action.title),
        day=action.due_on,
        is_late=action.is_late(today),
        page_link=_page(action, person),
        done_link=_answer(action, person, Verb.DONE, action.due_on),
        later_link=_answer(action, person, Verb.LATER, action.due_on),
    )


def to_look_back(action: Action, person: Recipient) -> Line:
    """An action that is done, of which it is time to ask whether it helped. No query."""
    return Line(
        title=one_line(action.title),
        day=action.evaluate_on,
        is_late=False,
        page_link=_page(action, person, "actions:evaluate" if person.makes_the_plan else "actions:action"),
        leads_to_look_back=person.makes_the_plan,
        later_link=_answer(action, person, Verb.LOOK_LATER, action.evaluate_on),
    )


def to_arrange(action: Action, person: Recipient, *, today: date) -> Line:
    """An action of which nobody gets letters, for somebody who makes the plan. No query."""
    return Line(
        title=one_line(action.title),
        day=action.due_on,
        is_late=action.is_late(today),
        page_link=_page(action, person),
    )


def _page(action: Action, person: Recipient, name: str = "actions:action") -> str:
    """The page of the action, for who has an account here."""
    if person.member is None:
        return ""
    return absolute(address(name, action.organisation_id, action.dossier_id, action.pk))


def _answer(action: Action, person: Recipient, verb: Verb, day: date) -> str:
    if not person.may_answer:
        return ""
    ask = Ask(action_id=action.pk, person=person.code, verb=verb, date=day)
    return absolute(reverse("one_click", args=[token_of(ask)]))

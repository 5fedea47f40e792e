"""Journey: who carries out an action without having an account answers from the letter about it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django_scopes import scope

from apps.actions.domain.reminders import send_reminders
from apps.actions.models import Action, ActionStatus
from apps.organisations.models import MutedKind
from tests.journeys.accessibility import assert_everybody_can_use
from tests.journeys.firm import Firm
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
JAN = "jan@delinde.example"
TITLE = "Eén weekrooster op het prikbord"
RESULT = "Het rooster hangt sinds maandag op het prikbord."
IN_A_WEEK = timedelta(days=7)


@pytest.fixture
def letter(firm: Firm) -> EmailMultiAlternatives:
    """The reminder that Jan gets, who stands in the plan with his name and e-mail address."""
    with scope(organisation=firm.organisation):
        found = Action.objects.filter(dossier=firm.dossier, title=TITLE)
        found.update(owner_name="Jan", owner_email=JAN, due_on=timezone.localdate() + IN_A_WEEK)
    send_reminders(now=timezone.now(), dry_run=False)
    return next(sent for sent in mail.outbox if sent.to == [JAN])


def test_done_with_one_link_and_one_button(
    firm: Firm, visitor: Visitor, letter: EmailMultiAlternatives
) -> None:
    done, _later = links(letter, "actie")
    visitor.goes_to(done)
    visitor.sees_text("main", TITLE)
    assert_everybody_can_use(visitor.page)
    assert firm.action(title=TITLE).status == ActionStatus.PLANNED, "opening the page changes nothing"

    visitor.types("[name=result]", RESULT)
    visitor.goes_on_with("main form button.btn-primary")
    visitor.sees_no("main form")
    assert_everybody_can_use(visitor.page)
    stored = firm.action(title=TITLE)
    assert (stored.status, stored.result) == (ActionStatus.DONE, RESULT)

    visitor.goes_to(done)
    visitor.sees_no("main form")
    assert_everybody_can_use(visitor.page)


def test_later_and_no_more_letters(firm: Firm, visitor: Visitor, letter: EmailMultiAlternatives) -> None:
    _done, later = links(letter, "actie")
    visitor.goes_to(later)
    assert_everybody_can_use(visitor.page)
    due_on = firm.action(title=TITLE).due_on
    visitor.goes_on_with("main form button.btn-primary")
    assert firm.action(title=TITLE).due_on == two_weeks_after(due_on)

    [stop] = links(letter, "post/stop")
    visitor.goes_to(stop)
    assert not MutedKind.objects.exists(), "opening the page changes nothing"
    visitor.goes_on_with("main form button[value=stop]")
    visitor.sees("main form button[value=resume]")
    assert_everybody_can_use(visitor.page)
    assert MutedKind.objects.count() == 1


def links(letter: EmailMultiAlternatives, place: str) -> list[str]:
    """The addresses in the plain text that lead there, in their order, without the name of the server."""
    return re.findall(rf"(/{place}/\S+)", letter.body)


def two_weeks_after(day: date) -> date:
    """What the page proposes."""
    return day + timedelta(days=14)

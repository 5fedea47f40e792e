"""The plan as a board: its columns, and moving a card."""

from __future__ import annotations

import html
import re
import uuid
from datetime import date

import pytest
import time_machine
from django.test import Client

from apps.actions.models import Action
from apps.organisations.models import Role
from apps.rie.domain.dossier import close_dossier
from tests.actions.conftest import HIGH, Firm
from tests.actions.many import TODAY, a_member, an_action, many_actions, stored
from tests.factories import DossierFactory, OrganisationFactory

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY}T12:00:00+01:00", tick=False):
        yield


def columns(text: str) -> dict[str, list[str]]:
    """Status → the titles of the cards in its column."""
    parts = re.findall(r'<section class="board-column" data-status="(\w+)".*?</section>', text, re.DOTALL)
    bodies = re.findall(r'<section class="board-column" data-status="\w+"(.*?)</section>', text, re.DOTALL)
    return {
        status: re.findall(r"<h3><a [^>]*>([^<]*)</a>", body)
        for status, body in zip(parts, bodies, strict=True)
    }


def moves_of(text: str, action: Action) -> list[str]:
    """The statuses that the buttons of a card lead to."""
    return re.findall(rf'name="move" value="{action.pk}:\d+:(\w+)"', text)


def move(browser: Client, firm: Firm, action: Action, status: str, *, version: int | None = None):
    token = f"{action.pk}:{version or action.version}:{status}"
    return browser.post(firm.url("move"), {"move": token})


def told(browser: Client, firm: Firm) -> str:
    return html.unescape(browser.get(firm.url("board")).content.decode())


def test_each_action_stands_in_the_column_of_its_status(firm: Firm, browser_of) -> None:
    anna = a_member(firm)
    an_action(firm, "Gepland", risk=HIGH, owner=anna, due_on=date(2026, 11, 1))
    an_action(firm, "Bezig", status="in_progress")
    an_action(firm, "Gedaan", status="done")
    an_action(firm, "Teruggekeken", status="evaluated")
    an_action(firm, "Geannuleerd", status="cancelled")

    text = browser_of().get(firm.url("board")).content.decode()

    assert columns(text) == {
        "planned": ["Gepland"],
        "in_progress": ["Bezig"],
        "done": ["Gedaan"],
        "evaluated": ["Teruggekeken"],
    }
    assert "1 cancelled action" in text
    assert re.search(rf"Gepland</a></h3><p[^>]*>{anna.user} · 1 Nov. 2026 <strong", text)


def test_a_card_has_a_button_for_each_column_it_may_go_to(firm: Firm, browser_of) -> None:
    expected = {
        "planned": ["in_progress", "done"],
        "in_progress": ["planned", "done"],
        "done": ["planned", "in_progress"],
        "evaluated": ["in_progress"],
        "cancelled": ["planned"],
    }
    actions = {status: an_action(firm, status, status=status) for status in expected}

    text = browser_of().get(firm.url("board")).content.decode()

    assert {status: moves_of(text, action) for status, action in actions.items()} == expected


def test_a_card_moves_to_another_column(firm: Firm, browser_of) -> None:
    browser, action = browser_of(), an_action(firm, "Maak huisregels")

    answer = move(browser, firm, action, "in_progress")

    assert answer.headers["Location"] == f"{firm.url('board')}#action-{action.pk}"
    assert columns(told(browser, firm))["in_progress"] == ["Maak huisregels"]


def test_moving_says_what_happened_and_keeps_the_filter(firm: Firm, browser_of) -> None:
    browser, action = browser_of(), an_action(firm, "Maak huisregels")

    answer = browser.post(
        f"{firm.url('move')}?tekst=huis&onzin=1", {"move": f"{action.pk}:1:in_progress"}, follow=True
    )

    assert answer.redirect_chain == [(f"{firm.url('board')}?tekst=huis#action-{action.pk}", 302)]
    assert "“Maak huisregels” is now: In progress." in html.unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("before", "to", "page"),
    [
        ("in_progress", "done", "complete"),
        ("done", "evaluated", "evaluate"),
        ("planned", "cancelled", "cancel"),
    ],
)
def test_what_asks_more_than_a_status_leads_to_the_page_that_asks_it(
    firm: Firm, browser_of, before: str, to: str, page: str
) -> None:
    action = an_action(firm, "Maak huisregels", status=before)

    answer = move(browser_of(), firm, action, to)

    assert answer.headers["Location"] == firm.url(page, action.pk)
    assert stored(firm, action).status == before


@pytest.mark.parametrize(
    ("before", "to"), [("evaluated", "planned"), ("cancelled", "in_progress"), ("planned", "evaluated")]
)
def test_a_step_that_cannot_be_made_is_told_and_the_card_stays(
    firm: Firm, browser_of, before: str, to: str
) -> None:
    browser, action = browser_of(), an_action(firm, "Maak huisregels", status=before)

    answer = move(browser, firm, action, to)

    assert answer.headers["Location"] == firm.url("board")
    assert "in one step." in told(browser, firm)
    assert stored(firm, action).status == before


@pytest.mark.parametrize("to", ["in_progress", "planned"])
def test_what_was_done_long_before_its_term_can_be_opened_again(firm: Firm, browser_of, to: str) -> None:
    look_back = date(2027, 2, 1)
    action = an_action(firm, "Vroeg klaar", status="done", due_on=date(2027, 6, 1), evaluate_on=look_back)

    move(browser_of(), firm, action, to)

    now = stored(firm, action)
    assert (now.status, now.done_on, now.evaluate_on) == (to, None, date(2027, 9, 1))


def test_what_a_colleague_changed_meanwhile_stays_and_is_told(firm: Firm, browser_of) -> None:
    browser, hr, action = browser_of(), browser_of(Role.HR), an_action(firm, "Maak huisregels", status="done")
    move(hr, firm, action, "planned")

    move(browser, firm, action, "in_progress", version=1)

    assert stored(firm, action).status == "planned"
    assert "“Maak huisregels”: A colleague changed it meanwhile." in told(browser, firm)


@pytest.mark.parametrize("token", ["", "onzin", f"{uuid.UUID(int=1)}:1:klaar", "a:b:planned", "x" * 200])
def test_a_damaged_request_is_told(firm: Firm, browser_of, token: str) -> None:
    browser = browser_of()

    assert browser.post(firm.url("move"), {"move": token}).headers["Location"] == firm.url("board")
    assert "alert-danger" in told(browser, firm)


@pytest.mark.parametrize("status", ["planned", "in_progress", "done"])
def test_an_action_that_is_gone_or_of_another_firm_is_told(firm: Firm, browser_of, status: str) -> None:
    browser = browser_of()
    elsewhere = OrganisationFactory(kvk_number="87654321")
    other = Firm(elsewhere, DossierFactory(organisation=elsewhere))
    theirs = an_action(other, "Van hen")

    move(browser, firm, theirs, status)

    text = told(browser, firm)
    assert "It is not in the plan any more." in text
    assert "Van hen" not in text
    assert stored(other, theirs).status == "planned"


def test_a_closed_dossier_moves_nothing_and_offers_no_buttons(firm: Firm, browser_of, in_scope: None) -> None:
    browser, action = browser_of(), an_action(firm, "Maak huisregels")
    close_dossier(dossier=firm.dossier)

    assert move(browser, firm, action, "in_progress").status_code == 409
    text = browser.get(firm.url("board")).content.decode()
    assert moves_of(text, action) == []
    assert "board.js" not in text


def test_who_only_reads_moves_nothing(firm: Firm, browser_of) -> None:
    action = an_action(firm, "Maak huisregels")
    council = browser_of(Role.WORKS_COUNCIL)

    assert move(council, firm, action, "in_progress").status_code == 403
    assert moves_of(council.get(firm.url("board")).content.decode(), action) == []
    assert move(browser_of(Role.CONTRIBUTOR), firm, action, "in_progress").status_code == 403


def test_a_column_shows_fifty_cards_and_leads_to_the_table_for_the_rest(firm: Firm, browser_of) -> None:
    many_actions(firm, 300)
    browser = browser_of()

    text = browser.get(f"{firm.url('board')}?tekst=maatregel").content.decode()

    assert {status: len(titles) for status, titles in columns(text).items()} == {
        "planned": 50,
        "in_progress": 50,
        "done": 50,
        "evaluated": 50,
    }
    table = f"{firm.url('table')}?tekst=maatregel&amp;status=in_progress"
    assert f'href="{table}">Show the table for 10 more actions' in text
    assert "60 of 300 actions" in browser.get(html.unescape(table)).content.decode()

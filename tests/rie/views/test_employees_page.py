"""Step 4: how employees were heard."""

import datetime

import pytest

from apps.rie.domain.dossier import consultation_of, consultation_values
from tests.rie.conftest import Firm
from tests.rie.screen import Screen, text_of
from tests.rie.views.pages import employees_form

pytestmark = pytest.mark.usefixtures("english")

RECORD = {
    "participants": "Eigenaar en planner.",
    "held_on": "2026-11-03",
    "people_heard": "11",
    "method": "In het werkoverleg.",
    "outcome": "Het team wil een vast rooster.",
}


def recorded(firm: Firm) -> dict:
    return consultation_values(consultation_of(firm.stored()))


@pytest.fixture
def open_page(browser_of, firm: Firm):
    return lambda: Screen(browser_of(), firm.url("employees"), firm.url("employees"))


@pytest.fixture
def send(browser_of, firm: Firm):
    browser = browser_of()
    return lambda **typed: browser.post(firm.url("employees"), employees_form(firm, **typed))


def test_the_conversation_is_recorded(send, firm: Firm):
    answer = send(**RECORD)

    assert (answer.status_code, answer.url) == (302, firm.url("employees"))
    assert recorded(firm) == RECORD | {"held_on": datetime.date(2026, 11, 3), "people_heard": 11}


def test_save_and_go_on_leads_to_the_risks(send, firm: Firm):
    assert send(next="1").url == firm.url("risks")


def test_the_page_shows_what_was_recorded(send, browser_of, firm: Firm):
    send(**RECORD)

    page = text_of(browser_of().get(firm.url("employees")))

    assert all(value in page for value in RECORD.values())


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"held_on": "2026-02-30"}, "Enter a valid date."),
        ({"held_on": "gisteren"}, "Enter a valid date."),
        ({"held_on": "2026-13-01"}, "Enter a valid date."),
        ({"people_heard": "-1"}, "greater than or equal to 0"),
        ({"people_heard": "elf"}, "Enter a whole number."),
        ({"people_heard": "9" * 30}, "less than or equal to"),
        ({"outcome": "x" * 4001}, "This text has 4001 characters; at most 4000 fit."),
        ({"participants": "a\x07b"}, "invisible control characters"),
        ({"seen_json": "[]"}, "This page is out of date."),
    ],
    ids=lambda case: str(case)[:40],
)
def test_what_does_not_fit_is_refused_keeps_what_was_typed_and_saves_nothing(
    send, firm: Firm, wrong, message
):
    typed = {**RECORD, "method": "Getypt in het formulier.", **wrong}

    answer = send(**typed)

    assert answer.status_code == 422
    assert message in text_of(answer)
    assert "Getypt in het formulier." in text_of(answer)
    assert typed["outcome"] in text_of(answer)
    assert not any(recorded(firm).values())


def test_every_field_may_stay_open(send, firm: Firm):
    assert send(method="").status_code == 302
    assert not any(recorded(firm).values())


def test_two_people_in_different_fields_both_keep_what_they_typed(browser_of, firm: Firm):
    first = employees_form(firm, method="", outcome="Een rooster.")
    second = employees_form(firm, method="Samen.")
    browser_of().post(firm.url("employees"), first)

    assert browser_of().post(firm.url("employees"), second).status_code == 302
    assert (recorded(firm)["outcome"], recorded(firm)["method"]) == ("Een rooster.", "Samen.")


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_two_people_in_one_field_choose(open_page, firm: Firm, choice):
    anna, bram = open_page(), open_page()
    anna.send(method="Van Anna.")

    answer = bram.send(method="Van Bram.", outcome="Een rooster.")
    assert answer.status_code == 409
    assert "<blockquote>Van Anna.</blockquote>" in text_of(answer)
    assert "<blockquote>Van Bram.</blockquote>" in text_of(answer)
    assert recorded(firm)["outcome"] == ""

    assert bram.send(keep__method=choice).status_code == 302
    assert recorded(firm)["method"] == {"mine": "Van Bram.", "theirs": "Van Anna."}[choice]
    assert recorded(firm)["outcome"] == "Een rooster."

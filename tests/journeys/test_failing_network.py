"""Journey: the network fails or the session ends, and nothing that was typed is lost."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.translation import gettext
from playwright.sync_api import Page, expect

from apps.organisations.models import User
from tests.journeys.accessibility import assert_everybody_can_use
from tests.journeys.firm import Firm
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
PROBLEM = "W04"
CAUSE = f"#{PROBLEM} [name=root_cause]"
SAVE_LINE = f"#{PROBLEM} .save-line"
BAR = "[data-save-state]"
TEXT = "Wie weggaat, wordt niet vervangen."
NEXT = ".next-bar a.btn-primary"
NO_NETWORK = ["ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest"]
LOGGED_OUT = ["401"]


@pytest.fixture
def visitor(visitor: Visitor, firm: Firm, employer: User) -> Visitor:
    """On the page of a problem."""
    visitor.logs_in(employer)
    visitor.goes_to(firm.subtheme_of(PROBLEM))
    return visitor


def test_what_is_typed_offline_is_saved_when_the_network_is_back(visitor: Visitor, firm: Firm) -> None:
    when_she_types_without_a_network(visitor)
    then_the_page_says(visitor, gettext("Not saved. Your text stays here; we are trying again."))
    assert_everybody_can_use(visitor.page, dark=True)
    visitor.context.set_offline(False)
    then_it_is_saved_by_itself(visitor, firm)


def test_leaving_with_unsaved_text_asks_first(visitor: Visitor, firm: Firm) -> None:
    when_she_types_without_a_network(visitor)
    visitor.watch.stays = True
    here = visitor.page.url
    visitor.clicks_on(NEXT)  # tries to save once more, and stays because that fails
    visitor.clicks_on(NEXT)  # she insists
    assert visitor.watch.questions == ["beforeunload"]
    assert visitor.page.url == here
    visitor.sees_value(CAUSE, TEXT)
    visitor.context.set_offline(False)
    then_it_is_saved_by_itself(visitor, firm)


def test_who_goes_on_while_a_text_is_being_saved_loses_nothing(visitor: Visitor, firm: Firm) -> None:
    visitor.types(CAUSE, TEXT)
    visitor.goes_on_with(NEXT)
    assert firm.answer(PROBLEM).root_cause == TEXT
    assert visitor.watch.questions == []


def test_what_is_typed_during_a_slow_save_is_saved_too(visitor: Visitor, firm: Firm) -> None:
    with (
        visitor.page.expect_navigation(),
        visitor.slow_answer(PROBLEM, saves=lambda: visitor.types(CAUSE, "Wie weggaat")),
    ):
        visitor.types(CAUSE, TEXT)
        visitor.clicks_on(NEXT)
    assert firm.answer(PROBLEM).root_cause == TEXT
    assert visitor.watch.questions == []


def test_a_text_is_saved_after_logging_in_again_on_another_tab(
    visitor: Visitor, firm: Firm, employer: User
) -> None:
    visitor.watch.expected += LOGGED_OUT
    other_tab = when_she_logs_out_on_another_tab(visitor)
    visitor.types(CAUSE, TEXT)
    message = "You are logged out, so this is not saved yet. Log in on another tab; your text stays here."
    then_the_page_says(visitor, gettext(message))
    other_tab.goto(reverse("account_login"))
    visitor.logs_in_here(other_tab, employer)
    then_it_is_saved_by_itself(visitor, firm)


def when_she_types_without_a_network(visitor: Visitor) -> None:
    visitor.watch.expected += NO_NETWORK
    visitor.context.set_offline(True)
    visitor.types(CAUSE, TEXT)
    visitor.sees(f"{SAVE_LINE}.failed")


def when_she_logs_out_on_another_tab(visitor: Visitor) -> Page:
    tab = visitor.opens_another_tab()
    tab.goto("/")
    tab.locator("form[action*=logout] button").click()
    expect(tab.locator("form[action*=logout]")).to_have_count(0)
    return tab


def then_the_page_says(visitor: Visitor, message: str) -> None:
    """At the card and in the bar that is always in view; and the text is still there."""
    expect(visitor.finds(SAVE_LINE)).to_have_text(message)
    expect(visitor.finds(BAR)).to_have_text(message)
    visitor.sees_value(CAUSE, TEXT)


def then_it_is_saved_by_itself(visitor: Visitor, firm: Firm) -> None:
    visitor.sees(f"{SAVE_LINE}.saved")
    assert firm.answer(PROBLEM).root_cause == TEXT

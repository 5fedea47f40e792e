"""Journey: a text that is too long is refused with a reason, and stays where it was typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils.translation import gettext
from playwright.sync_api import expect

from apps.organisations.models import User
from apps.organisations.validators import MAX_TEXT_LENGTH
from tests.journeys.accessibility import assert_everybody_can_use
from tests.journeys.firm import Firm
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
PROBLEM = "W04"
NOTE = f"#{PROBLEM} [name=note]"
COUNTER = f"#{PROBLEM} [name=note] + .counter"
TOO_LONG = "a" * (MAX_TEXT_LENGTH + 1)
FITS = "a" * MAX_TEXT_LENGTH
LIMITS = {"length": len(TOO_LONG), "limit": MAX_TEXT_LENGTH}
REFUSED = "422"


def message() -> str:
    return (
        gettext("This text has %(length)s characters; at most %(limit)s fit. Shorten it a little.") % LIMITS
    )


def test_the_page_counts_and_says_how_much_fits(visitor: Visitor, firm: Firm, employer: User) -> None:
    visitor.watch.expected.append(REFUSED)
    visitor.is_logged_in_as(employer)
    visitor.goes_to(firm.subtheme_of(PROBLEM))
    with visitor.answered(PROBLEM):
        visitor.types(NOTE, TOO_LONG)
    expect(visitor.finds(COUNTER)).to_have_class("counter over")
    visitor.sees_text(f"#save-{PROBLEM}", message())
    visitor.sees_value(NOTE, TOO_LONG)
    assert_everybody_can_use(visitor.page, dark=True)
    assert firm.answer(PROBLEM).note == ""
    with visitor.saved(PROBLEM):
        visitor.types(NOTE, FITS)
    expect(visitor.finds(COUNTER)).to_have_class("counter")
    assert firm.answer(PROBLEM).note == FITS


def test_without_javascript_it_is_kept_too(
    new_visitor: Callable[..., Visitor], firm: Firm, employer: User
) -> None:
    visitor = new_visitor(java_script_enabled=False)
    visitor.watch.expected.append(REFUSED)
    visitor.is_logged_in_as(employer)
    visitor.goes_to(firm.subtheme_of(PROBLEM))
    visitor.types(NOTE, TOO_LONG)
    visitor.goes_on_with(visitor.card(PROBLEM).locator("form > button"))
    visitor.sees_text(f"#{PROBLEM}", message())
    visitor.sees_value(NOTE, TOO_LONG)

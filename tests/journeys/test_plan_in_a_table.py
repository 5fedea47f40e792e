"""Journey: the plan as a table. She sorts, filters, and changes several actions at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from playwright.sync_api import expect

from apps.actions.models import Action, ActionStatus
from apps.organisations.models import Role, User
from tests.journeys.accessibility import assert_everybody_can_use
from tests.journeys.firm import Firm
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
HANNA = "Hanna Rood"
PHONE = {"viewport": {"width": 360, "height": 740}}
NEW_TERM = date(2027, 6, 30)
TITLES = "table.plan-table tbody th a"
# Measures of the sample: the term of the middle one is what the colleague moves.
FIRST, MOVED, LAST = "M55", "M65", "M68"


@pytest.fixture(autouse=True)
def _soon_after_the_sample_was_made() -> Iterator[None]:
    with time_machine.travel("2026-12-01T09:30+01:00"):
        yield


@pytest.fixture
def hanna(new_visitor: Callable[..., Visitor], firm: Firm) -> Visitor:
    return given_somebody_at_the_table(new_visitor(), firm, firm.member(Role.HR, HANNA))


@pytest.fixture
def colleague(new_visitor: Callable[..., Visitor], firm: Firm, employer: User) -> Visitor:
    return given_somebody_at_the_table(new_visitor(**PHONE), firm, employer)


def given_somebody_at_the_table(visitor: Visitor, firm: Firm, user: User) -> Visitor:
    visitor.is_logged_in_as(user)
    visitor.goes_to(firm.url("actions:table"))
    return visitor


def test_what_a_colleague_changed_meanwhile_is_told_and_not_overwritten(
    firm: Firm, hanna: Visitor, colleague: Visitor
) -> None:
    when_she_asks_for_what_is_planned_by_title(hanna, firm)
    when_a_colleague_moves_one(firm, colleague)
    when_she_gives_three_to_herself(firm, hanna)
    then_two_are_hers_and_one_is_told(firm, hanna)


def when_she_asks_for_what_is_planned_by_title(hanna: Visitor, firm: Firm) -> None:
    """The head of a column turns the order round; the address keeps the filter and the order."""
    everything = hanna.finds(TITLES).count()
    hanna.clicks_on(".plan-filter > summary")
    hanna.clicks_on(f"[name=status][value={ActionStatus.PLANNED}]")
    hanna.goes_on_with(".plan-filter form button")
    assert 0 < hanna.finds(TITLES).count() < everything
    hanna.goes_on_with("table.plan-table thead a[href*='volgorde=titel']")
    assert titles(hanna) == sorted(titles(hanna), key=str.casefold)
    hanna.goes_on_with("table.plan-table thead [aria-sort=ascending] a")
    assert titles(hanna) == sorted(titles(hanna), key=str.casefold, reverse=True)
    expect(hanna.finds("table.plan-table thead [aria-sort=descending]")).to_have_count(1)
    assert hanna.finds(f"[name=status][value={ActionStatus.PLANNED}]").is_checked()


def when_a_colleague_moves_one(firm: Firm, colleague: Visitor) -> None:
    """On her phone, where the same table stands as a list."""
    colleague.goes_on_with(colleague.page.get_by_role("link", name=firm.measure(MOVED), exact=True))
    colleague.goes_on_with("main a[href$='/later/']")
    colleague.types("[name=due_on]", NEW_TERM.isoformat())
    colleague.goes_on_with("main form button.btn-primary")


def when_she_gives_three_to_herself(firm: Firm, hanna: Visitor) -> None:
    for code in (FIRST, MOVED, LAST):
        hanna.clicks_on(f"[name=chosen][value='{action(firm, code).pk}']")
    hanna.picks("[name=bulk-what]", "owner")
    hanna.finds("[name=bulk-owner]").select_option(label=HANNA)
    hanna.goes_on_with("#bulk button.btn-primary")


def then_two_are_hers_and_one_is_told(firm: Firm, hanna: Visitor) -> None:
    told = hanna.finds(".alert-warning li")
    expect(told).to_have_count(1)
    hanna.sees_text(told, firm.measure(MOVED))
    assert_everybody_can_use(hanna.page)
    assert "status=planned" in hanna.page.url, "her filter stays"
    for code in (FIRST, LAST):
        assert action(firm, code).owner.user.name == HANNA
    moved = action(firm, MOVED)
    assert (moved.owner, moved.owner_name, moved.due_on) == (None, "Eigenaar", NEW_TERM)


def titles(visitor: Visitor) -> list[str]:
    return visitor.finds(TITLES).all_inner_texts()


def action(firm: Firm, measure: str) -> Action:
    return firm.action(title=firm.measure(measure))

"""Journey: two people work on one page, and nobody overwrites the other without knowing it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from apps.organisations.models import Role, User
from tests.journeys.accessibility import assert_everybody_can_use
from tests.journeys.firm import Firm
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
PROBLEM = "W04"
CAUSE = f"#{PROBLEM} [name=root_cause]"
NOTE = f"#{PROBLEM} [name=note]"
CONFLICT = f"#{PROBLEM} .conflict"
EMPLOYERS_TEXT = "Wie weggaat, wordt niet vervangen."
COLLEAGUES_TEXT = "De vacatures staan al een half jaar open."
BOTH_TEXTS = f"{COLLEAGUES_TEXT} {EMPLOYERS_TEXT}"
REMARK = "Bespreken in het werkoverleg."
OTHER_REMARK = "Bespreken met het hele team."
IN_CONFLICT = "409"


@pytest.fixture
def boss(new_visitor: Callable[..., Visitor], firm: Firm, employer: User) -> Visitor:
    return given_someone_on_the_page(new_visitor(), firm, employer)


@pytest.fixture
def colleague(new_visitor: Callable[..., Visitor], firm: Firm) -> Visitor:
    return given_someone_on_the_page(new_visitor(), firm, firm.member(Role.HR, "Hanna Rood"))


def given_someone_on_the_page(visitor: Visitor, firm: Firm, user: User) -> Visitor:
    visitor.is_logged_in_as(user)
    visitor.goes_to(firm.subtheme_of(PROBLEM))
    visitor.watch.expected.append(IN_CONFLICT)
    return visitor


def given_both_wrote_about_the_cause(boss: Visitor, colleague: Visitor) -> None:
    """The colleague was first; the employer also wrote a remark."""
    with colleague.saved(PROBLEM):
        colleague.types(CAUSE, COLLEAGUES_TEXT)
    with boss.answered(PROBLEM):
        boss.types(CAUSE, EMPLOYERS_TEXT)
        boss.types(NOTE, REMARK)
    boss.sees(CONFLICT)


def test_what_they_write_in_different_fields_both_stays(
    firm: Firm, boss: Visitor, colleague: Visitor
) -> None:
    with boss.saved(PROBLEM):
        boss.types(CAUSE, EMPLOYERS_TEXT)
    with colleague.saved(PROBLEM):
        colleague.types(NOTE, REMARK)
    stored = firm.answer(PROBLEM)
    assert (stored.root_cause, stored.note) == (EMPLOYERS_TEXT, REMARK)
    boss.page.reload()
    boss.sees_value(NOTE, REMARK)


def test_in_one_field_both_values_are_shown_and_none_is_lost(
    firm: Firm, boss: Visitor, colleague: Visitor
) -> None:
    given_both_wrote_about_the_cause(boss, colleague)
    boss.sees_text(CONFLICT, "Hanna Rood")
    boss.sees_text(CONFLICT, EMPLOYERS_TEXT)
    boss.sees_text(CONFLICT, COLLEAGUES_TEXT)
    boss.sees_value(CAUSE, EMPLOYERS_TEXT)
    boss.sees_value(NOTE, REMARK)
    assert firm.answer(PROBLEM).root_cause == COLLEAGUES_TEXT
    assert_everybody_can_use(boss.page, dark=True)


def test_she_keeps_her_own(firm: Firm, boss: Visitor, colleague: Visitor) -> None:
    given_both_wrote_about_the_cause(boss, colleague)
    with boss.saved(PROBLEM):
        boss.clicks_on(f"{CONFLICT} [value=mine]")
    boss.sees_no(CONFLICT)
    then_stored_is(firm, EMPLOYERS_TEXT)
    then_leaving_asks_nothing(boss, firm)


def test_she_takes_her_colleagues_and_goes_on(firm: Firm, boss: Visitor, colleague: Visitor) -> None:
    given_both_wrote_about_the_cause(boss, colleague)
    with boss.saved(PROBLEM):
        boss.clicks_on(f"{CONFLICT} [value=theirs]")
    boss.sees_no(CONFLICT)
    boss.sees_value(CAUSE, COLLEAGUES_TEXT)
    boss.sees_value(NOTE, REMARK)
    then_stored_is(firm, COLLEAGUES_TEXT)
    with boss.saved(PROBLEM):
        boss.types(CAUSE, BOTH_TEXTS)
    then_stored_is(firm, BOTH_TEXTS)
    then_leaving_asks_nothing(boss, firm)


def test_a_choice_counts_also_while_the_page_is_saving(firm: Firm, boss: Visitor, colleague: Visitor) -> None:
    given_both_wrote_about_the_cause(boss, colleague)
    with (
        boss.saved(PROBLEM),
        boss.slow_answer(PROBLEM, saves=lambda: boss.types(NOTE, OTHER_REMARK)),
    ):
        boss.clicks_on(f"{CONFLICT} [value=theirs]")
    then_stored_is(firm, COLLEAGUES_TEXT, note=OTHER_REMARK)


def then_stored_is(firm: Firm, cause: str, *, note: str = REMARK) -> None:
    stored = firm.answer(PROBLEM)
    assert (stored.root_cause, stored.note) == (cause, note)


def then_leaving_asks_nothing(visitor: Visitor, firm: Firm) -> None:
    visitor.goes_to(firm.url("rie:overview"))
    assert visitor.watch.questions == []

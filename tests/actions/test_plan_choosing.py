"""From proposal to plan: choose, leave out, settle without a measure."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from apps.actions.domain.terms import add_months
from tests.actions.conftest import HIGH, LOW, MEDIUM, Firm

TODAY = "2026-11-23"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY}T12:00:00+01:00", tick=False):
        yield


def _codes(firm: Firm) -> set[str]:
    return {action.measure.code for action in firm.actions if action.measure}


def test_the_proposal_names_measures_for_the_high_and_medium_risks(firm: Firm, browser_of) -> None:
    proposal = browser_of().get(firm.url("proposal")).context["proposal"]
    covered = {code for line in proposal.measures for code in line.covers}
    assert {HIGH, MEDIUM} <= covered


def test_a_chosen_measure_comes_with_first_step_owner_and_dates_by_class(firm: Firm, browser_of) -> None:
    browser_of().post(firm.url("proposal"), {"measure": ["M55", "M26"], "proposed": ["M55", "M26"]})
    by_code = {action.measure.code: action for action in firm.actions}
    high, medium = by_code["M55"], by_code["M26"]
    assert high.due_on == date(2027, 2, 23)
    assert medium.due_on == date(2027, 5, 23)
    assert high.start_on == date(2026, 11, 23)
    assert high.evaluate_on == date(2027, 5, 23)
    assert high.title
    assert high.description
    assert high.owner_name
    assert [event.kind for event in high.events.all()] == ["created"]


def test_a_double_click_adds_nothing_twice(firm: Firm, browser_of) -> None:
    browser = browser_of()
    for _ in range(2):
        browser.post(firm.url("proposal"), {"measure": ["M55"], "proposed": ["M55"]})
    assert len(firm.actions) == 1


def test_what_is_left_out_is_remembered_and_another_measure_is_looked_for(firm: Firm, browser_of) -> None:
    browser = browser_of()
    first = {line.code for line in browser.get(firm.url("proposal")).context["proposal"].measures}
    browser.post(firm.url("proposal"), {"measure": [], "proposed": sorted(first)})
    assert firm.actions == []
    assert firm.plan.left_out == first
    second = {line.code for line in browser.get(firm.url("proposal")).context["proposal"].measures}
    assert second
    assert not second & first


def test_a_measure_that_was_left_out_can_be_considered_again(firm: Firm, browser_of) -> None:
    browser = browser_of()
    browser.post(firm.url("proposal"), {"proposed": ["M55"]})
    browser.post(firm.url("restore_measure", "M55"))
    assert firm.plan.left_out == frozenset()


def test_choosing_a_left_out_measure_after_all_takes_it_off_that_list(firm: Firm, browser_of) -> None:
    browser = browser_of()
    browser.post(firm.url("proposal"), {"proposed": ["M55"]})
    browser.post(firm.url("choose_measure", HIGH), {"measure": "M55"})
    assert _codes(firm) == {"M55"}
    assert firm.plan.left_out == frozenset()


def test_measures_in_the_plan_are_not_proposed_again(firm: Firm, browser_of) -> None:
    browser = browser_of()
    proposed = [line.code for line in browser.get(firm.url("proposal")).context["proposal"].measures]
    browser.post(firm.url("proposal"), {"measure": proposed, "proposed": proposed})
    again = browser.get(firm.url("proposal")).context["proposal"]
    assert again.measures == ()
    assert set(again.already_covered) == {HIGH, MEDIUM}


def test_measures_that_are_in_place_are_not_proposed(firm: Firm, browser_of) -> None:
    firm.risk("O10", verdict="partly", measures_in_place=["M54", "M63"])
    proposal = browser_of().get(firm.url("proposal")).context["proposal"]
    assert not {"M54", "M63"} & {line.code for line in proposal.measures}


def test_an_unknown_measure_changes_nothing(firm: Firm, browser_of) -> None:
    answer = browser_of().post(firm.url("proposal"), {"measure": ["M55", "M99"], "proposed": ["M55"]})
    assert answer.status_code == 404
    assert firm.actions == []


def test_risks_without_a_measure_stay_in_sight_until_they_are_settled(firm: Firm, browser_of) -> None:
    browser = browser_of()
    assert [risk.code for risk in firm.plan.open_risks] == [HIGH, MEDIUM, LOW]
    browser.post(firm.url("choose_measure", HIGH), {"measure": "M55"})
    browser.post(firm.url("settle", LOW), {"reason": "In een kleine winkel zijn er weinig andere functies."})
    assert [risk.code for risk in firm.plan.open_risks] == [MEDIUM]
    assert "In een kleine winkel" in browser.get(firm.url("plan")).content.decode()
    browser.post(firm.url("settle", LOW), {"undo": "1"})
    assert LOW in {risk.code for risk in firm.plan.open_risks}


@pytest.mark.parametrize("reason", ["", "   ", "x" * 4001, "tekst\x07"])
def test_settling_needs_a_reason_that_can_be_stored(firm: Firm, browser_of, reason: str) -> None:
    answer = browser_of().post(firm.url("settle", LOW), {"reason": reason})
    assert answer.status_code == 422
    assert 'id="error-summary"' in answer.content.decode()
    assert firm.plan.settled == {}


def test_only_individual_measures_against_a_risk_give_a_warning(
    firm: Firm, browser_of, english: None
) -> None:
    browser = browser_of()
    browser.post(firm.url("choose_measure", LOW), {"measure": "M33"})
    assert [risk.code for risk in firm.plan.only_individual] == [LOW]
    assert "Only measures for one person" in browser.get(firm.url("plan")).content.decode()
    browser.post(firm.url("choose_measure", LOW), {"measure": "M18"})
    assert firm.plan.only_individual == ()


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 1, 31), 11, date(2026, 12, 31)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_the_month(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end

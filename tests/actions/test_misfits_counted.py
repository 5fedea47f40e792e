"""Unticking in the proposal with a reason, and what all reasons together add up to."""

from __future__ import annotations

import pytest
from django.test import Client

from apps.actions.models import LeftOutMeasure
from tests.actions.conftest import HIGH, Firm

pytestmark = pytest.mark.usefixtures("english")
CODE = "M55"


def _say(browser: Client, firm: Firm, reason: str, note: str = "", code: str = CODE) -> None:
    browser.post(firm.url("leave_out", code), {"reason": reason, "note": note, "seen_json": "{}"})


def _refusal(firm: Firm) -> LeftOutMeasure:
    return firm.plan.refusals[CODE]


def test_unticking_in_the_proposal_may_say_why(firm: Firm, browser_of) -> None:
    browser = browser_of()
    page = browser.get(firm.url("proposal"))
    codes = [measure.code for measure in page.context["proposal"].measures]
    assert f'name="reason-{codes[0]}"' in page.content.decode()

    browser.post(
        firm.url("proposal"),
        {"proposed": codes, "measure": codes[1:], f"reason-{codes[0]}": "too_expensive"},
    )

    assert {code: entry.reason for code, entry in firm.plan.refusals.items()} == {codes[0]: "too_expensive"}
    assert firm.plan.in_plan == set(codes[1:])


def test_a_reason_with_the_tick_still_there_is_asked_about(firm: Firm, browser_of) -> None:
    browser = browser_of()
    codes = [m.code for m in browser.get(firm.url("proposal")).context["proposal"].measures]

    answer = browser.post(
        firm.url("proposal"),
        {"proposed": codes, "measure": codes[:1], f"reason-{codes[0]}": "too_expensive"},
    )
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "This measure is still ticked." in page
    assert f'id="measure-{codes[0]}" checked' in page
    assert page.count(" checked") == 1
    assert firm.actions == []
    assert firm.plan.refusals == {}


def test_a_reason_that_does_not_exist_is_refused(firm: Firm, browser_of) -> None:
    answer = browser_of().post(firm.url("proposal"), {"proposed": [CODE], f"reason-{CODE}": "zomaar"})

    assert answer.status_code == 422
    assert firm.plan.refusals == {}


def test_unticking_without_a_word_keeps_the_reason_of_before(firm: Firm, browser_of) -> None:
    browser = browser_of()
    _say(browser, firm, "tried")

    browser.post(firm.url("proposal"), {"proposed": [CODE]})
    assert _refusal(firm).reason == "tried"

    browser.post(firm.url("proposal"), {"proposed": [CODE], f"reason-{CODE}": "other"})
    assert _refusal(firm).reason == "other"


def test_unticking_what_a_colleague_put_in_the_plan_does_not_leave_it_out(firm: Firm, browser_of) -> None:
    browser = browser_of()
    browser.post(firm.url("choose_measure", HIGH), {"measure": CODE})

    browser.post(firm.url("proposal"), {"proposed": [CODE]})

    assert firm.plan.in_plan == {CODE}
    assert firm.plan.refusals == {}


@pytest.mark.parametrize("page", ["plan", "proposal"])
def test_the_reasons_are_counted_and_less_work_is_offered(firm: Firm, browser_of, page: str) -> None:
    browser = browser_of()
    for code, reason in {"M55": "too_much_work", "M54": "too_much_work", "M01": "too_expensive"}.items():
        _say(browser, firm, reason, code=code)
    browser.post(firm.url("proposal"), {"proposed": ["M02"]})

    text = browser.get(firm.url(page)).content.decode()

    assert "You left out 2 measures because they are too much work." in text
    assert "You left out 1 measure because it is too expensive." in text
    assert f'href="{firm.url("proposal")}?minder_werk=on"' in text


def test_less_work_is_not_offered_to_who_asked_for_it(firm: Firm, browser_of) -> None:
    browser = browser_of()
    _say(browser, firm, "too_much_work")

    text = browser.get(firm.url("proposal") + "?minder_werk=on&team=on").content.decode()

    assert "because it is too much work." in text
    assert "Look for less work" not in text


def test_the_plan_lists_what_was_left_out_with_the_reason(firm: Firm, browser_of) -> None:
    browser = browser_of()
    _say(browser, firm, "no_support", "Besproken in het teamoverleg.")
    browser.post(firm.url("proposal"), {"proposed": ["M02"]})

    text = browser.get(firm.url("plan")).content.decode()

    assert "2 measures you left out" in text
    assert "Employees do not want it" in text
    assert "Besproken in het teamoverleg." in text
    assert "No reason given." in text
    assert f'action="{firm.url("restore_measure", CODE)}?terug=plan"' in text


def test_the_plan_with_30_left_out_measures_costs_as_much_as_with_one(
    firm: Firm, browser_of, queries
) -> None:
    browser, counts = browser_of(), []
    browser.get(firm.url("plan"))
    for codes in (["M01"], ["M02", "M03"], [f"M{number}" for number in range(10, 40)]):
        for code in codes:
            _say(browser, firm, "tried", code=code)
        with queries() as captured:
            browser.get(firm.url("plan"))
        counts.append(len(captured.statements))
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 12

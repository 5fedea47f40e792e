"""A measure has a page of its own, and the proposal follows wishes from the address."""

from __future__ import annotations

from itertools import product

import pytest

from apps.organisations.models import Role
from tests.actions.conftest import HIGH, MEDIUM, Firm

pytestmark = pytest.mark.usefixtures("english")


def _measure(firm: Firm, code: str):
    return firm.assessment.content.measures[code]


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.HR, Role.WORKS_COUNCIL])
def test_the_page_tells_everything_about_a_measure(firm: Firm, browser_of, role: Role) -> None:
    page = browser_of(role).get(firm.url("measure", "M07")).content.decode()
    text = _measure(firm, "M07").text

    for words in (text.title, text.what, text.first_step):
        assert words in page.replace("&#x27;", "'").replace("&quot;", '"')
    for words in ("whole firm", "at the source", "some work", "up to about 500 euros", "Manager of the team"):
        assert words in page
    assert "Working out together what fits" in page
    assert "Read more:" in page


def test_it_names_the_risks_it_helps_against_with_their_priority(firm: Firm, browser_of) -> None:
    answer = browser_of().get(firm.url("measure", "M07"))
    assert answer.context["ranked"].helps == ()
    assert "It does not help against any of the risks you have now." in answer.content.decode()

    firm.risk("W08", verdict="not_in_order", frequency=4, reach=4, severity=3)
    page = browser_of().get(firm.url("measure", "M07")).content.decode()

    assert "It helps against one of your risks." in page
    assert f'href="{firm.url("risk", "W08")}"' in page
    assert "priority-high" in page


def test_from_its_page_it_goes_into_the_plan_and_then_links_to_the_action(firm: Firm, browser_of) -> None:
    browser = browser_of()
    page = browser.get(firm.url("measure", "M55")).content.decode()
    assert f'action="{firm.url("proposal")}"' in page

    browser.post(firm.url("proposal"), {"measure": "M55"})

    (action,) = firm.actions
    page = browser.get(firm.url("measure", "M55")).content.decode()
    assert f'href="{firm.url("action", action.pk)}"' in page
    assert "Put in my plan" not in page
    assert "Does not fit" not in page


def test_it_says_that_it_was_left_out_and_why(firm: Firm, browser_of) -> None:
    browser = browser_of()
    fields = {"reason": "tried", "note": "In 2024 geprobeerd.", "seen_json": "{}"}
    browser.post(firm.url("leave_out", "M55"), fields)

    page = browser.get(firm.url("measure", "M55")).content.decode()

    assert "we tried it and it did not help" in page
    assert "In 2024 geprobeerd." in page
    assert "Consider it again" in page
    assert "Put in my plan" in page


def test_it_says_that_the_firm_does_it_already(firm: Firm, browser_of) -> None:
    firm.risk("O10", verdict="partly", measures_in_place=["M54"])

    page = browser_of().get(firm.url("measure", "M54")).content.decode()

    assert "You do this already." in page
    assert "Put in my plan" not in page


def test_a_measure_that_does_not_exist_is_not_found(firm: Firm, browser_of) -> None:
    assert browser_of().get(firm.url("measure", "M99")).status_code == 404


def test_every_measure_of_the_catalogue_has_a_page(firm: Firm, browser_of) -> None:
    browser = browser_of()
    for code in firm.assessment.content.measures:
        assert browser.get(firm.url("measure", code)).status_code == 200, code


WISHES = ["minder_werk", "sneller", "team"]


@pytest.mark.parametrize("wished", list(product([False, True], repeat=3)))
def test_whatever_one_wishes_every_high_and_medium_risk_stays_tackled(firm: Firm, browser_of, wished) -> None:
    query = "&".join(f"{name}=on" for name, is_wished in zip(WISHES, wished, strict=True) if is_wished)

    answer = browser_of().get(f"{firm.url('proposal')}?{query}")

    covered = {code for measure in answer.context["proposal"].measures for code in measure.covers}
    assert {HIGH, MEDIUM} <= covered
    assert answer.content.decode().count("What your wishes changed") == any(wished)


def test_what_a_wish_changed_stands_on_the_page(firm: Firm, browser_of) -> None:
    for code in firm.assessment.content.factors:
        if code not in firm.assessment.by_code or not firm.assessment.by_code[code].verdict:
            firm.risk(code, verdict="not_in_order", frequency=4, reach=4, severity=3)

    answer = browser_of().get(f"{firm.url('proposal')}?minder_werk=on")
    changes, page = answer.context["changes"], answer.content.decode()

    assert changes.came_in
    assert changes.went_out
    assert changes.summary in page
    assert "It is little work." in page
    assert "It is some work." in page
    assert 'name="minder_werk" class="form-check-input" id="id_minder_werk" checked' in page


def test_without_wishes_nothing_is_told_about_changes(firm: Firm, browser_of) -> None:
    answer = browser_of().get(firm.url("proposal"))

    assert answer.context["changes"] is None
    assert "Back to the proposal without wishes" not in answer.content.decode()


def test_looking_at_a_steered_proposal_costs_no_more_queries(firm: Firm, browser_of, queries) -> None:
    browser, counts = browser_of(), []
    for query in ("", "?minder_werk=on&sneller=on&team=on"):
        browser.get(firm.url("proposal") + query)
        with queries() as captured:
            browser.get(firm.url("proposal") + query)
        counts.append(len(captured.statements))
    assert counts[0] == counts[1] <= 12

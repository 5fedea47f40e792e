"""From a risk: the ranking with its reasons, the filters in the address, and measures side by side."""

from __future__ import annotations

import pytest
from django.test import Client

from apps.actions.recommendation import Standing
from apps.organisations.models import Role
from tests.actions.conftest import HIGH, MEDIUM, Firm

pytestmark = pytest.mark.usefixtures("english")


def _open(browser: Client, url: str, query: str = "", status: int = 200):
    answer = browser.get(f"{url}?{query}")
    assert answer.status_code == status
    return answer


def _codes(answer) -> list[str]:
    return [entry["ranked"].code for entry in answer.context["entries"]]


@pytest.fixture
def fitting(firm: Firm) -> list[str]:
    """The measures against the high risk, in the order of the catalogue."""
    return [measure.code for measure in firm.assessment.content.measures_for[HIGH]]


def test_every_measure_that_fits_is_there_ranked_with_reasons(firm: Firm, browser_of, fitting) -> None:
    answer = _open(browser_of(), firm.url("risk", HIGH))
    page = answer.content.decode()

    assert sorted(_codes(answer)) == sorted(fitting)
    for entry in answer.context["entries"]:
        for reason in entry["ranked"].reasons:
            assert reason in page


def test_the_first_choice_is_named_and_a_measure_in_the_plan_goes_down(firm: Firm, browser_of) -> None:
    browser = browser_of()
    first = _open(browser, firm.url("risk", HIGH))
    assert first.context["first_choice"] == _codes(first)[0]
    assert first.content.decode().count("Our first choice for you") == 1

    browser.post(firm.url("choose_measure", HIGH), {"measure": _codes(first)[0]})

    later = _open(browser, firm.url("risk", HIGH))
    assert _codes(later)[-1] == _codes(first)[0]
    assert later.context["entries"][-1]["ranked"].standing is Standing.IN_PLAN
    assert "This is in your plan:" in later.content.decode()


def test_other_risks_of_yours_are_listed_with_their_priority(firm: Firm, browser_of) -> None:
    shared = next(
        code
        for measure in firm.assessment.content.measures_for[HIGH]
        for code in measure.spec.factors
        if code != HIGH
    )
    firm.risk(shared, verdict="not_in_order", frequency=4, reach=4, severity=3)

    answer = _open(browser_of(), firm.url("risk", HIGH))

    assert shared in {other.code for entry in answer.context["entries"] for other in entry["others"]}
    assert f'href="{firm.url("risk", shared)}"' in answer.content.decode()


def test_every_filter_leaves_what_it_asks_and_says_how_many(firm: Firm, browser_of, fitting) -> None:
    browser, content = browser_of(), firm.assessment.content
    specs = [content.measures[code].spec for code in fitting]
    asked = {
        "niveau": lambda spec: {str(spec.level)},
        "stap": lambda spec: {str(spec.step)},
        "werk": lambda spec: {str(spec.effort)},
        "aanpak": lambda spec: {str(spec.zonmw_category)} - {"None"},
        "thema": lambda spec: {content.theme_of(content.factors[code]).key for code in spec.factors},
    }
    for name, values in asked.items():
        for value in set().union(*map(values, specs)):
            answer = _open(browser, firm.url("risk", HIGH), f"{name}={value}")
            assert sorted(_codes(answer)) == sorted(spec.code for spec in specs if value in values(spec))
            assert f"of {len(specs)} measures" in answer.content.decode()


def test_filters_add_up(firm: Firm, browser_of, fitting) -> None:
    spec = firm.assessment.content.measures[fitting[0]].spec
    query = f"niveau={spec.level}&stap={spec.step}&werk={spec.effort}"

    codes = _codes(_open(browser_of(), firm.url("risk", HIGH), query))

    assert fitting[0] in codes
    for code in codes:
        other = firm.assessment.content.measures[code].spec
        assert (other.level, other.step, other.effort) == (spec.level, spec.step, spec.effort)


def test_when_nothing_is_left_there_is_a_way_back(firm: Firm, browser_of, fitting) -> None:
    answer = _open(browser_of(), firm.url("risk", HIGH), "niveau=individual&stap=source")
    page = answer.content.decode()

    assert _codes(answer) == []
    assert f"0 of {len(fitting)} measures" in page
    assert f'href="{firm.url("risk", HIGH)}">Show all {len(fitting)} measures' in page


@pytest.mark.parametrize("name", ["niveau", "stap", "werk", "aanpak", "thema"])
def test_a_filter_that_does_not_exist_is_told_and_left_aside(
    firm: Firm, browser_of, fitting, name: str
) -> None:
    answer = _open(browser_of(), firm.url("risk", HIGH), f"{name}=onzin%00")

    assert sorted(_codes(answer)) == sorted(fitting)
    assert 'class="field-error"' in answer.content.decode()


@pytest.mark.parametrize("number", [2, 3])
def test_two_or_three_measures_stand_side_by_side_in_their_rank(firm: Firm, browser_of, number: int) -> None:
    browser = browser_of()
    ranking = _codes(_open(browser, firm.url("risk", MEDIUM)))[:number]
    query = "&".join(f"maatregel={code}" for code in reversed(ranking))

    answer = _open(browser, firm.url("compare", MEDIUM), query)
    page = answer.content.decode()

    assert _codes(answer) == ranking
    assert page.count('scope="col"') == number
    assert page.count('name="measure"') == number
    assert "<caption" in page


@pytest.mark.parametrize(
    ("codes", "message"),
    [
        ([], "Tick two or three measures to compare."),
        (["first"], "Tick two or three measures to compare."),
        (["first", "first"], "Tick two or three measures to compare."),
        (["first", "M99"], "does not belong to this risk"),
        (["first", "M10"], "does not belong to this risk"),
    ],
)
def test_what_cannot_be_compared_is_told_and_what_was_ticked_stays(
    firm: Firm, browser_of, fitting, codes: list[str], message: str
) -> None:
    assert "M10" not in fitting
    chosen = [fitting[0] if code == "first" else code for code in codes]
    query = "&".join(f"maatregel={code}" for code in chosen)

    page = _open(browser_of(), firm.url("compare", HIGH), query, status=422).content.decode()

    assert message in page
    assert page.count(" checked>") == ("first" in codes)


def test_four_measures_are_too_many(firm: Firm, browser_of) -> None:
    content = firm.assessment.content
    risk = next(code for code, measures in content.measures_for.items() if len(measures) > 3)
    if risk not in firm.assessment.by_code or risk not in (HIGH, MEDIUM):
        firm.risk(risk, verdict="not_in_order", frequency=4, reach=4, severity=3)
    query = "&".join(f"maatregel={measure.code}" for measure in content.measures_for[risk][:4])

    answer = _open(browser_of(), firm.url("compare", risk), query, status=422)

    assert "Tick two or three" in answer.content.decode()


def test_choosing_from_the_comparison_puts_it_in_the_plan(firm: Firm, browser_of, fitting) -> None:
    browser = browser_of()
    page = _open(browser, firm.url("compare", HIGH), f"maatregel={fitting[0]}&maatregel={fitting[1]}")
    assert f'action="{firm.url("choose_measure", HIGH)}"' in page.content.decode()

    browser.post(firm.url("choose_measure", HIGH), {"measure": fitting[1]})

    assert firm.plan.in_plan == {fitting[1]}


def test_who_only_reads_compares_but_chooses_nothing(firm: Firm, browser_of, fitting) -> None:
    browser = browser_of(Role.WORKS_COUNCIL)
    page = _open(
        browser, firm.url("compare", HIGH), f"maatregel={fitting[0]}&maatregel={fitting[1]}"
    ).content.decode()

    assert "Put in my plan" not in page
    assert "Does not fit" not in page


@pytest.mark.parametrize("page", ["risk", "compare", "measure"])
def test_a_page_asks_the_same_of_the_database_however_many_risks_there_are(
    firm: Firm, browser_of, queries, fitting, page: str
) -> None:
    browser, counts = browser_of(), []
    argument = fitting[0] if page == "measure" else HIGH
    url = f"{firm.url(page, argument)}?maatregel={fitting[0]}&maatregel={fitting[1]}"
    present = {HIGH, MEDIUM, "W31"}
    others = iter(code for code in firm.assessment.content.factors if code not in present)
    browser.get(url)
    for number in (0, 3, 27):
        for _ in range(number):
            firm.risk(next(others), verdict="partly", frequency=3, reach=3, severity=2)
        with queries() as captured:
            assert browser.get(url).status_code == 200
        counts.append(len(captured.statements))
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 12

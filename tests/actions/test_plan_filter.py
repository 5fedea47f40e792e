"""The filter in the address: what it leaves, how it is kept, and that it goes along between the views."""

from __future__ import annotations

import re
from datetime import date

import pytest
import time_machine
from django.http import QueryDict

from apps.actions.filters import bounds_of, carried
from tests.actions.conftest import HIGH, LOW, Firm
from tests.actions.many import TODAY, a_department, a_member, an_action
from tests.actions.test_plan_table import titles

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY}T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def plan(firm: Firm) -> Firm:
    """Four actions that differ in everything a filter can ask."""
    an_action(firm, "Te laat", risk=HIGH, owner_name="Zeeman", due_on=date(2026, 11, 1))
    an_action(firm, "Deze maand", risk=LOW, due_on=date(2026, 11, 30), status="in_progress")
    an_action(firm, "Volgend jaar", description="Kassa en balie", due_on=date(2027, 5, 1))
    an_action(firm, "Gedaan", risk=HIGH, due_on=date(2026, 11, 10), status="done")
    return firm


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("te_laat=on", {"Te laat"}),
        ("status=planned&status=in_progress&wie=niemand", {"Deze maand", "Volgend jaar"}),
        ("status=planned&status=in_progress&periode=deze-maand", {"Te laat", "Deze maand"}),
        ("status=planned&status=in_progress&prioriteit=high", {"Te laat"}),
        ("periode=dit-jaar", {"Te laat", "Deze maand", "Gedaan"}),
        ("vanaf=2026-11-10&tot=2026-11-30", {"Deze maand", "Gedaan"}),
        ("tekst=KASSA", {"Volgend jaar"}),
        ("tekst=zeeman", {"Te laat"}),
        ("status=done", {"Gedaan"}),
        ("prioriteit=low", {"Deze maand"}),
    ],
)
def test_a_filter_leaves_what_it_asks(plan: Firm, browser_of, query: str, expected: set[str]) -> None:
    answer = browser_of().get(f"{plan.url('table')}?{query}")

    assert set(titles(answer)) == expected
    assert f"{len(expected)} of 4 actions" in answer.content.decode()
    assert "Clear the filter" in answer.content.decode()


def test_a_filter_on_who_finds_the_owner_and_who_helps_her(firm: Firm, browser_of, in_scope: None) -> None:
    anna, other = a_member(firm), a_member(firm)
    an_action(firm, "Van Anna", owner=anna)
    helped = an_action(firm, "Met Anna", owner=other)
    an_action(firm, "Zonder Anna", owner=other)
    helped.co_owners.add(anna, through_defaults={"organisation": firm.organisation})

    answer = browser_of().get(f"{firm.url('table')}?wie={anna.pk}")

    assert set(titles(answer)) == {"Van Anna", "Met Anna"}


def test_a_filter_on_department_and_theme(firm: Firm, browser_of) -> None:
    shop = a_department(firm, "Winkel")
    an_action(firm, "In de winkel", department=shop, risk=HIGH)
    an_action(firm, "Overal", risk=LOW)
    theme = firm.assessment.content.subthemes[firm.assessment.by_code[LOW].factor.spec.subtheme].theme_key
    browser = browser_of()

    assert titles(browser.get(f"{firm.url('table')}?afdeling={shop.pk}")) == ["In de winkel"]
    assert titles(browser.get(f"{firm.url('table')}?thema={theme}")) == ["Overal"]


def test_an_end_before_the_begin_is_told_and_left_aside(plan: Firm, browser_of) -> None:
    answer = browser_of().get(f"{plan.url('table')}?vanaf=2026-11-20&tot=2026-11-01")

    assert "This day lies before “term from”." in answer.content.decode()
    assert set(titles(answer)) == {"Deze maand", "Volgend jaar"}


def test_the_filter_goes_along_between_the_views(plan: Firm, browser_of) -> None:
    browser = browser_of()
    for name in ("plan", "table", "board", "timeline"):
        text = browser.get(f"{plan.url(name)}?te_laat=on&volgorde=termijn&onzin=1&pagina=1").content.decode()
        tabs = re.search(r'<nav class="filters" aria-label="Ways to look at the plan">(.*?)</nav>', text)[1]

        for other in ("plan", "table", "board", "timeline"):
            assert f'href="{plan.url(other)}?te_laat=on&amp;volgorde=termijn"' in tabs
        assert tabs.count('aria-current="page"') == 1


def test_a_ready_filter_says_that_it_is_chosen(plan: Firm, browser_of) -> None:
    text = browser_of().get(f"{plan.url('table')}?te_laat=on").content.decode()

    assert f'<a href="{plan.url("table")}?te_laat=on" aria-current="true">Late</a>' in text
    assert "Keep it as a bookmark" in text


def test_without_a_filter_the_fields_stay_folded(plan: Firm, browser_of) -> None:
    text = browser_of().get(plan.url("table")).content.decode()

    assert '<details class="panel panel-quiet more plan-filter">' in text
    assert "<strong>4 actions</strong>" in text
    assert "Clear the filter" not in text


def test_what_goes_along_is_the_filter_and_nothing_else() -> None:
    query = QueryDict("tekst=&status=planned&status=done&volgorde=urgentie&pagina=3&bulk-what=status")

    assert carried(query) == "status=planned&status=done"
    assert carried(query, "status", wie="niemand") == "wie=niemand"


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 23), date(2026, 11, 1), date(2026, 11, 30)),
        (date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_this_month_is_the_whole_month(today: date, first: date, last: date) -> None:
    assert bounds_of("deze-maand", today) == (first, last)

"""The plan as a table: what it shows, how it is sorted, and what it costs."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
import time_machine

from apps.organisations.models import Role
from tests.actions.conftest import HIGH, LOW, MEDIUM, Firm
from tests.actions.many import TODAY, a_department, a_member, an_action, many_actions

pytestmark = pytest.mark.usefixtures("english")
WRONG = (
    "?status=verzonnen&prioriteit=9&wie=1&afdeling=x&thema=geen&vanaf=gisteren&tot=2026-13-45&volgorde=lengte"
    "&periode=ooit&pagina=min-een"
)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY}T12:00:00+01:00", tick=False):
        yield


def titles(answer) -> list[str]:
    """The actions on the page, in the order in which they stand there."""
    return re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', answer.content.decode())


def test_every_action_is_there_with_what_is_known_about_it(firm: Firm, browser_of) -> None:
    anna = a_member(firm)
    an_action(
        firm,
        "Maak huisregels",
        risk=HIGH,
        owner=anna,
        department=a_department(firm, "Winkel"),
        budget="1250.50",
        spent=300,
        due_on=date(2026, 11, 1),
    )

    text = browser_of().get(firm.url("table")).content.decode()

    for words in ("Maak huisregels", str(anna.user), "Winkel", "1 Nov. 2026", "late", "Planned", "1,250.50"):
        assert words in text
    assert "€ 300<" in text


@pytest.mark.parametrize(
    ("order", "expected", "direction"),
    [
        ("titel", ["Aap", "Bij", "Ceder"], "ascending"),
        ("titel&omgekeerd=on", ["Ceder", "Bij", "Aap"], "descending"),
        ("termijn", ["Bij", "Ceder", "Aap"], "ascending"),
        ("prioriteit", ["Ceder", "Aap", "Bij"], "descending"),
        ("prioriteit&omgekeerd=on", ["Bij", "Aap", "Ceder"], "ascending"),
        ("budget", ["Bij", "Aap", "Ceder"], "descending"),
        ("besteed", ["Ceder", "Aap", "Bij"], "descending"),
        ("wie", ["Bij", "Aap", "Ceder"], "ascending"),
        ("afdeling", ["Aap", "Ceder", "Bij"], "ascending"),
        ("status", ["Ceder", "Aap", "Bij"], "ascending"),
    ],
)
def test_a_head_of_a_column_sorts_and_says_so(
    firm: Firm, browser_of, order: str, expected: list[str], direction: str
) -> None:
    shop = a_department(firm, "Winkel")
    an_action(
        firm, "Aap", risk=MEDIUM, owner_name="Zeeman", department=shop, due_on=date(2027, 9, 1), budget=5
    )
    an_action(firm, "Bij", risk=LOW, owner_name="Bakker", budget=9, status="in_progress")
    an_action(firm, "Ceder", risk=HIGH, due_on=date(2027, 4, 1), spent=7)

    answer = browser_of().get(f"{firm.url('table')}?volgorde={order}")

    assert titles(answer) == expected
    assert re.findall(r'aria-sort="(\w+)"', answer.content.decode()) == [direction]


def test_without_an_order_the_most_urgent_comes_first_and_no_head_says_that_it_sorts(
    firm: Firm, browser_of
) -> None:
    an_action(firm, "Gedaan", risk=HIGH, status="done")
    an_action(firm, "Laag", risk=LOW)
    an_action(firm, "Hoog", risk=HIGH)

    answer = browser_of().get(firm.url("table"))

    assert titles(answer) == ["Hoog", "Laag", "Gedaan"]
    assert "aria-sort" not in answer.content.decode()


def test_a_hundred_rows_stand_on_a_page_and_the_filter_goes_along_to_the_next(firm: Firm, browser_of) -> None:
    many_actions(firm, 130)
    browser = browser_of()

    first = browser.get(f"{firm.url('table')}?tekst=maatregel&volgorde=termijn")
    second = browser.get(f"{firm.url('table')}?tekst=maatregel&volgorde=termijn&pagina=2")

    assert (len(titles(first)), len(titles(second))) == (100, 30)
    following = re.search(r'rel="next" href="([^"]*)"', first.content.decode())[1]
    assert html.unescape(following) == "?tekst=maatregel&volgorde=termijn&pagina=2"
    assert not set(titles(first)) & set(titles(second))


def test_what_is_wrong_in_the_address_is_told_at_the_field_and_left_aside(firm: Firm, browser_of) -> None:
    an_action(firm, "Maak huisregels")

    for name in ("table", "board", "timeline"):
        answer = browser_of().get(firm.url(name) + WRONG)

        assert answer.status_code == 200
        text = answer.content.decode()
        assert "Maak huisregels" in text
        assert text.count("field-error") == 9
        assert re.search(r"<details class=\"panel panel-quiet more plan-filter\" open>", text)


@pytest.mark.parametrize(
    "query", ["?tekst=%00", "?wie=%F0%28", "?afdeling=%00", "?pagina=99999999999999999999"]
)
def test_no_address_breaks_a_page(firm: Firm, browser_of, query: str) -> None:
    an_action(firm, "Maak huisregels")
    browser = browser_of()
    for name in ("plan", "table", "board", "timeline"):
        assert browser.get(firm.url(name) + query).status_code == 200


def test_an_empty_table_says_what_belongs_there(firm: Firm, browser_of) -> None:
    text = browser_of().get(firm.url("table")).content.decode()

    assert "There are no actions in your plan yet." in text
    assert "<table" not in text


def test_a_filter_that_fits_nothing_offers_a_way_out(firm: Firm, browser_of) -> None:
    an_action(firm, "Maak huisregels")

    text = browser_of().get(f"{firm.url('table')}?tekst=bestaat-niet").content.decode()

    assert "0 of 1 action" in text
    assert text.count(f'href="{firm.url("table")}">Clear the filter') == 2


@pytest.mark.parametrize("role", [Role.WORKS_COUNCIL])
def test_who_only_reads_gets_no_boxes_to_tick(firm: Firm, browser_of, role: Role) -> None:
    an_action(firm, "Maak huisregels")

    text = browser_of(role).get(firm.url("table")).content.decode()

    assert "Maak huisregels" in text
    assert 'name="chosen"' not in text
    assert "bulk-what" not in text


@pytest.mark.parametrize("name", ["table", "board", "timeline", "plan"])
def test_a_view_asks_the_same_of_the_database_with_1_30_and_1000_actions(
    firm: Firm, browser_of, queries, name: str
) -> None:
    browser, counts = browser_of(), []
    browser.get(firm.url(name))
    for number in (1, 29, 970):
        many_actions(firm, number)
        with queries() as captured:
            assert browser.get(firm.url(name)).status_code == 200
        counts.append(len(captured.statements))
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 12


def test_a_long_plan_shows_the_most_urgent_on_its_overview_and_leads_to_the_table(
    firm: Firm, browser_of
) -> None:
    many_actions(firm, 30)
    browser = browser_of()
    assert browser.get(firm.url("plan")).content.decode().count('class="row-risk" id="action-') == 30

    an_action(firm, "Nummer eenendertig")
    text = browser.get(firm.url("plan")).content.decode()

    assert text.count('class="row-risk" id="action-') == 20
    assert "Show all 31 actions in a table" in text

"""The plan in time: the picture, the years, and the same per month in words."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.utils.html import strip_tags

from apps.actions.timeline import PETROL, PETROL_GROUND, Window, span_of, timeline_chart, years_of
from config.environment import BASE_DIR
from tests.actions.conftest import Firm
from tests.actions.many import TODAY, an_action, many_actions

pytestmark = pytest.mark.usefixtures("english")
TOKENS = Path(BASE_DIR, "static/css/tokens.css")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY}T12:00:00+01:00", tick=False):
        yield


def bars(text: str) -> dict[str, tuple[int, int]]:
    """How a bar looks → where it starts and how wide it is."""
    found = re.findall(r'<rect class="wb-bar-(\w+)" x="(\d+)" y="\d+" width="(\d+)"', text)
    return {look: (int(x), int(width)) for look, x, width in found}


def test_a_bar_runs_from_start_to_term(firm: Firm, browser_of) -> None:
    an_action(firm, "Hele jaar", start_on=date(2027, 1, 1), due_on=date(2027, 12, 31))
    an_action(firm, "Halve jaar", status="in_progress", start_on=date(2027, 1, 1), due_on=date(2027, 7, 2))

    found = bars(browser_of().get(firm.url("timeline")).content.decode())

    assert found["planned"] == (270, 630)
    assert found["in_progress"] == (270, 630 * 183 // 365)


def test_an_action_without_a_start_is_a_mark_at_its_term(firm: Firm, browser_of) -> None:
    an_action(firm, "Ooit", due_on=date(2027, 1, 31))

    assert bars(browser_of().get(firm.url("timeline")).content.decode())["planned"][1] == 630 // 31 + 1


def test_late_is_said_in_words_and_not_by_colour_alone(firm: Firm, browser_of) -> None:
    an_action(firm, "Te laat", start_on=date(2026, 9, 1), due_on=date(2026, 11, 1))
    an_action(firm, "Op tijd", due_on=date(2027, 2, 1))

    text = browser_of().get(firm.url("timeline")).content.decode()

    assert "late" in bars(text)
    assert "late: 1 Nov. 2026</text>" in text
    assert "Planned, 1 Feb. 2027</text>" in text
    assert "2 actions in time. 1 is late.</title>" in text
    assert '1 Sept. 2026 to 1 Nov. 2026 <strong class="late">late</strong>' in text


def test_today_and_the_days_to_look_back_are_marked(firm: Firm, browser_of) -> None:
    an_action(firm, "Een", due_on=date(2026, 11, 1), evaluate_on=date(2027, 2, 1))

    text = browser_of().get(firm.url("timeline")).content.decode()

    assert text.count("wb-chart-today") == 1
    assert ">today</text>" in text
    assert text.count("M0 -6 L6 0 L0 6 L-6 0 Z") == 1
    assert "looking back: 1 Feb. 2027" in text


def test_the_list_says_per_month_what_the_picture_shows(firm: Firm, browser_of) -> None:
    an_action(firm, "In maart", owner_name="Bedrijfsleider", due_on=date(2027, 3, 31))
    an_action(firm, "Ook in maart", due_on=date(2027, 3, 1), status="cancelled")
    an_action(firm, "In mei", due_on=date(2027, 5, 1))

    text = html.unescape(browser_of().get(firm.url("timeline")).content.decode())

    tables = text[text.index('id="months-heading"') :].replace("<", " <")
    words = re.sub(r"\s+", " ", strip_tags(tables))
    assert (
        "March 2027 2 Ook in maart Nobody yet · Cancelled · 1 March 2027 "
        "In maart Bedrijfsleider · Planned · 31 March 2027 May 2027 1 In mei" in words
    )


def test_a_plan_over_years_is_shown_a_year_at_a_time(firm: Firm, browser_of) -> None:
    an_action(firm, "Lang", start_on=date(2026, 1, 1), due_on=date(2028, 6, 1))
    an_action(firm, "Van toen", due_on=date(2026, 2, 1), status="done")
    an_action(firm, "Van later", due_on=date(2028, 2, 1))
    browser = browser_of()

    def months(query: str) -> str:
        text = browser.get(firm.url("timeline") + query).content.decode()
        assert re.findall(r'<a href="\?jaar=(\d+)"', text) == ["2026", "2027", "2028"]
        return text[text.index('id="months-heading"') :]

    assert "Van toen" in months("")  # this year
    assert "Van later" not in months("")
    assert "Van later" in months("?jaar=2028")
    assert "Van toen" not in months("?jaar=2027")
    assert "Lang" in months("?jaar=2027")
    assert "Van toen" in months("?jaar=1999")
    assert "Van toen" in months("?jaar=%C2%B2")


def test_a_short_plan_needs_no_years(firm: Firm, browser_of) -> None:
    an_action(firm, "Een", start_on=date(2026, 7, 1), due_on=date(2027, 12, 31))

    assert "?jaar=" not in browser_of().get(firm.url("timeline")).content.decode()


def test_a_slip_of_the_keyboard_in_a_year_does_not_make_a_thousand_links(firm: Firm, browser_of) -> None:
    an_action(firm, "Een", due_on=date(2026, 12, 1))
    an_action(firm, "Verschreven", start_on=date(2026, 12, 1), due_on=date(9999, 12, 31))

    text = browser_of().get(firm.url("timeline")).content.decode()

    assert re.findall(r'<a href="\?jaar=(\d+)"', text) == ["2026", "9999"]
    assert browser_of().get(f"{firm.url('timeline')}?jaar=9999").status_code == 200


def test_fifty_actions_stand_on_a_page_and_the_year_goes_along(firm: Firm, browser_of) -> None:
    many_actions(firm, 600)

    text = browser_of().get(f"{firm.url('timeline')}?jaar=2027&status=planned").content.decode()

    assert len(re.findall(r'<rect class="wb-bar-', text)) == 50
    assert "?status=planned&jaar=2027&amp;pagina=2" in text.replace("&amp;", "&").replace(
        "&pagina", "&amp;pagina"
    )


def test_years_go_by_the_length_of_the_plan(firm: Firm) -> None:
    an_action(firm, "Een")
    lines = firm.plan.lines

    assert years_of(lines, Window(date(2026, 1, 1), date(2027, 6, 1))) == []
    assert years_of(lines, Window(date(2026, 1, 1), date(2027, 7, 1))) == [2026, 2027]


def test_nobody_looks_back_on_what_is_cancelled(firm: Firm) -> None:
    an_action(firm, "Een", status="cancelled", due_on=date(2027, 1, 1), evaluate_on=date(2027, 4, 1))
    [line] = firm.plan.lines

    assert span_of(line).end == date(2027, 1, 1)


def test_the_picture_escapes_what_people_wrote(firm: Firm) -> None:
    an_action(firm, "<b>Let op</b>")

    chart = timeline_chart(firm.plan.lines, Window(date(2027, 1, 1), date(2027, 3, 1)), today=TODAY)

    assert "&lt;b&gt;Let op&lt;/b&gt;" in chart
    assert "wb-chart-today" not in chart


def test_the_colours_are_those_of_the_style_sheet() -> None:
    tokens = TOKENS.read_text(encoding="utf-8")
    assert f"--wb-petrol: {PETROL};" in tokens
    assert f"--wb-petrol-ground: {PETROL_GROUND};" in tokens

"""Journey: the plan in a spreadsheet, in a calendar and on paper, and back again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import openpyxl
import pytest
import time_machine
from ical.calendar_stream import IcsCalendarStream
from playwright.sync_api import expect

from apps.organisations.models import Role
from apps.reports.exports.columns import BY_KEY
from tests.journeys.accessibility import assert_everybody_can_use
from tests.journeys.firm import Firm
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
MEASURE, MISTAKEN = "M65", "M55"
MEASURE_WITH_SHEET, SHEET = "M17", "gespreksleidraad-werkdruk"
OLD_TERM, NEW_TERM = date(2027, 2, 1), date(2027, 3, 8)
NEW_ACTION = "Ook op zaterdag een aanspreekpunt"
NOT_THERE = 404


@pytest.fixture(autouse=True)
def _soon_after_the_sample_was_made() -> Iterator[None]:
    with time_machine.travel("2026-12-01T09:30+01:00"):
        yield


@pytest.fixture
def hanna(new_visitor: Callable[..., Visitor], firm: Firm) -> Visitor:
    visitor = new_visitor()
    visitor.is_logged_in_as(firm.member(Role.HR, "Hanna Rood"))
    return visitor


def test_a_spreadsheet_goes_out_and_comes_back(firm: Firm, hanna: Visitor, tmp_path: Path) -> None:
    book = when_she_downloads_the_plan(firm, hanna, tmp_path)
    wrong_cell = when_she_edits_it(firm, book)
    when_she_sends_it_back(hanna, book)
    then_she_sees_what_would_change(firm, hanna, wrong_cell)
    hanna.goes_on_with("main form button.btn-primary")
    assert_everybody_can_use(hanna.page)
    assert firm.action(title=firm.measure(MEASURE)).due_on == NEW_TERM
    assert firm.action(title=NEW_ACTION).owner_name == "Eigenaar"
    assert firm.action(title=firm.measure(MISTAKEN)).due_on == date(2027, 1, 15), "left aside"


def when_she_downloads_the_plan(firm: Firm, hanna: Visitor, folder: Path) -> Path:
    hanna.goes_to(firm.url("actions:plan"))
    hanna.goes_on_with("main a[href$='/plan/uitvoer/']")
    with hanna.page.expect_download() as download:
        hanna.clicks_on("main form button.btn-primary")
    book = folder / download.value.suggested_filename
    assert book.suffix == ".xlsx"
    download.value.save_as(book)
    return book


def when_she_edits_it(firm: Firm, path: Path) -> str:
    """One cell right, one wrong, and a row of her own below the plan. Returns which cell is wrong."""
    book = openpyxl.load_workbook(path)
    sheet = book["Plan"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    title, term, who = (columns[str(BY_KEY[key].title)] for key in ("actie", "termijn", "wie"))
    rows = {sheet.cell(row, title).value: row for row in range(2, sheet.max_row + 1)}
    sheet.cell(rows[firm.measure(MEASURE)], term).value = NEW_TERM
    wrong = sheet.cell(rows[firm.measure(MISTAKEN)], term)
    wrong.value = "ergens in mei"
    new = next(row for row in range(2, sheet.max_row + 2) if not sheet.cell(row, title).value)
    sheet.cell(new, title).value, sheet.cell(new, who).value = NEW_ACTION, "Eigenaar"
    sheet.cell(new, term).value = NEW_TERM
    book.save(path)
    return wrong.coordinate


def when_she_sends_it_back(hanna: Visitor, book: Path) -> None:
    hanna.goes_on_with("main a[href$='/plan/invoer/']")
    hanna.finds("[name=file]").set_input_files(book)
    hanna.goes_on_with("main form button.btn-primary")


def then_she_sees_what_would_change(firm: Firm, hanna: Visitor, wrong_cell: str) -> None:
    hanna.sees_text("section[aria-labelledby=changed]", firm.measure(MEASURE))
    hanna.sees_text("section[aria-labelledby=added]", NEW_ACTION)
    hanna.sees_text("section[aria-labelledby=wrong]", firm.measure(MISTAKEN))
    hanna.sees_text("section[aria-labelledby=wrong] .tag", wrong_cell)
    assert_everybody_can_use(hanna.page, dark=True)
    assert firm.action(title=firm.measure(MEASURE)).due_on == OLD_TERM, "nothing is saved yet"


def test_a_calendar_program_reads_the_plan(
    firm: Firm, hanna: Visitor, new_visitor: Callable[..., Visitor]
) -> None:
    program = new_visitor().context.request  # no cookies: it has nothing but the address
    hanna.goes_to(firm.url("actions:plan"))
    hanna.goes_on_with("main a[href$='/agenda/']")
    hanna.goes_on_with("form[action$='/agenda/bedrijf/'] button")
    assert_everybody_can_use(hanna.page)
    address = urlsplit(hanna.finds("#address").input_value()).path

    calendar = IcsCalendarStream.calendar_from_ics(program.get(address).text())
    terms = {event.summary: event.dtstart for event in calendar.events}
    assert terms[firm.measure(MEASURE)] == OLD_TERM

    hanna.goes_on_with("main a[href$='/agenda/bedrijf/weg/']")
    assert_everybody_can_use(hanna.page)
    hanna.goes_on_with("main form button")
    assert program.get(address).status == NOT_THERE


def test_a_help_sheet_is_asked_for_on_paper(
    firm: Firm, hanna: Visitor, worker_that_never_comes: None
) -> None:
    hanna.goes_to(firm.url("actions:measure", MEASURE_WITH_SHEET))
    hanna.goes_on_with(f"#help-sheets h3 a[href$='/{SHEET}/']")
    expect(hanna.finds("article.sheet")).to_be_visible()
    hanna.goes_on_with("main a[href$='/pdf/']")
    assert_everybody_can_use(hanna.page)
    hanna.goes_on_with("#sheet-progress button")
    hanna.sees("#sheet-progress[hx-get]")
    hanna.sees_no("#sheet-progress button")
    assert_everybody_can_use(hanna.page)

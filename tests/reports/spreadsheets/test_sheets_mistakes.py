"""Mistakes in cells: each is named with its cell, its row is left aside, the rest goes on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from apps.actions.models import Action
from apps.reports.exports.columns import ACTION_ID, STAMPS
from tests.factories import DossierFactory, MembershipFactory, OrganisationFactory
from tests.reports.spreadsheets.conftest import HIGH, Book, Firm

pytestmark = pytest.mark.django_db


def errors(page: Any) -> dict[str, str]:
    return {error.cell: error.text for row in page.context["preview"].wrong for error in row.errors}


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("termijn", "morgen", "This is no date"),
        ("termijn", "31-02-2027", "This is no date"),
        ("termijn", True, "This is no date"),
        ("termijn", None, "Write down by which date it is done."),
        ("start", "2027-13-01", "This is no date"),
        ("status", "Bijna af", "“Bijna af” is not one of these: Planned, In progress"),
        ("status", None, "Choose a status"),
        ("actie", None, "Write down what you are going to do."),
        ("actie", "a" * 201, "This text has 201 characters; at most 200 fit"),
        ("hoe", "a" * 4_001, "This text has 4001 characters; at most 4000 fit"),
        ("wie", "a" * 121, "120"),
        ("wie", "x@elders.example", "Nobody in your firm here has the address “x@elders.example”"),
        ("email", "geen adres", "valid email"),
        ("samen", "Bo Bakker; Onbekende", "Not known as a member of your firm here: Onbekende"),
        ("afdeling", "Maan", "Your firm has no department “Maan”"),
        ("risicos", "Iets ergs", "does not begin with the code"),
        ("risicos", "Z99", "does not begin with the code"),
        ("budget", -1, "cannot be negative"),
        ("budget", "veel", "This is no amount"),
        ("budget", 12.345, "2 decimal places"),
        ("budget", 123456789012, "digits"),
        ("budget", date(2027, 1, 1), "This is no amount"),
        ("budget", True, "This is no amount"),
        ("besteed", "-1", "cannot be negative"),
        ("restrisico", "Reusachtig", "is not one of these"),
        ("herhaling", "Dagelijks", "is not one of these"),
        ("budget", "=100*2", "formula without an outcome"),
    ],
)
def test_a_mistake_is_told_at_its_cell_and_the_row_stays_as_it_is(
    firm: Firm, full: Action, key: str, value: Any, words: str
) -> None:
    other = firm.action("Een andere")
    book = firm.export()
    row = book.row_of(full)
    book.write(row, **{key: value, "resultaat": "Dit was goed"})
    book.write(book.row_of(other), budget=5)

    page = firm.preview(book)

    assert list(errors(page)) == [book.address(row, key)]
    assert words in errors(page)[book.address(row, key)]
    done = firm.browser.get(firm.apply(page)["Location"])
    assert (done.context["outcome"].wrong, done.context["outcome"].changed) == (1, ("Een andere",))
    assert firm.fresh(full).version == full.version
    assert firm.fresh(other).budget == Decimal(5)


def test_a_bare_number_is_no_date(firm: Firm, full: Action) -> None:
    """In a cell that shows dates it is one; in one that somebody made ordinary, nobody sees which day."""
    book = firm.export()
    book.write(2, termijn=46_500)
    assert errors(firm.preview(book)) == {}
    book.cell(2, "termijn").number_format = "General"
    assert "This is no date" in errors(firm.preview(book))[book.address(2, "termijn")]


@pytest.mark.parametrize(
    ("changes", "key", "words"),
    [
        ({"start": date(2027, 5, 1)}, "start", "before the start"),
        ({"termijn": date(2026, 11, 1)}, "termijn", "before the start"),
        ({"terugkijken": date(2026, 12, 24)}, "terugkijken", "look back after the action is done"),
        ({"status": "Cancelled"}, "status", "why this action is cancelled"),
        ({"status": "Looked back on"}, "status", "Looking back asks more than a status"),
        ({"email": "bo@example.org"}, "email", "whose e-mail address"),
    ],
)
def test_cells_that_do_not_fit_together(
    firm: Firm, full: Action, changes: dict[str, Any], key: str, words: str
) -> None:
    book = firm.export()
    book.write(2, **changes)

    page = firm.preview(book)

    assert list(errors(page)) == [book.address(2, key)]
    assert words in errors(page)[book.address(2, key)]


def test_a_status_that_cannot_follow_on_this_one(firm: Firm) -> None:
    firm.action(status="cancelled", status_note="Te duur")
    book = firm.export()
    book.write(2, status="Done")
    page = firm.preview(book)
    assert errors(page) == {
        book.address(2, "status"): "An action that is “Cancelled” cannot become “Done” in one step."
    }


def test_cancelled_with_its_reason_in_the_same_row(firm: Firm, full: Action) -> None:
    book = firm.export()
    book.write(2, status="Cancelled", reden="Het pand wordt verkocht.")
    firm.read_back(book)
    saved = firm.fresh(full)
    assert (saved.status, saved.status_note) == ("cancelled", "Het pand wordt verkocht.")


@pytest.mark.parametrize("missing", ["actie", "termijn"])
def test_a_new_row_needs_an_action_and_a_date(firm: Firm, missing: str) -> None:
    book = firm.export()
    book.write(2, **{"actie": "Nieuw", "termijn": date(2027, 1, 1), missing: None, "budget": 5})
    page = firm.preview(book)
    assert list(errors(page)) == [book.address(2, missing)]
    assert not page.context["preview"].is_applicable


def test_a_new_row_in_a_sheet_without_the_column_for_its_date(firm: Firm) -> None:
    book = firm.export("kolom=actie&kolom=budget")
    book.write(2, actie="Nieuw", budget=5)
    assert list(errors(firm.preview(book))) == ["A2"]


def test_a_new_action_cannot_begin_looked_back_on(firm: Firm) -> None:
    book = firm.export()
    book.write(2, actie="Nieuw", termijn=date(2027, 1, 1), status="Looked back on")
    assert list(errors(firm.preview(book))) == [book.address(2, "status")]


def test_a_formula_counts_for_its_outcome_only(firm: Firm, full: Action) -> None:
    """As Excel saves it: the formula, and beside it what came out when it was last worked out."""
    from tests.reports.spreadsheets.test_sheets_refused import SHEET, repacked

    book = firm.export()
    cell = book.address(2, "budget")
    book.write(2, budget="=50*2")
    formula = b"<f>50*2</f>"

    def outcome(xml: bytes) -> bytes:
        begin = xml.index(formula)
        end = xml.index(b"</c>", begin)
        return xml[:begin] + formula + b"<v>100</v>" + xml[end:]

    answer = firm.send(repacked(book.save(), {SHEET: outcome}))
    page = firm.browser.get(answer["Location"])

    (row,) = page.context["preview"].changed
    assert [(change.cell, change.new) for change in row.changes] == [(cell, "€\xa0100.00")]


class TestTheHiddenColumns:
    @pytest.mark.parametrize("foreign", ["other firm", "other dossier", "nobody", "no id"])
    def test_an_id_that_is_not_of_this_plan_is_refused_and_never_found_by_title(
        self, firm: Firm, full: Action, foreign: str
    ) -> None:
        book = firm.export()
        cell = book.address(2, ACTION_ID)
        book.write(2, **{ACTION_ID: self.id_of(foreign, firm, full), "budget": 1})

        page = firm.preview(book)

        assert list(errors(page)) == [cell]
        assert "belongs to no action of this plan" in errors(page)[cell]
        assert not page.context["preview"].is_applicable
        assert page.context["understood"].missing == 1

    @staticmethod
    def id_of(foreign: str, firm: Firm, full: Action) -> str:
        if foreign == "other firm":
            other = OrganisationFactory()
            MembershipFactory(organisation=other)
            theirs = Firm(other, DossierFactory(organisation=other), firm.browser, firm.user)
            return str(theirs.action(full.title).pk)
        if foreign == "other dossier":
            last_year = DossierFactory(organisation=firm.organisation, year=2025)
            theirs = Firm(firm.organisation, last_year, firm.browser, firm.user).action(full.title)
            return str(theirs.pk)
        return str(uuid4()) if foreign == "nobody" else "' OR 1=1"

    def test_a_copied_row_is_told_from_the_one_it_was_copied_from(self, firm: Firm, full: Action) -> None:
        book = firm.export()
        for column, cell in enumerate(list(book.plan[2]), start=1):
            book.plan.cell(3, column).value = cell.value
        book.write(3, actie="Kopie")
        page = firm.preview(book)
        assert errors(page) == {
            book.address(3, ACTION_ID): (
                "This row is a copy of row 2. Copy only the cells you see, into an empty row."
            )
        }

    @pytest.mark.parametrize("damaged", [None, "", "{}", '{"c":1,"v":2}', '{"c":{},"v":{"title":1}}', "["])
    def test_without_the_stamps_nothing_is_overwritten_without_asking(
        self, firm: Firm, full: Action, damaged: str | None
    ) -> None:
        book = firm.export()
        book.write(2, **{STAMPS: damaged, "budget": 300})

        page = firm.preview(book)

        (row,) = page.context["preview"].changed
        assert [conflict.key for conflict in row.conflicts] == ["budget"]
        assert row.changes == ()
        firm.apply(page)
        assert firm.fresh(full).budget == Decimal("1250.50")

    def test_a_sheet_without_them_has_only_new_actions(self, firm: Firm, full: Action) -> None:
        book: Book = firm.export()
        book.plan.delete_cols(book.column(ACTION_ID), 2)
        page = firm.preview(book)
        assert [row.title for row in page.context["preview"].added] == [full.title]
        assert page.context["understood"].missing == 1


@pytest.mark.parametrize(
    ("typed", "saved"),
    [
        ("1250", "1250"),
        ("1250,5", "1250.50"),
        ("1.250,50", "1250.50"),
        ("1,250.50", "1250.50"),
        ("€ 1.250", "1250"),
        ("1.250.000", "1250000"),
        ("75,-", "75"),
        (0.1 + 0.2, "0.30"),
        (0, "0"),
    ],
)
def test_amounts_may_be_written_the_way_people_do(
    firm: Firm, full: Action, typed: str | float, saved: str
) -> None:
    book = firm.export()
    book.write(2, budget=typed)
    firm.read_back(book)
    assert firm.fresh(full).budget == Decimal(saved)


@pytest.mark.parametrize("typed", [HIGH, f" {HIGH.lower()} ", f"{HIGH} in eigen woorden", f"{HIGH};{HIGH}"])
def test_risks_may_be_written_by_their_code(firm: Firm, full: Action, typed: str) -> None:
    book = firm.export()
    book.write(2, risicos=typed)
    firm.read_back(book)
    (line,) = firm.plan.lines
    assert [risk.code for risk in line.risks] == [HIGH]

"""Out, edited in another program, in again: what was changed is changed, and nothing else."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from django_scopes import scope

from apps.actions.models import Action, ActionEvent, ActionStatus
from apps.reports.exports.columns import ACTION_ID, STAMPS
from tests.reports.spreadsheets.conftest import HIGH, MEDIUM, Book, Firm

pytestmark = pytest.mark.django_db


def cells(page) -> dict[str, tuple[str, str]]:
    """Cell → old and new, of everything the preview would change."""
    rows = [*page.context["preview"].changed, *page.context["preview"].added]
    return {change.cell: (change.old, change.new) for row in rows for change in row.changes}


def errors(page) -> dict[str, str]:
    return {error.cell: error.text for row in page.context["preview"].wrong for error in row.errors}


def test_a_sheet_nobody_edited_changes_nothing(firm: Firm, full: Action) -> None:
    firm.action("Rooster maken", owner_name="Chef", owner_email="chef@example.org")
    before = [firm.fresh(action) for action in firm.actions]

    page = firm.preview(firm.export())

    assert page.context["preview"].rows == ()
    assert page.context["preview"].unchanged == 2
    assert "There is nothing to save" in page.content.decode()
    assert [action.version for action in firm.actions] == [action.version for action in before]


def test_every_kind_of_cell_comes_back_and_the_next_export_is_what_was_written(
    firm: Firm, full: Action
) -> None:
    firm.member("Gé Hol")
    firm.department("Magazijn")
    book = firm.export()
    book.write(
        2,
        actie="Huisregels bij de kassa",
        hoe="Regel 1\nRegel 2 = beter",
        risicos=MEDIUM,
        wie="Gé Hol",
        samen="Bo Bakker",
        afdeling="magazijn",
        start=datetime(2027, 1, 4),
        termijn=date(2027, 3, 1),
        status="Planned",
        budget=99.95,
        besteed="1.000,50",
        terugkijken="01-06-2027",
        resultaat="-5% verzuim",
        restrisico="Medium",
        herhaling=None,
    )
    page = firm.preview(book)
    assert errors(page) == {}
    done = firm.browser.get(firm.apply(page)["Location"])

    assert done.context["outcome"].changed == ("Huisregels ophangen",)
    saved = firm.fresh(full)
    assert (saved.title, saved.description) == ("Huisregels bij de kassa", "Regel 1\nRegel 2 = beter")
    assert (str(saved.owner.user), saved.owner_name, saved.department.name) == ("Gé Hol", "", "Magazijn")
    assert (saved.start_on, saved.due_on) == (date(2027, 1, 4), date(2027, 3, 1))
    assert (saved.budget, saved.spent) == (Decimal("99.95"), Decimal("1000.50"))
    assert (saved.evaluate_on, saved.result) == (date(2027, 6, 1), "-5% verzuim")
    assert (saved.status, saved.residual_priority, saved.repeat_every) == ("planned", "medium", None)
    (line,) = firm.plan.lines
    assert [risk.code for risk in line.risks] == [MEDIUM]
    assert [str(member.user) for member in line.co_owners] == ["Bo Bakker"]

    again = firm.export()
    for key in ("actie", "hoe", "wie", "samen", "status", "budget", "resultaat", "herhaling"):
        assert again.cell(2, key).value == book.cell(2, key).value, key
    assert again.cell(2, "terugkijken").value == datetime(2027, 6, 1)
    assert firm.preview(again).context["preview"].rows == ()


def test_the_preview_shows_only_the_changed_cells_old_and_new(firm: Firm, full: Action) -> None:
    book = firm.export()
    book.write(2, budget=300, termijn=date(2027, 4, 1))

    page = firm.preview(book)

    assert cells(page) == {
        book.address(2, "termijn"): ("1 February 2027", "1 April 2027"),
        book.address(2, "budget"): ("€\xa01,250.50", "€\xa0300.00"),
    }
    assert firm.fresh(full).budget == Decimal("1250.50")  # looking changes nothing


def test_rows_may_be_sorted(firm: Firm) -> None:
    first, second = firm.action("Aaa"), firm.action("Zzz")
    book = firm.export("volgorde=titel")
    rows = [[cell.value for cell in row] for row in book.plan.iter_rows(min_row=2)]
    for number, values in enumerate(reversed(rows), start=2):
        for column, value in enumerate(values, start=1):
            book.plan.cell(number, column).value = value
    book.write(2, budget=10)

    firm.read_back(book)

    assert (firm.fresh(first).budget, firm.fresh(second).budget) == (None, Decimal(10))


def test_a_row_without_a_hidden_id_becomes_a_new_action(firm: Firm) -> None:
    firm.action()
    owner = firm.member("Bo Bakker")
    book = firm.export()
    book.write(
        3,
        actie="Pauzeplek inrichten",
        termijn=date(2027, 9, 1),
        wie="bo bakker",
        risicos=f"{HIGH}; {MEDIUM}",
        samen="Ans de Boer",
        budget=250,
    )

    page = firm.preview(book)
    assert [row.title for row in page.context["preview"].added] == ["Pauzeplek inrichten"]
    assert firm.apply(page).status_code == 302

    new = firm.actions[1]
    assert (new.title, new.due_on, new.owner, new.budget) == (
        "Pauzeplek inrichten",
        date(2027, 9, 1),
        owner,
        Decimal(250),
    )
    line = next(line for line in firm.plan.lines if line.action.pk == new.pk)
    assert sorted(risk.code for risk in line.risks) == [HIGH, MEDIUM]
    assert [str(member.user) for member in line.co_owners] == ["Ans de Boer"]
    assert line.action.updated_by == firm.user


def test_a_new_action_that_is_done_already_has_the_dates_that_go_with_it(firm: Firm) -> None:
    book = firm.export()
    book.write(2, actie="Al klaar", termijn=date(2027, 9, 1), status="Done")

    firm.read_back(book)

    (new,) = firm.actions
    assert new.status == "done"
    assert new.done_on is not None
    assert new.evaluate_on is not None


def test_saying_yes_twice_adds_once(firm: Firm) -> None:
    book = firm.export()
    book.write(2, actie="Eenmalig", termijn=date(2027, 9, 1))
    page = firm.preview(book)

    first, second = firm.apply(page), firm.apply(page)

    assert first["Location"] == second["Location"]
    assert [action.title for action in firm.actions] == ["Eenmalig"]
    assert firm.browser.get(page.request["PATH_INFO"])["Location"] == first["Location"]


def test_a_file_that_is_sent_twice_adds_its_actions_once(firm: Firm) -> None:
    book = firm.export()
    for row in (2, 3):  # the same action twice in one sheet is meant
        book.write(row, actie="Weekstart", termijn=date(2027, 9, 1))
    first, second = firm.preview(book), firm.preview(book)

    firm.apply(first)
    firm.apply(second)

    assert [action.title for action in firm.actions] == ["Weekstart", "Weekstart"]
    assert firm.preview(book).context["preview"].unchanged == 2


def test_a_new_action_called_as_one_in_the_plan_is_pointed_out(firm: Firm) -> None:
    firm.action("Weekstart")
    book = firm.export()
    book.write(3, actie="weekstart", termijn=date(2027, 9, 1))
    page = firm.preview(book)
    assert "has an action with this title already" in page.content.decode()
    assert page.context["preview"].is_applicable


def test_rows_that_are_missing_are_left_alone_and_counted(firm: Firm, full: Action) -> None:
    firm.action("Weg uit het blad")
    book = firm.export()
    book.plan.delete_rows(book.row_of(firm.actions[1]))
    book.write(2, budget=1)

    page = firm.preview(book)
    firm.apply(page)

    assert page.context["understood"].missing == 1
    assert "1 action of your plan is not in the sheet" in page.content.decode()
    assert len(firm.actions) == 2


def test_columns_that_are_missing_leave_their_values_alone(firm: Firm, full: Action) -> None:
    book = firm.export("kolom=actie&kolom=budget")
    assert book.headers == ["Action", "Budget in euros", ACTION_ID, STAMPS]
    book.write(2, budget=75)

    firm.read_back(book)

    saved = firm.fresh(full)
    assert (saved.budget, saved.owner_label, saved.description) == (
        Decimal(75),
        "Bo Bakker",
        full.description,
    )


def test_columns_nobody_knows_are_named_and_left_aside(firm: Firm, full: Action) -> None:
    book = firm.export("kolom=actie")
    book.plan.cell(1, 4).value = "Mijn notitie"
    book.plan.cell(2, 4).value = "vragen aan Bo"

    page = firm.preview(book)

    assert page.context["understood"].unknown_columns == ("Mijn notitie (D)",)
    assert "Mijn notitie (D)" in page.content.decode()
    assert page.context["preview"].rows == ()


def test_what_is_changed_in_a_grey_column_is_told_and_left_aside(firm: Firm, full: Action) -> None:
    book = firm.export()
    book.write(2, prioriteit="Laag")

    page = firm.preview(book)

    (row,) = page.context["preview"].left_aside
    assert row.line.remarks[0].cell == book.address(2, "prioriteit")
    assert not page.context["preview"].is_applicable


def test_done_in_the_sheet_is_done_in_the_plan_with_a_day_to_look_back(firm: Firm) -> None:
    action = firm.action(evaluate_on=None, repeat_every=12)
    book = firm.export()
    book.write(2, status="Done", resultaat="Hangt er.")

    page = firm.preview(book)
    assert "follows by itself" in page.content.decode()
    firm.apply(page)

    saved = firm.fresh(action)
    assert (saved.status, saved.result) == (ActionStatus.DONE, "Hangt er.")
    assert saved.done_on is not None
    assert saved.evaluate_on is not None
    assert [other.status for other in firm.actions if other.pk != action.pk] == ["planned"]  # next year


def test_the_history_tells_what_was_changed_and_by_whom(firm: Firm, full: Action) -> None:
    book = firm.export()
    book.write(2, budget=300)
    firm.read_back(book)
    with scope(organisation=firm.organisation):
        event = ActionEvent.objects.filter(action=full).latest("pk")
    assert event.changes == {"budget": ["1250.50", "300.00"]}
    assert event.by == firm.user


def test_another_name_does_not_inherit_the_address_of_the_one_before(firm: Firm) -> None:
    action = firm.action(owner_name="Jan", owner_email="jan@example.org")
    book = firm.export()
    book.write(2, wie="Piet")

    page = firm.preview(book)
    assert cells(page)[book.address(2, "wie")] == ("Jan (jan@example.org)", "Piet")
    firm.apply(page)

    saved = firm.fresh(action)
    assert (saved.owner_name, saved.owner_email) == ("Piet", "")


def test_another_name_with_another_address(firm: Firm) -> None:
    action = firm.action(owner_name="Jan", owner_email="jan@example.org")
    book = firm.export()
    book.write(2, wie="Piet", email="piet@example.org")
    firm.read_back(book)
    saved = firm.fresh(action)
    assert (saved.owner_name, saved.owner_email) == ("Piet", "piet@example.org")


def test_a_member_may_be_written_by_her_address_and_namesakes_by_name_and_address(firm: Firm) -> None:
    one, other = firm.member("Jo Smit", email="jo1@example.org"), firm.member("Jo Smit")
    first, second = firm.action("A", owner=one), firm.action("B")
    book = firm.export("volgorde=titel")
    assert book.cell(2, "wie").value == "Jo Smit (jo1@example.org)"
    book.write(2, wie=f"Jo Smit ({other.user.email})")
    book.write(3, wie="JO1@example.org")

    firm.read_back(book)

    assert firm.fresh(first).owner == other
    assert firm.fresh(second).owner == one


def test_a_risk_that_is_none_any_more_stays_with_its_action(firm: Firm, full: Action) -> None:
    with scope(organisation=firm.organisation):
        firm.dossier.answers.filter(verdict="partly").update(verdict="in_order")
    book = firm.export()
    assert MEDIUM not in book.cell(2, "risicos").value
    book.write(2, risicos=None)

    firm.read_back(book)

    with scope(organisation=firm.organisation):
        content = {link.factor.code for link in full.links.select_related("factor")}
    assert content == {MEDIUM}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_sheet_may_be_read_back_in_the_other_language(
    firm: Firm, full: Action, settings, language: str
) -> None:
    settings.LANGUAGE_CODE = language
    book: Book = firm.export()
    book.write(2, status="Planned")
    settings.LANGUAGE_CODE = {"nl": "en", "en": "nl"}[language]

    page = firm.preview(book)

    assert page.context["understood"].unknown_columns == ()
    assert len(cells(page)) == 1

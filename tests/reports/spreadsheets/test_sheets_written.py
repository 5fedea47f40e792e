"""The files themselves, as other programs open them."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils.translation import override
from django_scopes import scope

from apps.actions.domain.plan import settle_risk
from apps.actions.models import Action
from apps.reports.exports.cells import address, fit, plain
from apps.reports.exports.columns import ACTION_ID, BY_KEY, COLUMNS, STAMPS, columns_by_title
from apps.reports.exports.csv import harmless
from apps.rie.domain.instrument import instrument_content
from tests.reports.spreadsheets.conftest import HIGH, MEDIUM, Book, Firm

pytestmark = pytest.mark.django_db

DANGEROUS = ["=1+1", "+31612345678", "-5% verzuim", "@SUM(A1)", "\t=1+1", "=cmd|'/C calc'!A0", "＝1+1"]


def table(firm: Firm, query: str = "") -> list[list[str]]:
    answer = firm.browser.get(f"{firm.url('export_csv')}?{query}")
    return list(
        csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")), delimiter=";")
    )


class TestTheWorkbook:
    def test_dates_are_dates_and_amounts_are_numbers(self, firm: Firm, full: Action) -> None:
        book = firm.export()
        values = {key: book.cell(2, key).value for key in BY_KEY}
        assert values["termijn"] == datetime(2027, 2, 1)
        assert book.cell(2, "termijn").number_format == "dd-mm-yyyy"
        assert (values["budget"], values["besteed"]) == (1250.5, 200)
        assert book.cell(2, "budget").number_format == "#,##0.00"
        assert values["nummer"] == 1

    def test_everything_about_an_action_stands_in_its_row(self, firm: Firm, full: Action) -> None:
        follower = firm.action("Daarna", depends_on=full, status="cancelled", status_note="Toch niet")
        book = firm.export("volgorde=titel")
        row, after = book.row_of(full), book.row_of(follower)
        assert book.cell(row, "actie").value == "Huisregels ophangen"
        assert book.cell(row, "hoe").value == "Eerst bespreken.\nDan ophangen."
        assert [line.partition(" ")[0] for line in book.cell(row, "risicos").value.split("\n")] == [
            HIGH,
            MEDIUM,
        ]
        assert book.cell(row, "prioriteit").value == "High"
        assert book.cell(row, "wie").value == "Bo Bakker"
        assert book.cell(row, "samen").value == "Cas Dam; Els Fok"
        assert book.cell(row, "afdeling").value == "Winkel"
        assert book.cell(row, "status").value == "In progress"
        assert book.cell(row, "restrisico").value == "Low"
        assert book.cell(row, "herhaling").value == "Every year"
        assert book.cell(after, "na").value == "Huisregels ophangen"
        assert book.cell(after, "reden").value == "Toch niet"

    def test_the_header_stays_in_sight_and_filters(self, firm: Firm, full: Action) -> None:
        sheet = firm.export().plan
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == f"A1:{address(2, len(COLUMNS) + 2)}"  # the hidden ones go along
        assert sheet.column_dimensions["B"].width > 40

    def test_lists_to_choose_from(self, firm: Firm, full: Action) -> None:
        book = firm.export()
        lists = book.book["Lists"]
        assert lists.sheet_state == "hidden"
        rules = {str(rule.sqref).split(":")[0]: rule for rule in book.plan.data_validations.dataValidation}
        found = {
            key: self.words(book, rules[book.address(2, key)].formula1)
            for key in ("wie", "afdeling", "status", "restrisico", "herhaling")
        }
        assert found["status"] == ["Planned", "In progress", "Done", "Looked back on", "Cancelled"]
        assert found["wie"] == ["Ans de Boer", "Bo Bakker", "Cas Dam", "Els Fok"]
        assert found["afdeling"] == ["Winkel"]
        assert rules[book.address(2, "wie")].errorStyle == "information"  # a name is right as well
        assert rules[book.address(2, "termijn")].type == "date"
        assert rules[book.address(2, "budget")].type == "decimal"
        assert book.address(2, "prioriteit") not in rules

    @staticmethod
    def words(book: Book, where: str) -> list[str]:
        sheet, _mark, cells = where.replace("$", "").partition("!")
        return [row[0].value for row in book.book[sheet.strip("'")][cells]]

    def test_columns_that_are_not_read_back_are_grey_and_nothing_is_locked(
        self, firm: Firm, full: Action
    ) -> None:
        book = firm.export()
        fills = {column.key: book.cell(2, column.key).fill.fgColor.rgb for column in COLUMNS}
        grey = {key for key, colour in fills.items() if colour == "FFECEFEF"}
        assert grey == {column.key for column in COLUMNS if not column.is_editable}
        assert {"nummer", "prioriteit", "stap", "niveau", "gereed", "na"} == grey
        assert not book.plan.protection.sheet

    def test_the_hidden_columns(self, firm: Firm, full: Action) -> None:
        book = firm.export()
        assert book.cell(2, ACTION_ID).value == str(full.pk)
        for key in (ACTION_ID, STAMPS):
            letter = address(1, book.column(key)).rstrip("1")
            group = book.plan.column_dimensions[address(1, book.column(ACTION_ID)).rstrip("1")]
            assert group.hidden, letter

    @pytest.mark.parametrize("text", DANGEROUS)
    def test_text_is_never_a_formula_or_a_link(self, firm: Firm, text: str) -> None:
        firm.action(f"{text} x", description=text, owner_name="https://example.org")
        book = firm.export()
        for key in ("actie", "hoe", "wie"):
            assert book.cell(2, key).data_type == "s"
            assert book.cell(2, key).hyperlink is None
        assert book.cell(2, "hoe").value == text

    def test_the_file_says_what_it_is_and_nothing_about_who_made_it(self, firm: Firm, full: Action) -> None:
        book = firm.export().book
        assert book.properties.title == "Plan of action Bloemenwinkel De Linde 2026"
        assert not book.properties.creator
        assert {prop.name: prop.value for prop in book.custom_doc_props.props} == {"Language": "en"}

    def test_the_sheet_with_risks(self, firm: Firm, full: Action) -> None:
        rows = list(firm.export().book["Risks"].iter_rows(values_only=True))
        assert rows[0] == (
            "Code",
            "Problem",
            "Theme",
            "Class",
            "Why this class",
            "Root cause",
            "Measures",
        )
        risks = {row[0]: row for row in rows[1:]}
        assert list(risks) == [HIGH, MEDIUM]
        assert risks[HIGH][3] == "High"
        assert len(risks[HIGH][4]) > 20
        assert risks[HIGH][5:] == ("Nooit over nagedacht.", "Huisregels ophangen")

    def test_a_risk_without_a_measure_has_its_reason(self, firm: Firm) -> None:
        factor = instrument_content(firm.dossier.instrument_id).factors[MEDIUM]
        with scope(organisation=firm.organisation):
            settle_risk(dossier=firm.dossier, factor=factor, reason="Het pand gaat dicht.", user=None)
        rows = {row[0]: row for row in firm.export().book["Risks"].iter_rows(values_only=True)}
        assert rows[MEDIUM][6] == "No measure: Het pand gaat dicht."

    def test_the_sheet_with_sources(self, firm: Firm, full: Action) -> None:
        text = "\n".join(
            " ".join(filter(None, row))
            for row in firm.export("status=planned").book["Sources"].iter_rows(values_only=True)
        )
        for words in (
            "Bloemenwinkel De Linde",
            "2026",
            "Version",
            "How risks are scored",
            "0 of the 1 action",
            "read it back",
        ):
            assert words in text
        assert text.count("Source") > 3

    def test_a_day_before_the_calendar_of_excel_is_text(self, firm: Firm) -> None:
        firm.action(start_on=date(1899, 12, 31))
        book = firm.export()
        assert book.cell(2, "start").value == "1899-12-31"
        assert firm.preview(book).context["preview"].rows == ()

    def test_an_empty_plan_is_a_sheet_to_fill_in(self, firm: Firm) -> None:
        book = firm.export()
        assert book.plan.max_row == 1
        assert firm.preview(book).context["preview"].rows == ()

    def test_it_is_the_same_file_as_long_as_nothing_changed(self, firm: Firm, full: Action) -> None:
        def parts() -> dict[str, bytes]:
            answer = firm.browser.get(firm.url("export_xlsx"))
            with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as package:
                return {name: package.read(name) for name in package.namelist()}

        assert parts() == parts()


class TestTheCsv:
    def test_it_is_what_dutch_excel_wants(self, firm: Firm, full: Action) -> None:
        answer = firm.browser.get(firm.url("export_csv"))
        content = b"".join(answer.streaming_content)
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.endswith(b"\r\n")
        assert b";" in content.splitlines()[0]
        assert answer["Content-Type"] == "text/csv; charset=utf-8"

    def test_it_has_what_the_sheet_has(self, firm: Firm, full: Action) -> None:
        header, row = table(firm)
        assert header == [str(column.title) for column in COLUMNS]
        found = dict(zip((column.key for column in COLUMNS), row, strict=True))
        assert found["termijn"] == "2027-02-01"
        assert (found["budget"], found["besteed"]) == ("1250,50", "200,00")
        assert found["hoe"] == "Eerst bespreken.\nDan ophangen."
        assert found["wie"] == "Bo Bakker"

    @pytest.mark.parametrize("text", DANGEROUS)
    def test_text_that_would_run_gets_an_apostrophe(self, firm: Firm, text: str) -> None:
        firm.action(description=text)
        _header, row = table(firm, "kolom=hoe")
        assert row == [f"'{text}"]

    @pytest.mark.parametrize("text", [" =1+1", "\n=1+1", "\u00a0@x", "\r\n+1"])
    def test_space_before_it_does_not_help(self, text: str) -> None:
        assert harmless(text) == f"'{text}"

    @pytest.mark.parametrize("text", ["", "a=b", "5-3", "jan@example.org", "'quoted", "1250"])
    def test_other_text_stays_as_it_is(self, text: str) -> None:
        assert harmless(text) == text

    def test_amounts_stay_numbers(self, firm: Firm) -> None:
        firm.action(budget=Decimal("0.05"))
        assert table(firm, "kolom=budget")[1] == ["0,05"]


class TestColumns:
    @pytest.mark.parametrize("language", list(dict(settings.LANGUAGES)))
    def test_no_two_are_called_the_same(self, language: str) -> None:
        with override(language):
            titles = {str(column.title).casefold() for column in COLUMNS}
        assert len(titles) == len(COLUMNS)
        assert titles <= set(columns_by_title())

    def test_no_title_is_that_of_another_column_in_the_other_language(self) -> None:
        for language in dict(settings.LANGUAGES):
            with override(language):
                for column in COLUMNS:
                    assert columns_by_title()[str(column.title).casefold()] is column

    def test_only_what_is_asked_in_the_order_of_the_list(self, firm: Firm, full: Action) -> None:
        assert table(firm, "kolom=budget&kolom=actie&kolom=budget") == [
            ["Action", "Budget in euros"],
            ["Huisregels ophangen", "1250,50"],
        ]


class TestCells:
    @pytest.mark.parametrize(
        ("row", "column", "name"), [(7, 4, "D7"), (1, 26, "Z1"), (1, 27, "AA1"), (9, 703, "AAA9")]
    )
    def test_an_address(self, row: int, column: int, name: str) -> None:
        assert address(row, column) == name

    @pytest.mark.parametrize(
        ("written", "read"),
        [
            (None, ""),
            (5, 5.0),
            (Decimal("1250.50"), 1250.5),
            (date(2027, 1, 1), datetime(2027, 1, 1)),
            ("a\r\nb", "a\nb"),
            (" a ", "a"),
            ("5", 5),
        ],
    )
    def test_what_is_written_and_what_is_read_are_the_same(self, written: object, read: object) -> None:
        assert plain(written) == plain(read)

    def test_no_more_than_fits(self) -> None:
        assert len(fit("a" * 40_000)) == 32_767

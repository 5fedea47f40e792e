"""Files that are no sheet of ours, or try something: refused in a sentence, before they are parsed."""

from __future__ import annotations

import contextlib
import csv
import io
import random
import re
import time
import zipfile
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest
from django.core.files.base import ContentFile

from apps.reports.export_forms import REFUSED
from apps.reports.exports import counting, guarding, reading
from apps.reports.exports.reading import read_sheet
from apps.rie import filetypes
from apps.rie.filetypes import UnusableFileError
from tests.reports.spreadsheets.conftest import Firm

pytestmark = pytest.mark.django_db
SHEET = "xl/worksheets/sheet1.xml"


def repacked(content: bytes, changes: dict[str, Callable[[bytes], bytes] | bytes | None]) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        parts = {name: old.read(name) for name in old.namelist()}
        for name, change in changes.items():
            parts[name] = change(parts[name]) if callable(change) else change
        for name, part in parts.items():
            if part is not None:
                new.writestr(name, part)
    return target.getvalue()


def reason(content: bytes, name: str = "plan.xlsx") -> str:
    with pytest.raises(UnusableFileError) as caught:
        read_sheet(ContentFile(content, name=name))
    return caught.value.reason


@pytest.fixture
def good(firm: Firm) -> bytes:
    firm.action()
    return b"".join(firm.browser.get(firm.url("export_xlsx")).streaming_content)


def with_rows(number: int) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Plan")
    sheet.append(["Action", "Done by"])
    for row in range(number):
        sheet.append([f"Actie {row}", date(2027, 1, 1)])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


class TestAtTheDoor:
    def test_every_refusal_has_a_sentence(self) -> None:
        reasons = {
            value
            for module in (filetypes, guarding, counting, reading)
            for name, value in vars(module).items()
            if name.isupper() and isinstance(value, str) and value == name.lower()
        }
        assert reasons <= set(REFUSED)

    @pytest.mark.parametrize(
        ("content", "name", "expected"),
        [
            (b"", "plan.xlsx", filetypes.EMPTY),
            (b"Action;Done by\r\nX;2027-01-01\r\n", "plan.xlsx", filetypes.WRONG_NAME),
            (b"Action;Done by\r\nX;2027-01-01\r\n", "plan.csv", filetypes.UNKNOWN_TYPE),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "plan.xlsx", filetypes.UNKNOWN_TYPE),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "plan.xls", filetypes.UNKNOWN_TYPE),
            (b"PK\x03\x04" + bytes(400), "plan.xlsx", filetypes.UNREADABLE),
            (b"%PDF-1.7\n", "plan.pdf", guarding.NO_WORKBOOK),
        ],
        ids=["empty", "csv called xlsx", "csv", "locked or old", "xls", "broken zip", "pdf"],
    )
    def test_no_workbook(self, content: bytes, name: str, expected: str) -> None:
        assert reason(content, name) == expected

    def test_too_many_bytes(self, good: bytes) -> None:
        assert reason(good + bytes(guarding.MAX_BYTES)) == filetypes.TOO_LARGE

    def test_the_page_says_why_and_keeps_nothing(self, firm: Firm, good: bytes) -> None:
        answer = firm.send(b"Action;Done by\r\n", "plan.xlsx")
        assert answer.status_code == 422
        assert "This is not an Excel file" in answer.content.decode()
        assert firm.imports == []

    def test_without_a_file_the_page_asks_for_one(self, firm: Firm) -> None:
        answer = firm.browser.post(firm.url("import_plan"))
        assert answer.status_code == 422
        assert "Choose a file." in answer.content.decode()

    def test_a_file_the_server_put_aside_is_too_large(self, firm: Firm, settings) -> None:
        settings.EVIDENCE_MAX_BYTES = 1_000
        answer = firm.send(bytes(2_000), "plan.xlsx")
        assert answer.status_code == 422
        assert "too large" in answer.content.decode()


class TestMacros:
    @pytest.mark.parametrize("name", ["plan.xlsm", "plan.xlsx"])
    def test_a_workbook_with_macros(self, good: bytes, name: str) -> None:
        types = "[Content_Types].xml"
        macros = repacked(
            good,
            {
                "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0",
                types: lambda part: part.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                ),
            },
        )
        assert reason(macros, name) == filetypes.MACROS

    def test_macros_that_are_not_announced(self, good: bytes) -> None:
        assert reason(repacked(good, {"xl/vbaProject.bin": b"x"})) == filetypes.MACROS


class TestBombs:
    def test_a_part_that_unpacks_to_gigabytes(self, good: bytes) -> None:
        assert reason(repacked(good, {"xl/media/x.xml": bytes(150_000_000)})) == filetypes.UNREADABLE

    def test_a_sheet_that_unpacks_to_more_than_a_plan_can_be(self, good: bytes) -> None:
        large = repacked(good, {SHEET: lambda part: part + b" " * (guarding.MAX_UNPACKED + 1)})
        padded = repacked(large, {"docProps/app.xml": noise(1_000_000)})
        assert reason(padded) == filetypes.UNREADABLE

    def test_a_list_of_parts_that_is_enormous(self, good: bytes) -> None:
        large = repacked(good, {"xl/workbook.xml": lambda part: part + b"<a>" * 2_000_000})
        padded = repacked(large, {"docProps/app.xml": noise(1_000_000)})
        assert reason(padded) == filetypes.UNREADABLE

    def test_what_the_package_says_of_its_sizes_is_not_believed(self, good: bytes) -> None:
        """The parser sees only what was counted: a package made anew."""
        safe = guarding.guard(ContentFile(good, name="plan.xlsx"))
        with zipfile.ZipFile(safe.content) as package:
            assert all(part.compress_type == zipfile.ZIP_STORED for part in package.infolist())
            assert SHEET in package.namelist()
            assert "xl/worksheets/sheet2.xml" not in package.namelist()

    def test_ten_thousand_rows_are_refused_before_they_are_read(self, monkeypatch) -> None:
        monkeypatch.setattr(reading, "_parse", None)
        assert reason(with_rows(10_000)) == counting.TOO_MANY_ROWS

    def test_two_thousand_rows_fit(self) -> None:
        assert len(read_sheet(ContentFile(with_rows(2_000), name="plan.xlsx")).rows) == 2_000
        assert reason(with_rows(2_001)) == counting.TOO_MANY_ROWS

    def test_ten_thousand_rows_hidden_in_one(self, good: bytes) -> None:
        cells = b"".join(b'<c r="A%d"><v>1</v></c>' % number for number in range(1, 10_001))
        hidden = repacked(
            good,
            {SHEET: lambda part: part.replace(b"</sheetData>", b"<row>" + cells + b"</row></sheetData>")},
        )
        assert reason(hidden) == counting.TOO_MANY_ROWS

    @pytest.mark.parametrize(
        "cell",
        [
            b'<row r="1048576"><c><v>1</v></c></row>',
            b'<row><c r="XFD1048576"><v>1</v></c></row>',
            b'<row><c r="XFD3"><v>1</v></c></row>',
            b'<row><x:c xmlns:x="y" r="XFD1048576"><v>1</v></x:c></row>',
            b"<row><c\n r='XFD1048576'><v>1</v></c></row>",
        ],
    )
    def test_a_cell_at_the_end_of_the_world(self, good: bytes, cell: bytes) -> None:
        assert reason(with_end(good, cell)) == counting.TOO_MANY_ROWS

    @pytest.mark.parametrize(
        "cell",
        [
            b'<row><c s=">" r="XFD1048576"><v>1</v></c></row>',
            b'<row><c s="<" r="XFD1048576"><v>1</v></c></row>',
            b'<row><c r="&#88;FD1048576"><v>1</v></c></row>',
            b'<row><c r=" XFD1048576"><v>1</v></c></row>',
            b"<row><c r=XFD1048576><v>1</v></c></row>",
            b'<row><c r="A3"><v><![CDATA[1]]></v></c></row>',
        ],
    )
    def test_a_cell_that_hides_from_the_counting(self, good: bytes, cell: bytes) -> None:
        assert reason(with_end(good, cell)) == filetypes.UNREADABLE

    @pytest.mark.parametrize("number", [b"%d", b"000000000000000%d", b"+%d"])
    def test_one_long_text_in_very_many_cells(self, good: bytes, number: bytes) -> None:
        def copy(part: bytes) -> bytes:
            cells = b'<c t="s"><v>' + number % 0 + b"</v></c>"
            rows = b"".join(b"<row>" + cells * 50 + b"</row>" for _ in range(1_000))
            return part.replace(b"</sheetData>", rows + b"</sheetData>")

        shared = b"<sst><si><t>" + b"a" * 900_000 + b"</t></si></sst>"
        padded = {"docProps/app.xml": noise(400_000)}
        bomb = repacked(good, {SHEET: copy, "xl/sharedStrings.xml": shared, **padded})
        assert reason(bomb) == filetypes.UNREADABLE

    @pytest.mark.parametrize("piece", [b"<row>", b"<c ", b"<v/>", b'<c r="A1"><f>', b"</si>", b"<c '"])
    def test_counting_takes_a_time_that_goes_with_the_size(self, piece: bytes) -> None:
        many = piece * (5_000_000 // len(piece))
        started = time.process_time()
        with contextlib.suppress(UnusableFileError):
            counting.count(many, shared=many)
        assert time.process_time() - started < 10  # half a second; hours if it looked back for each tag


class TestWhatIsInside:
    @pytest.mark.parametrize("part", ["xl/workbook.xml", SHEET, "xl/sharedStrings.xml"])
    def test_entities(self, good: bytes, part: str) -> None:
        entity = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        bad = repacked(good, {part: lambda xml: re.sub(rb"^<\?xml[^>]*\?>", lambda m: m[0] + entity, xml)})
        assert reason(bad) == filetypes.UNREADABLE

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-7", "cp1252"])
    def test_another_encoding_in_which_something_could_hide(self, good: bytes, encoding: str) -> None:
        def turn(xml: bytes) -> bytes:
            return xml.decode().replace('encoding="UTF-8"', f'encoding="{encoding}"').encode(encoding)

        declared = repacked(good, {SHEET: lambda xml: b'<?xml version="1.0" encoding="UTF-8"?>' + bare(xml)})
        assert reason(repacked(declared, {SHEET: turn})) == filetypes.UNREADABLE

    def test_a_sheet_that_lies_outside_the_file(self, good: bytes) -> None:
        for target in (b"../../etc/passwd", b"/nowhere.xml"):
            bad = repacked(
                good,
                {
                    "xl/_rels/workbook.xml.rels": lambda xml, to=target: re.sub(
                        rb'Target="[^"]*sheet1.xml"', b'Target="' + to + b'"', xml
                    )
                },
            )
            assert reason(bad) == filetypes.UNREADABLE

    def test_no_sheet_called_plan(self, good: bytes) -> None:
        book = openpyxl.load_workbook(io.BytesIO(good))
        book["Plan"].title = "Iets anders"
        target = io.BytesIO()
        book.save(target)
        assert reason(target.getvalue()) == guarding.NO_SHEET

    def test_no_row_with_titles(self, good: bytes) -> None:
        book = openpyxl.load_workbook(io.BytesIO(good))
        book["Plan"].delete_rows(1)
        target = io.BytesIO()
        book.save(target)
        assert reason(target.getvalue()) == reading.NO_HEADER

    @pytest.mark.parametrize("broken", [b"", b"<worksheet>", b"<worksheet><sheetData><row><c"])
    def test_xml_that_stops_halfway(self, good: bytes, broken: bytes) -> None:
        assert reason(repacked(good, {SHEET: broken})) in (filetypes.UNREADABLE, reading.NO_HEADER)

    def test_a_panic_of_the_parser_is_a_file_we_cannot_read(self, good: bytes, monkeypatch) -> None:
        class PanicException(BaseException):
            pass

        def panic(*args: object) -> None:
            raise PanicException

        monkeypatch.setattr(reading.python_calamine.CalamineWorkbook, "from_filelike", panic, raising=False)
        assert reason(good) == filetypes.UNREADABLE


def noise(size: int) -> bytes:
    """What does not pack, so that a bomb does not look like one by its ratio."""
    return random.Random(1).randbytes(size)  # noqa: S311


def bare(xml: bytes) -> bytes:
    return re.sub(rb"^<\?xml[^>]*\?>", b"", xml)


def with_end(content: bytes, rows: bytes) -> bytes:
    return repacked(content, {SHEET: lambda part: part.replace(b"</sheetData>", rows + b"</sheetData>")})


def test_the_csv_cannot_be_sent_back_by_another_name(firm: Firm) -> None:
    firm.action()
    answer = firm.browser.get(firm.url("export_csv"))
    content = b"".join(answer.streaming_content)
    assert next(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert reason(content, "plan.xlsx") == filetypes.WRONG_NAME

"""What a file is, is told by its content; what is not on the list is not kept."""

import hashlib
import zipfile

import pytest
from django.core.files.base import ContentFile

from apps.rie import filetypes
from apps.rie.filetypes import FILE_TYPES, CheckedFile, UnusableFileError, check_file, clean_name
from tests.rie import samples
from tests.rie.samples import (
    DOCX,
    GOOD,
    HTML,
    ODT,
    PDF,
    PNG,
    SHEET,
    SVG,
    TEXT,
    WORD,
    XLSX,
    odt,
    office,
    package,
)

LIMIT = 10_000_000


def look_at(content: bytes, name: str, limit: int = LIMIT) -> CheckedFile:
    return check_file(ContentFile(content, name=name), max_bytes=limit)


def refusal(content: bytes, name: str, limit: int = LIMIT) -> str:
    with pytest.raises(UnusableFileError) as caught:
        look_at(content, name, limit)
    return caught.value.reason


@pytest.mark.parametrize(("name", "content"), GOOD.items(), ids=GOOD)
def test_kinds_on_the_list_are_recognised_by_their_content(name: str, content: bytes) -> None:
    checked = look_at(content, name)

    assert f".{name.rpartition('.')[2].lower()}" in checked.kind.extensions
    assert checked.size == len(content)
    assert checked.sha256 == hashlib.sha256(content).hexdigest()
    assert checked.content.read() == content  # it stands at its start again


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (SVG, "plaatje.svg"),
        (HTML, "pagina.html"),
        (b"\r\n  " + SVG, "plaatje.txt"),
        (HTML, "pagina.txt"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><a/>", "a.txt"),
        (b"#!/bin/sh\nrm -rf /\n", "script.txt"),
        (b"MZ\x90\x00\x03", "programma.exe"),
        (b"MZ tekst", "programma.txt"),
        (b"GIF89a\x01\x00\x01\x00", "beeld.gif"),
        (b"\x00\x01\x02\x03" * 40, "afspraken.txt"),
        (b"{\\rtf1 tekst}", "brief.rtf"),
        (package({"lijst.txt": "x"}), "map.zip"),
        (package({"lijst.txt": "x"}), "verslag.docx"),
        (package({"AndroidManifest.xml": "x", "classes.dex": "x"}), "app.apk"),
        (
            office("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"),
            "p.pptx",
        ),
        (package({"mimetype": "application/epub+zip"}, packed=False), "boek.odt"),
        (TEXT, "zonder-achternaam"),
        (TEXT, "tabel.csv"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_other_kinds_are_refused(content: bytes, name: str) -> None:
    assert refusal(content, name) == filetypes.UNKNOWN_TYPE


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (PDF, "foto.png"),
        (PNG, "gedragscode.pdf"),
        (DOCX, "rooster.xlsx"),
        (XLSX, "rooster.docx"),
        (TEXT, "a.pdf"),
        (ODT, "afspraken.docx"),
        (PDF, "afspraken.txt"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_name_that_promises_another_kind_is_refused(content: bytes, name: str) -> None:
    assert refusal(content, name) == filetypes.WRONG_NAME


@pytest.mark.parametrize("name", ["gedragscode.pdf.html", "gedragscode.pdf.exe", "gedragscode.pdf\x00.html"])
def test_a_second_extension_does_not_help(name: str) -> None:
    assert refusal(PDF, name) == filetypes.UNKNOWN_TYPE


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (office(WORD, word__vbaProject=b"x"), "a.docx"),
        (office(WORD, **{"word__VBAPROJECT.BIN": b"x"}), "a.docx"),
        (office(SHEET, xl__macrosheets__sheet1=b"x"), "a.xlsx"),
        (office("application/vnd.ms-word.document.macroEnabled.main+xml"), "a.docx"),
        (odt(Basic__Standard__Module1=b"x"), "a.odt"),
        (odt(Scripts__python__x=b"x"), "a.odt"),
    ],
)
def test_a_document_with_macros_is_refused(content: bytes, name: str) -> None:
    assert refusal(content, name) == filetypes.MACROS


def test_a_small_file_that_unpacks_to_an_enormous_one_is_refused() -> None:
    bomb = office(WORD, word__document=b"\0" * 20_000_000)

    assert len(bomb) < 40_000
    assert refusal(bomb, "a.docx") == filetypes.UNREADABLE


def test_a_document_of_thousands_of_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filetypes, "MAX_PARTS", 3)

    assert refusal(office(WORD, a=b"x", b=b"x"), "a.docx") == filetypes.UNREADABLE


def test_parts_that_claim_to_be_larger_than_the_file_are_refused() -> None:
    """As in a bomb whose parts overlap: packed together they are larger than what holds them."""
    made = bytearray(office(WORD))
    place = made.rindex(b"PK\x01\x02") + 20  # the packed size in the last line of the table of contents
    made[place : place + 4] = (50_000).to_bytes(4, "little")

    assert refusal(bytes(made), "a.docx") == filetypes.UNREADABLE


@pytest.mark.parametrize("keep", [200, 40])
def test_a_damaged_document_is_refused(keep: int) -> None:
    assert refusal(DOCX[:keep], "a.docx") == filetypes.UNREADABLE


def test_a_document_with_a_password_is_refused() -> None:
    made = bytearray(DOCX)
    for place in range(len(made) - 4):
        if made[place : place + 4] == b"PK\x01\x02":
            made[place + 8] |= 1

    assert refusal(bytes(made), "a.docx") == filetypes.UNREADABLE


def test_a_list_of_parts_that_is_not_read_whole_cannot_hide_macros() -> None:
    types = b" " * (filetypes.MAX_CONTENT_TYPES + 1) + WORD.encode()

    assert refusal(package({"[Content_Types].xml": types}, packed=False), "a.docx") == filetypes.UNKNOWN_TYPE


@pytest.mark.parametrize("content", [b""])
def test_an_empty_file_is_refused(content: bytes) -> None:
    assert refusal(content, "leeg.txt") == filetypes.EMPTY


def test_the_limit_is_a_number_of_bytes() -> None:
    assert look_at(PDF, "a.pdf", limit=len(PDF))
    assert refusal(PDF, "a.pdf", limit=len(PDF) - 1) == filetypes.TOO_LARGE


@pytest.mark.parametrize("text", ["Gewone tekst", "één café", "BM notulen van maart", "II. Afspraken"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_text_from_any_editor_is_text(text: str, encoding: str) -> None:
    assert look_at(text.encode(encoding), "a.txt").kind == FILE_TYPES["txt"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\windows\\system.pdf", "system.pdf"),
        ("/abs/olute.pdf", "olute.pdf"),
        ("C:\\Mijn map\\rooster week 1.pdf", "rooster week 1.pdf"),
        ("gedrags\ncode\t .pdf", "gedrags code.pdf"),
        ("code\u202efdp.exe.pdf", "codefdp.exe.pdf"),
        ("nul\x00.pdf", "nul.pdf"),
        ("...pdf", "pdf"),
        (".htaccess", "htaccess"),
        ("cafe\u0301.pdf", "café.pdf"),
        ("a" * 300 + ".pdf", "a" * 146 + ".pdf"),
        ('"><script>.pdf', '"><script>.pdf'),
        ("", ""),
        ("..", ""),
    ],
    ids=repr,
)
def test_a_name_is_kept_to_show_without_folders_or_tricks(sent: str, kept: str) -> None:
    assert clean_name(sent) == kept


def test_an_extension_cannot_make_a_name_longer_than_fits() -> None:
    assert len(clean_name("a." + "b" * 400)) <= filetypes.MAX_NAME


def test_the_samples_of_office_documents_are_real_packages() -> None:
    for content in (samples.DOCX, samples.XLSX, samples.ODT):
        assert content.startswith(b"PK")
        assert zipfile.is_zipfile(ContentFile(content))

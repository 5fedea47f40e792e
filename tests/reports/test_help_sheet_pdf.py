"""The PDF of every help sheet, read back: tagged, titled, at most two pages, and all of the text is there."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from weasyprint import HTML

from apps.actions.help_sheets import all_sheets
from apps.reports.render import STATIC_ORIGIN, static_fetcher
from apps.reports.sheets import file_name, render_sheet, sheet_html

KEYS = list(all_sheets())
A4 = {(595, 842), (842, 595)}  # points, standing and lying
DRAWN = "picture"
PIXELS_PER_MM = 96 / 25.4
LINE_OF_HANDWRITING = 7


@pytest.fixture(scope="module")
def pdfs() -> dict[str, PdfReader]:
    return {key: PdfReader(BytesIO(render_sheet(sheet))) for key, sheet in all_sheets().items()}


def flat(text: str) -> str:
    """Without spaces and line ends, because lines break where they like."""
    return "".join(text.split()).replace("\N{NO-BREAK SPACE}", "").replace("-", "").lower()


def text_of(pdf: PdfReader) -> str:
    return flat("".join(page.extract_text() for page in pdf.pages))


def elements(node: Any) -> Iterator[dict]:
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from elements(child)
    elif isinstance(node, dict):
        yield node
        if "/K" in node:
            yield from elements(node["/K"])


def tags(pdf: PdfReader) -> list[dict]:
    return [e for e in elements(pdf.trailer["/Root"]["/StructTreeRoot"]) if "/S" in e]


@pytest.mark.parametrize("key", KEYS)
def test_it_is_tagged_says_it_is_pdf_ua_and_is_in_dutch(pdfs: dict[str, PdfReader], key: str):
    root = pdfs[key].trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_object().get_data()


@pytest.mark.parametrize("key", KEYS)
def test_it_has_its_title_and_is_from_werkbalans(pdfs: dict[str, PdfReader], key: str):
    assert pdfs[key].metadata.title == all_sheets()[key].title
    assert pdfs[key].metadata.author == "Werkbalans"


@pytest.mark.parametrize("key", KEYS)
def test_it_fits_on_one_sheet_of_paper(pdfs: dict[str, PdfReader], key: str):
    pages = pdfs[key].pages
    assert len(pages) <= (1 if all_sheets()[key].one_page else 2)
    for page in pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) in A4
        assert len(page.extract_text()) > 100, "a page with almost nothing on it"


@pytest.mark.parametrize("key", KEYS)
def test_all_of_the_text_is_on_paper(pdfs: dict[str, PdfReader], key: str):
    sheet, printed = all_sheets()[key], text_of(pdfs[key])
    wanted = [sheet.title, sheet.summary, sheet.intro, *sheet.fields, sheet.own_proposal or ""]
    wanted += [source.about for source in sheet.sources] + [link.url for link in sheet.links]
    for section in sheet.sections:
        wanted.append(section.title)
        said = section.model_dump(mode="json")
        wanted += said.get("questions", []) + said.get("items", []) + said.get("prompts", [])
        wanted += [cell for row in said.get("rows", []) for cell in row]
        wanted += [text for step in said.get("steps", []) for text in (step["what"], step["how"] or "")]
        wanted += [region["title"] for region in said.get("regions", {}).values()]
    assert [text for text in wanted if flat(text) not in printed] == []


@pytest.mark.parametrize("key", KEYS)
def test_headings_tables_and_lists_are_tagged_as_such(pdfs: dict[str, PdfReader], key: str):
    kinds = [e["/S"] for e in tags(pdfs[key])]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == len(all_sheets()[key].sections)
    assert kinds.count("/Table") == sum(s.kind == "table" for s in all_sheets()[key].sections)


def test_a_picture_tells_what_it_shows(pdfs: dict[str, PdfReader]):
    for key, sheet in all_sheets().items():
        pictures = [s for s in sheet.sections if s.kind == DRAWN]
        told = [str(e.get("/Alt", "")) for e in tags(pdfs[key]) if e["/S"] == "/Figure"]
        assert len(told) == len(pictures)
        for words, picture in zip(told, pictures, strict=True):
            assert words.startswith(picture.alternative)
            assert all(region.question in words for region in picture.regions.values())


@pytest.mark.parametrize("key", KEYS)
def test_what_is_filled_in_by_hand_has_room_to_write(key: str):
    """Measured on the laid-out page: a line of handwriting needs about seven millimetres."""
    html = HTML(string=sheet_html(all_sheets()[key]), base_url=STATIC_ORIGIN, url_fetcher=static_fetcher())
    boxes = [box for page in html.render().pages for box in page._page_box.descendants()]
    lines = [box for box in boxes if box.element is not None and "sheet-line" in box.element.get("class", "")]
    cells = [box for box in boxes if box.element_tag == "td" and not "".join(box.element.itertext()).strip()]
    assert lines or cells
    for box in {id(box): box for box in (*lines, *cells)}.values():
        assert box.border_height() / PIXELS_PER_MM >= LINE_OF_HANDWRITING, key


def test_the_name_of_the_file_tells_which_text_it_holds():
    names = [file_name(key) for key in KEYS]
    assert len(set(names)) == len(KEYS)
    for key, name in zip(KEYS, names, strict=True):
        assert name.startswith(f"help-sheets/{key}-")

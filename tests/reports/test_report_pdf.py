"""The PDF read back: tagged, titled, complete, and laid out as it should be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from django.utils import translation
from django_scopes import scope
from pypdf import PdfReader

from apps.reports.chapters import CHAPTERS
from apps.reports.render import render_pdf
from apps.rie.charts import matrix_in_words, profile_in_words
from tests.factories import DossierFactory, OrganisationFactory, UserFactory
from tests.reports.conftest import read_report
from tests.reports.sample import act, answer, full_dossier, hear_employees

LONG = "Een lange zin over het werk in de winkel en wat er beter kan. " * 60


def flat(text: str) -> str:
    """Text without line ends and spaces, because lines break where they like."""
    return "".join(text.split()).replace("\N{NO-BREAK SPACE}", "").replace("-", "").lower()


def text_of(pdf: PdfReader) -> str:
    return flat("".join(page.extract_text() for page in pdf.pages))


def outline(pdf: PdfReader) -> list[tuple[str, int]]:
    """Title and page (from 1) of the bookmarks of the first level."""
    return [
        (item.title, pdf.get_destination_page_number(item) + 1)
        for item in pdf.outline
        if not isinstance(item, list)
    ]


def elements(node: Any) -> Iterator[dict]:
    """Every element of the structure tree."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from elements(child)
    elif isinstance(node, dict):
        yield node
        if "/K" in node:
            yield from elements(node["/K"])


@pytest.fixture(scope="module")
def structure(full_pdf: PdfReader) -> list[dict]:
    return [e for e in elements(full_pdf.trailer["/Root"]["/StructTreeRoot"]) if "/S" in e]


def test_the_pdf_is_tagged_and_says_it_is_pdf_ua(full_pdf: PdfReader, plan_pdf: PdfReader):
    for pdf in (full_pdf, plan_pdf):
        root = pdf.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert "/StructTreeRoot" in root
        assert root["/Lang"] == "nl"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert b'pdfuaid:part="1"' in root["/Metadata"].get_object().get_data()


def test_the_pdf_has_a_title_an_author_and_a_day(full_pdf: PdfReader):
    assert "Bloemenwinkel De Linde" in full_pdf.metadata.title
    assert "2026" in full_pdf.metadata.title
    assert full_pdf.metadata.author == "Bloemenwinkel De Linde"
    assert full_pdf.metadata["/CreationDate"] == "D:20261123"


def test_a_full_report_is_a_real_document_and_a_plan_is_short(full_pdf: PdfReader, plan_pdf: PdfReader):
    assert 12 <= len(full_pdf.pages) <= 40
    assert 2 <= len(plan_pdf.pages) <= 6


def test_every_chapter_is_a_bookmark_and_stands_in_the_text(full_pdf: PdfReader):
    found = [title for title, _page in outline(full_pdf)]
    with translation.override("nl"):
        wanted = [f"{number} {chapter.title}" for number, chapter in enumerate(CHAPTERS, start=1)]
    assert found[2:] == wanted
    text = text_of(full_pdf)
    assert all(flat(title) in text for title in wanted)


def test_the_contents_name_the_page_on_which_a_chapter_starts(full_pdf: PdfReader):
    contents = flat(full_pdf.pages[1].extract_text())
    for title, page in outline(full_pdf)[1:]:
        assert flat(title) in contents
        assert f"{page}" in contents


def test_the_summary_is_exactly_one_page(full_pdf: PdfReader):
    pages = dict(outline(full_pdf))
    (_contents, first), (_summary, second), (_chapter, third) = list(pages.items())[:3]
    assert (first, second, third) == (2, 3, 4)


def test_no_page_is_empty(full_pdf: PdfReader, plan_pdf: PdfReader):
    for pdf in (full_pdf, plan_pdf):
        assert all(len(page.extract_text()) > 150 for page in pdf.pages)


def test_every_risk_action_and_reason_is_in_the_text(full_pdf: PdfReader, reports):
    text, report = text_of(full_pdf), reports["full"]
    for theme in report.inventory.themes:
        for subtheme in theme.subthemes:
            for risk in subtheme.risks:
                for part in (
                    risk.title,
                    risk.statement,
                    *risk.steps,
                    risk.root_cause,
                    risk.note,
                    *risk.grounds,
                ):
                    assert flat(part) in text
    for row in report.plan.rows:
        assert flat(row.title) in text
    for entry in report.inventory.answers.not_asked:
        assert flat(entry.reason) in text


def test_pictures_carry_their_numbers_as_alternative_text(structure: list[dict], reports):
    alternatives = [str(e["/Alt"]) for e in structure if e["/S"] == "/Figure"]
    inventory = reports["full"].inventory
    with translation.override("nl"):
        profile, matrix = profile_in_words(inventory.profile), matrix_in_words(inventory.matrix)
    assert alternatives == [profile, profile, matrix]


def test_headings_lists_tables_and_links_are_tagged_as_such(structure: list[dict]):
    kinds = {e["/S"] for e in structure}
    assert {"/H1", "/H2", "/H3", "/H4", "/P", "/L", "/LI", "/Table", "/TR", "/TH", "/TD", "/Link"} <= kinds
    headings = [int(e["/S"][2]) for e in structure if e["/S"] in ("/H1", "/H2", "/H3", "/H4")]
    steps = [after - before for before, after in pairwise(headings)]
    assert max(steps) == 1  # no level is skipped


def test_cells_name_their_headers(structure: list[dict]):
    cells = [e for e in structure if e["/S"] == "/TD"]
    with_headers = [cell for cell in cells if cell["/A"].get("/Headers")]
    assert len(with_headers) > 0.95 * len(cells)


def test_the_fonts_are_ours_and_embedded(full_pdf: PdfReader):
    fonts = {
        font.get_object()["/BaseFont"]: font.get_object()
        for page in full_pdf.pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    assert fonts
    assert all("Atkinson-Hyperlegible-Next" in name for name in fonts)
    for font in fonts.values():
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_the_plan_lies_on_its_side_and_the_rest_stands_up(full_pdf: PdfReader, plan_pdf: PdfReader):
    def lies(page) -> bool:
        return page.mediabox.width > page.mediabox.height

    pages = dict(outline(full_pdf))
    plan, after = list(pages.values())[12:14]
    assert [lies(page) for page in full_pdf.pages].count(True) == after - plan
    assert all(lies(page) for page in full_pdf.pages[plan - 1 : after - 1])
    assert all(lies(page) for page in plan_pdf.pages)


@pytest.mark.django_db
def test_the_longest_texts_keep_the_summary_on_one_page_and_lose_nothing():
    dossier, user = full_dossier(name="W" * 120), UserFactory()
    with scope(organisation=dossier.organisation):
        hear_employees(dossier, outcome=LONG, method="x" * 3900, participants=LONG)
        answer(dossier, "W03", user, root_cause=LONG, note="y" * 3900, in_place="<b>vet</b> & <script>")
        for day in range(1, 4):
            act(
                dossier,
                user,
                factors=["W03", "O11", "O15", "W44", "O20"],
                title="M" * 190,
                description=LONG,
                owner_name="B" * 120,
                due_on=date(2026, 12, day),
            )
    pdf = PdfReader(BytesIO(render_pdf(read_report(dossier))))
    text = text_of(pdf)
    assert [page for _title, page in outline(pdf)][:3] == [2, 3, 4]
    assert text.count(flat(LONG)[-40:]) >= 2 + 3 * 60 - 5
    assert text.count("y") >= 3900
    assert flat("<b>vet</b> & <script>") in text


@pytest.mark.django_db
def test_an_empty_dossier_makes_a_pdf_too():
    pdf = PdfReader(BytesIO(render_pdf(read_report(DossierFactory(organisation=OrganisationFactory())))))
    assert len(pdf.pages) >= 8

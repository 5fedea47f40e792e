"""Every file of a help sheet is right, and a mistake in one is told with where it is and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from apps.actions.help_sheets import HelpSheet, all_sheets, sheets_by_group, sheets_for, sources
from apps.actions.help_sheets.drawing import body_html
from apps.actions.help_sheets.loader import SHEETS_DIR, load_sheets
from apps.actions.help_sheets.schema import Group
from apps.actions.help_sheets.words import GROUP_LABELS
from apps.rie.content.loader import load_psa
from apps.rie.content.yamlfile import ContentError

SHEETS = tuple(all_sheets().values())
GOOD = (SHEETS_DIR / "weekstart-met-stoplicht.yaml").read_text(encoding="utf-8")
# About the work, never about health: these words may only stand where a sheet says what not to ask.
HEALTH = re.compile(r"gezondheid|klacht(en)?\b|diagnose|medicijn|slaap|ziekte", re.IGNORECASE)
LAW = re.compile(r"\b(verplicht|artikel|arbowet|boete)\b", re.IGNORECASE)
# Clock times of our own proposals, telephone numbers and years of sources are the only numbers with a unit.
FIGURES = re.compile(r"\d+\s*(%|procent|euro)|€", re.IGNORECASE)


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


@pytest.fixture(scope="module")
def catalogue() -> set[str]:
    return {entry.spec.code for entry in load_psa().measures}


def test_there_are_more_sheets_than_were_asked_for():
    assert len(SHEETS) >= 10
    assert [path.stem for path in sorted(SHEETS_DIR.glob("*.yaml"))] == sorted(s.key for s in SHEETS)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_every_measure_of_a_sheet_is_in_the_catalogue(sheet: HelpSheet, catalogue: set[str]):
    assert set(sheet.measures) <= catalogue


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_a_sheet_names_no_amounts_and_leaves_the_law_to_others(sheet: HelpSheet):
    said = " ".join(texts(sheet.model_dump(mode="json")))
    assert not FIGURES.search(said)
    assert not LAW.search(said)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_a_sheet_never_asks_about_health(sheet: HelpSheet):
    asked = [
        text
        for section in sheet.sections
        for name in ("questions", "prompts", "columns", "rows")
        for text in texts(section.model_dump(mode="json").get(name, []))
    ]
    assert [text for text in asked if HEALTH.search(text)] == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_a_sheet_says_u(sheet: HelpSheet):
    said = " ".join(texts(sheet.model_dump(mode="json")))
    assert re.findall(r"\b(jij|jouw|jullie|je)\b", said, re.IGNORECASE) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_a_sheet_can_be_drawn_and_names_its_sources_in_words(sheet: HelpSheet):
    html = body_html(sheet.key)
    for section in sheet.sections:
        assert section.title in html
    for reference in sheet.sources:
        assert sources()[reference.source] in html
    assert not re.search(r"\bS[1-5]\b", html)
    assert "style=" not in html, "the pages allow no style inside the page"


def test_the_aftercare_sheet_offers_no_group_session_and_no_diagnosis():
    html = body_html("opvang-en-nazorg")
    assert "Houd geen groepsgesprek" in html
    assert "Slachtofferhulp, huisarts of arbodienst" in html
    for first in ("Maak het veilig", "Blijf erbij", "Laat het werk overnemen", "Help met melden"):
        assert first in html


def test_the_sheets_of_a_measure_are_found_and_an_unknown_measure_has_none():
    assert [sheet.key for sheet in sheets_for("M16")] == ["weekstart-met-stoplicht"]
    assert len(sheets_for("M17")) == 2
    assert sheets_for("M99") == ()


def test_the_overview_holds_every_sheet_once_under_a_group_with_a_name():
    shown = [sheet.key for _, sheets in sheets_by_group() for sheet in sheets]
    assert sorted(shown) == sorted(all_sheets())
    assert set(GROUP_LABELS) == set(Group)


@pytest.mark.parametrize(
    ("instead_of", "put", "told"),
    [
        ("title: Weekstart met stoplicht\n", "titel: Weekstart\n", "title: this key is missing"),
        ("measures: [M16, M23]", "measures: [M16, X]", "measures"),
        ("measures: [M16, M23]", "measures: [M16, M16]", "M16 stands there twice"),
        ("source: S1", "source: S9", "'S9' does not exist"),
        ("kind: steps", "kind: stappen", "sections.0"),
        ("{ title: Kleur, width: 2 }", "{ title: Kleur, width: 3 }", "must add up to 12"),
        ("lights: [2, 3, 4]", "lights: [9]", "lights names columns that are not there"),
        ("    empty: 10\n", "", "a table needs rows"),
        ("[Rood, Past niet", "[Een, Twee, Drie, Past niet", "no more cells than there are columns"),
        ("group: conversation", "key: iets\ngroup: conversation", "the name of the file is the key"),
        (
            "measures: [M16, M23]",
            "links: [{title: x, url: 'ftp://x'}]\nmeasures: [M16]",
            "links.0.url",
        ),
    ],
)
def test_a_mistake_is_told_with_the_file_and_the_place(tmp_path: Path, instead_of: str, put: str, told: str):
    assert instead_of in GOOD
    (tmp_path / "blad.yaml").write_text(GOOD.replace(instead_of, put), encoding="utf-8")
    with pytest.raises(ContentError) as failure:
        load_sheets(tmp_path)
    assert any(problem.startswith("blad.yaml") for problem in failure.value.problems)
    assert told in str(failure.value)


def test_a_picture_that_is_not_there_is_a_mistake(tmp_path: Path):
    good = (SHEETS_DIR / "praatplaat-werk-in-balans.yaml").read_text(encoding="utf-8")
    (tmp_path / "plaat.yaml").write_text(good.replace("name: werk-in-balans", "name: weg"), encoding="utf-8")
    with pytest.raises(ContentError, match=r"there is no picture 'weg\.svg'"):
        load_sheets(tmp_path)


def test_a_file_that_is_a_list_is_a_mistake_and_all_files_are_told_at_once(tmp_path: Path):
    (tmp_path / "een.yaml").write_text("- een\n", encoding="utf-8")
    (tmp_path / "twee.yaml").write_text("title: x\n", encoding="utf-8")
    with pytest.raises(ContentError) as failure:
        load_sheets(tmp_path)
    assert {problem.split(",")[0] for problem in failure.value.problems} == {"een.yaml", "twee.yaml"}

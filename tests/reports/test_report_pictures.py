"""Pictures: the numbers of the data, told by shape and word, never by colour alone."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings

from apps.reports.data import Matrix, ProfileBar
from apps.rie.charts import PALETTE, SHAPES, matrix_chart, profile_chart
from apps.rie.evaluation import matrix_priority

SVG = "{http://www.w3.org/2000/svg}"
BARS = (
    ProfileBar(title="Werkdruk", high=2, medium=4, low=4),
    ProfileBar(title="Gedrag & <omgang>", high=0, medium=0, low=0),
)


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - our own picture


def texts(svg: str) -> list[str]:
    return [element.text for element in parsed(svg).iter(f"{SVG}text")]


@pytest.fixture
def matrix(reports) -> Matrix:
    return reports["full"].inventory.matrix


def test_the_profile_writes_out_every_number_of_every_theme():
    assert texts(profile_chart(BARS)) == ["Werkdruk", "2", "4", "4", "Gedrag & <omgang>", "0", "0", "0"]


@pytest.mark.parametrize("narrow", [False, True])
def test_a_bar_is_as_long_as_its_share_of_the_longest(narrow: bool):
    bars = (*BARS, ProfileBar(title="Half", high=5, medium=0, low=0))
    rects = list(parsed(profile_chart(bars, narrow=narrow)).iter(f"{SVG}rect"))
    track = next(int(r.get("width")) for r in rects if r.get("class") == "wb-chart-track")
    widths = [int(r.get("width")) for r in rects if r.get("class") != "wb-chart-track"]
    assert sum(widths[:3]) == track - 4  # two gaps of light
    assert widths[3] == track // 2


def test_a_profile_without_themes_or_risks_is_a_picture_too():
    assert parsed(profile_chart(())).get("height") == "0"
    assert len(texts(profile_chart(BARS[1:]))) == 4


def test_the_matrix_shows_the_counts_of_the_data(matrix: Matrix):
    numbers = [int(text) for text in texts(matrix_chart(matrix)) if text.isdigit()]
    assert numbers == [cell.count for row in matrix.rows for cell in row.cells]


def test_every_risk_is_in_the_matrix_or_counted_outside(reports, matrix: Matrix):
    total = sum(bar.total for bar in reports["full"].inventory.profile)
    assert matrix.inside + matrix.outside == total == 14
    assert matrix.outside == 3


def test_the_rows_of_the_matrix_cover_all_sums_and_have_the_class_of_each(matrix: Matrix):
    sums = [total for row in matrix.rows for total in range(row.last, row.first - 1, -1)]
    assert sums == [8, 7, 6, 5, 4, 3, 2]
    for row in matrix.rows:
        for total in range(row.first, row.last + 1):
            keys = [matrix_priority(total, severity).key for severity in (1, 2, 3, 4)]
            assert [cell.priority.key for cell in row.cells] == keys
    assert all(row.label for row in matrix.rows)


@pytest.mark.parametrize("picture", ["profile", "matrix"])
def test_a_picture_has_a_title_and_a_description_and_says_it_is_a_picture(picture: str, matrix: Matrix):
    svg = profile_chart(BARS) if picture == "profile" else matrix_chart(matrix, picture_id="matrix-2")
    root = parsed(svg)
    assert root.get("role") == "img"
    for attribute, tag in (("aria-labelledby", "title"), ("aria-describedby", "desc")):
        element = root.find(f"{SVG}{tag}")
        assert element.text
        assert element.get("id") == root.get(attribute)


def test_the_title_tells_all_numbers_to_who_cannot_see_the_picture():
    title = parsed(profile_chart(BARS)).find(f"{SVG}title").text
    assert re.findall(r"\d+", title) == ["2", "4", "4", "0", "0", "0"]


def test_each_class_has_its_own_shape():
    assert len({shape.path for shape in SHAPES.values()}) == 3
    paths = [path.get("d") for path in parsed(profile_chart(BARS[:1])).iter(f"{SVG}path")]
    assert paths == [SHAPES[key].path for key in ("high", "medium", "low")]


def test_the_colours_are_those_of_the_pages():
    tokens = Path(settings.BASE_DIR, "static/css/tokens.css").read_text(encoding="utf-8")
    for name, colour in PALETTE.items():
        # The first value of a token is the light scheme, and paper is light.
        assert re.search(rf"--wb-{name}:\s*(#\w+)", tokens)[1] == colour

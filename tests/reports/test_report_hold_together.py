"""Places in laws and papers do not fall apart at the end of a line."""

from __future__ import annotations

import pytest

from apps.reports.render import hold_together, render_html
from tests.reports.conftest import Sample

SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("(Arbowet, artikel 5 lid 6). Leg", "(Arbowet, artikel_5_lid_6). Leg"),
        ("Arbobesluit, artikel 2.15 lid 2", "Arbobesluit, artikel_2.15_lid_2"),
        ("Kamerstuk 25 883, nr. 454", "Kamerstuk 25 883, nr._454"),
        ("Works Councils Act, article 27", "Works Councils Act, article_27"),
        ("artikel 3, tweede lid 12 mensen", "artikel_3, tweede lid_12 mensen"),
        ("Een lid van de OR, 5 leden", "Een lid van de OR, 5 leden"),
        ("dit artikel geldt", "dit artikel geldt"),
    ],
)
def test_a_number_stays_with_the_word_before_it(text: str, held: str):
    assert hold_together(text) == held.replace("_", SPACE)


def test_the_report_holds_its_articles_together(sample: Sample):
    html = render_html(sample.report())

    assert f"artikel{SPACE}5{SPACE}lid{SPACE}6" in html
    assert "artikel 5" not in html

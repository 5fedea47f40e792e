"""What no single file can know: whether every reference leads somewhere and every text exists."""

from pathlib import Path

import pytest

from apps.rie.content.loader import ContentError, load


def problems_after(directory: Path, file: str, old: str, new: str, count: int = 1) -> tuple[str, ...]:
    path = directory / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} does not stand in {file}"
    path.write_text(text.replace(old, new, count), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load(directory)
    return caught.value.problems


@pytest.mark.parametrize(
    ("file", "old", "new", "where"),
    [
        (
            "measures.yaml",
            "factors: [W01, W02",
            "factors: [W99, W01, W02",
            "measures.yaml, M01, factors: 'W99'",
        ),
        ("measures.yaml", "fits_if: [work.deadlines]", "fits_if: [work.rush]", "M02, fits_if: 'work.rush'"),
        ("measures.yaml", "sectors: [bouw, ict", "sectors: [landbouw, ict", "M02, sectors: 'landbouw'"),
        ("measures.yaml", "source: S5", "source: S9", "source: 'S9'"),
        (
            "factors.yaml",
            "applies_if: [work.deadlines]",
            "applies_if: [work.rush]",
            "W02, applies_if: 'work.rush'",
        ),
        (
            "factors.yaml",
            "applies_if: [hours.peaks]",
            "applies_if: [nights.yes]",
            "W03, applies_if: 'nights.yes'",
        ),
        ("factors.yaml", "subtheme: taakeisen", "subtheme: taken", "factors.yaml, W01, subtheme: 'taken'"),
        ("factors.yaml", "legal_grounds: [A]", "legal_grounds: [Z]", "W01, legal_grounds: 'Z'"),
        (
            "factors.yaml",
            "special_groups: [starters, flex",
            "special_groups: [stars, flex",
            "special_groups: 'stars'",
        ),
        ("factors.yaml", "default_severity: 2", "default_severity: 2\n  method: fine", "W01, method: 'fine'"),
        ("instrument.yaml", "method: psa", "method: kiney", "instrument.yaml, method: 'kiney'"),
        ("instrument.yaml", "factors: [O11]", "factors: [O99]", "coming_law, vertrouwenspersoon: 'O99'"),
    ],
)
def test_a_reference_that_leads_nowhere(copy, file, old, new, where):
    found = next(p for p in problems_after(copy, file, old, new) if where in p)

    assert "does not exist; choose from " in found


def test_the_remedy_for_an_unknown_method_names_the_methods(copy):
    (found,) = problems_after(copy, "instrument.yaml", "method: psa", "method: kiney")

    assert "choose from direct, french, kinney, psa" in found


def test_a_factor_with_one_measure(copy):
    found = problems_after(copy, "measures.yaml", "factors: [O13, O02, O06, O08, O01]", "factors: [O02, O06]")

    assert found == ("measures.yaml: factor O13 has 1 measure(s); link it to at least 2",)


def test_a_factor_without_measures(copy):
    change = (copy / "measures.yaml").read_text(encoding="utf-8").replace("O13, ", "").replace(", O13", "")
    (copy / "measures.yaml").write_text(change, encoding="utf-8")

    with pytest.raises(ContentError, match=r"factor O13 has 0 measure\(s\); link it to at least 2"):
        load(copy)


def test_a_factor_with_only_measures_for_one_person(copy):
    text = (copy / "measures.yaml").read_text(encoding="utf-8")
    for code in ("M15", "M41"):
        start = text.index(f"- code: {code}\n")
        entry = text[start : text.find("\n- code:", start)]
        text = text.replace(entry, entry.replace("W38, ", ""))
    (copy / "measures.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(ContentError, match="factor W38 has only individual measures; link"):
        load(copy)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("nl/factors/beleid.yaml", "O13:\n", "O99:\n", "factor O13 has no text; add it"),
        (
            "nl/factors/beleid.yaml",
            "O13:\n",
            "O99:\n",
            "text for factor O99, which does not exist; remove it",
        ),
        ("nl/measures/werk-en-zorg.yaml", "M41:\n", "M99:\n", "measure M41 has no text; add it"),
        ("nl/profile.yaml", "contact:\n", "contacts:\n", "profile question contact has no text; add it"),
        ("nl/instrument.yaml", "  taakeisen:\n", "  taken:\n", "subtheme taakeisen has no text; add it"),
        ("nl/instrument.yaml", "  werkdruk:\n", "  druk:\n", "theme werkdruk has no text; add it"),
        ("nl/profile.yaml", '    "no": Nee\n', "", "option of contact no has no text; add it"),
        (
            "nl/profile.yaml",
            "    peaks: U gaf",
            "    piek: U gaf",
            "off_reason of hours peaks has no text; add it",
        ),
    ],
)
def test_a_text_that_is_missing_or_belongs_to_nothing(copy, file, old, new, says):
    found = next(p for p in problems_after(copy, file, old, new) if says in p)

    assert found.startswith("nl/")


def test_an_off_reason_that_is_missing_altogether(copy):
    text = (copy / "nl/profile.yaml").read_text(encoding="utf-8")
    start = text.index("  off_reason:\n")
    end = text.index("heavy_contact:\n")

    (found,) = problems_after(copy, "nl/profile.yaml", text[start:end], "")

    assert "profile.yaml, line 1, contact.off_reason: this key is missing; add it" in found


def test_a_condition_on_an_answer_that_has_no_off_reason(copy):
    """Otherwise the first firm that switches the factor off gets a page that breaks."""
    found = problems_after(copy, "factors.yaml", "applies_if: [staffing.yes]", "applies_if: [staffing.no]")

    assert "staffing" in found[0]


def test_an_example_for_a_sector_that_nobody_can_choose(copy):
    found = problems_after(
        copy, "nl/factors/beleid.yaml", "    detailhandel: Week", "    detaillhandel: Week"
    )

    assert "detaillhandel" in found[0]


def test_a_language_without_texts(copy):
    found = problems_after(copy, "instrument.yaml", "languages: [nl]", "languages: [nl, en]")

    assert found == ("instrument.yaml: cannot be read (No such file or directory)",)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("nl/factors/beleid.yaml", "gedragsregels die iedereen kent", "gedragsregels die iedereen leest"),
        ("nl/profile.yaml", "Hebben uw medewerkers contact", "Hebben uw mensen contact"),
        ("nl/measures/werk-en-zorg.yaml", "Informeer over verlof", "Vertel over verlof"),
        ("nl/instrument.yaml", "Drukte hoort bij werken", "Drukte hoort bij het werk"),
        ("factors.yaml", "default_severity: 2", "default_severity: 3"),
        ("measures.yaml", "effort: medium", "effort: low"),
        ("instrument.yaml", "active: true", "active: false"),
    ],
)
def test_the_content_hash_changes_with_every_text_and_every_rule(copy, file, old, new):
    before = load(copy).content_hash
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    assert load(copy).content_hash != before


def test_the_content_hash_does_not_change_with_comments_and_layout(copy):
    before = load(copy).content_hash
    for path in copy.rglob("*.yaml"):
        path.write_text("# een opmerking\n" + path.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")

    assert load(copy).content_hash == before

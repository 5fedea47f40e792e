"""A mistake in the content is found when it is loaded, and the message says where and what to do."""

import re
import shutil
from pathlib import Path

import pytest

from apps.rie.content.loader import PSA_DIR, ContentError, load


def change(path: Path, old: str, new: str, *, count: int = 1) -> int:
    """Change a file, and give the number of the line that was changed."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} does not stand in {path.name}"
    path.write_text(text.replace(old, new, count), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def problem(directory: Path, about: str = "") -> str:
    """The message of the first mistake, or of the first that is about something."""
    with pytest.raises(ContentError) as caught:
        load(directory)
    return next(found for found in caught.value.problems if about in found)


def test_the_copy_without_a_mistake_loads(copy):
    assert load(copy).content_hash == load(PSA_DIR).content_hash


def test_an_unknown_key(copy):
    line = change(copy / "factors.yaml", "  kind: condition\n", "  kind: condition\n  serverity: 2\n")

    found = problem(copy)

    assert f"factors.yaml, line {line + 1}" in found
    assert "serverity" in found
    assert "W01" in found
    assert "check its spelling or remove it" in found


def test_an_unknown_key_in_a_text(copy):
    line = change(copy / "nl/factors/beleid.yaml", "  problem: Er zijn", "  probleem: Er zijn")

    found = problem(copy, "probleem")

    assert f"beleid.yaml, line {line}" in found
    assert "O10" in found
    assert "check its spelling or remove it" in found


def test_a_missing_key(copy):
    change(copy / "factors.yaml", "  kind: condition\n", "")

    found = problem(copy)

    assert re.search(r"factors\.yaml, line \d+, 0\.kind: this key is missing; add it \[W01\]", found)


def test_a_missing_key_in_a_text_names_the_line_of_its_entry(copy):
    change(copy / "nl/factors/beleid.yaml", "  problem: Er zijn geen gedragsregels, of niemand kent ze\n", "")

    assert "beleid.yaml, line 1, O10.problem: this key is missing; add it" in problem(copy)


@pytest.mark.parametrize(
    ("file", "old", "new", "key"),
    [
        ("factors.yaml", "default_severity: 2", "default_severity: veel", "default_severity"),
        ("factors.yaml", "default_severity: 2", "default_severity: 5", "default_severity"),
        ("factors.yaml", "kind: condition", "kind: feeling", "kind"),
        ("factors.yaml", "applies_if: [work.deadlines]", "applies_if: work.deadlines", "applies_if"),
        ("factors.yaml", "code: W01", "code: X1", "code"),
        ("measures.yaml", "level: organisation", "level: world", "level"),
        ("measures.yaml", "factors: [W01", "factors: [W1", "factors"),
        ("instrument.yaml", 'version: "2026.1"', "version: 2026.1", "version"),
        ("instrument.yaml", 'last_seen: "2025-06"', 'last_seen: "2025-13"', "last_seen"),
        ("profile.yaml", "kind: single", "kind: double", "kind"),
        ("nl/profile.yaml", "  question: Hebben", "  question: [Hebben]\n  q: ", "question"),
    ],
)
def test_a_value_of_the_wrong_type_or_off_its_scale(copy, file, old, new, key):
    line = change(copy / file, old, new)

    found = problem(copy, key)

    assert f"{Path(file).name}, line {line}" in found
    assert "(now: " in found or "put the text between quotes" in found


def test_a_text_that_yaml_reads_as_a_number_says_put_quotes_around_it(copy):
    change(copy / "instrument.yaml", 'version: "2026.1"', "version: 2026.1")

    assert "put the text between quotes" in problem(copy)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  kind: policy\n", "  kind: policy\n  default_severity: 2\n", "default_severity belongs to"),
        ("  default_severity: 2\n", "", "default_severity belongs to"),
        ("  kind: condition\n", "  kind: condition\n  high_after_event: true\n", "event factors only"),
        (
            "  required_of_everyone: true\n",
            "  required_of_everyone: true\n  applies_if: [contact.yes]\n",
            "remove applies_if",
        ),
    ],
)
def test_keys_that_do_not_go_together(copy, old, new, says):
    change(copy / "factors.yaml", old, new)

    assert says in problem(copy)


def test_a_key_that_stands_there_twice(copy):
    line = change(copy / "factors.yaml", "  kind: condition\n", "  kind: condition\n  kind: condition\n")

    assert problem(copy) == f"factors.yaml, line {line + 1}: the key 'kind' stands here twice; keep one"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("factors.yaml", "- code: W02\n", "- code: W01\n"),
        ("measures.yaml", "- code: M02\n", "- code: M01\n"),
        ("profile.yaml", "{ key: heavy_contact,", "{ key: contact,"),
        ("instrument.yaml", "      - sociale-steun\n", "      - regelmogelijkheden\n      - sociale-steun\n"),
        (
            "instrument.yaml",
            '  - { key: S1, url: "" }\n',
            '  - { key: S1, url: "" }\n  - { key: S1, url: "" }\n',
        ),
    ],
    ids=["factor", "measure", "question", "subtheme", "source"],
)
def test_an_entry_that_stands_there_twice(copy, file, old, new):
    change(copy / file, old, new)

    assert "twice; keep one" in problem(copy, "twice")


def test_a_text_that_exists_in_two_files(copy):
    shutil.copy(copy / "nl/factors/cultuur.yaml", copy / "nl/factors/zz-kopie.yaml")

    found = problem(copy)

    assert "zz-kopie.yaml, line 1, O08: this text exists twice; keep one" in found


@pytest.mark.parametrize(
    "file", ["nl/factors/beleid.yaml", "nl/profile.yaml", "nl/measures/werk-en-zorg.yaml"]
)
def test_a_text_file_that_is_a_list(copy, file):
    (copy / file).write_text("- een\n- twee\n", encoding="utf-8")

    assert Path(file).name in problem(copy)


def test_a_structure_file_that_is_no_list(copy):
    (copy / "factors.yaml").write_text("W01: {}\n", encoding="utf-8")

    assert problem(copy) == "factors.yaml, line 1, the file: must be a list; start each entry with '- '"


def test_an_empty_entry_is_told_as_an_empty_entry(copy):
    (copy / "nl/factors/cultuur.yaml").write_text("O08:\nO09:\n", encoding="utf-8")

    with pytest.raises(ContentError) as caught:
        load(copy)

    assert any("cultuur.yaml, line 1, O08" in found for found in caught.value.problems)
    assert not any("O08.O08" in found or "O08.O09" in found for found in caught.value.problems)


def test_a_sentence_that_is_too_long(copy):
    line = change(
        copy / "nl/factors/beleid.yaml", "statement: We hebben", f"statement: {'lang ' * 70}We hebben"
    )

    found = problem(copy)

    assert f"beleid.yaml, line {line}, O10.statement" in found
    assert "at most 300 characters" in found


def test_every_mistake_of_a_file_is_told_at_once(copy):
    change(copy / "factors.yaml", "  kind: condition\n", "")
    change(copy / "factors.yaml", "  default_severity: 2\n", "  default_severity: 9\n")
    with pytest.raises(ContentError) as caught:
        load(copy)

    assert len(caught.value.problems) == 2


@pytest.mark.parametrize("file", ["instrument.yaml", "factors.yaml", "nl/instrument.yaml", "nl/profile.yaml"])
def test_a_file_that_is_not_there(copy, file):
    (copy / file).unlink()

    assert problem(copy) == f"{Path(file).name}: cannot be read (No such file or directory)"

"""The Dutch catalogue says everything the screen says, and the compiled file says the same."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

from config.dev.messages import CATALOGUE, collect
from config.environment import BASE_DIR

Text = tuple[str | None, str]  # context and English

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")
TAG = re.compile(r"</?\w+[^>]*>")
needs_gettext = pytest.mark.skipif(not shutil.which("msgmerge"), reason="needs GNU gettext")


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


def key_of(entry: polib.POEntry | polib.MOEntry) -> Text:
    return entry.msgctxt, entry.msgid


def pairs(entry: polib.POEntry) -> Iterator[tuple[str, str]]:
    """English with its Dutch: one pair, or one for singular and one for plural."""
    if not entry.msgid_plural:
        yield entry.msgid, entry.msgstr
        return
    yield entry.msgid, entry.msgstr_plural[0]
    yield entry.msgid_plural, entry.msgstr_plural[1]


def differing(catalogue: polib.POFile, pattern: re.Pattern[str]) -> list[str]:
    """English texts of which the Dutch lacks, or adds, something that ``pattern`` finds."""
    return [
        english
        for entry in catalogue
        for english, dutch in pairs(entry)
        if set(pattern.findall(english)) != set(pattern.findall(dutch))
    ]


def meanings(file: polib.POFile | polib.MOFile) -> dict[Text, object]:
    return {key_of(entry): entry.msgstr_plural or entry.msgstr for entry in file}


def test_every_text_is_translated_for_sure(catalogue: polib.POFile) -> None:
    todo = [*catalogue.untranslated_entries(), *catalogue.fuzzy_entries(), *catalogue.obsolete_entries()]
    assert [entry.msgid for entry in todo] == []


def test_every_placeholder_stands_in_the_translation_too(catalogue: polib.POFile) -> None:
    assert differing(catalogue, PLACEHOLDER) == []


def test_every_tag_stands_in_the_translation_too(catalogue: polib.POFile) -> None:
    assert differing(catalogue, TAG) == []


def test_the_compiled_catalogue_is_up_to_date(catalogue: polib.POFile) -> None:
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    assert meanings(compiled) == meanings(catalogue)


@needs_gettext
def test_collecting_the_texts_again_finds_nothing_new(
    catalogue: polib.POFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    for folder in ("apps", "config", "templates", "locale"):
        shutil.copytree(BASE_DIR / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    monkeypatch.chdir(tmp_path)
    collect()
    found = polib.pofile(str(tmp_path / CATALOGUE.relative_to(BASE_DIR)))
    assert {key_of(entry) for entry in found} - {key_of(entry) for entry in catalogue} == set()

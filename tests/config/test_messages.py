"""Collecting texts changes the catalogue only when a text changed."""

from pathlib import Path

import polib

from config.dev.messages import describe, remove_date

CATALOGUE = """msgid ""
msgstr ""
"Project-Id-Version: Werkbalans\\n"
"POT-Creation-Date: 2026-01-01 10:00+0100\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Yes"
msgstr "Ja"

#, fuzzy
msgid "Sign in"
msgstr "Inschrijven"

msgid "No"
msgstr ""
"""


def test_the_time_of_collecting_is_left_out_and_the_rest_stays(tmp_path: Path) -> None:
    file = tmp_path / "django.po"
    file.write_text(CATALOGUE, "utf-8")
    remove_date(file)
    assert file.read_text("utf-8") == CATALOGUE.replace('"POT-Creation-Date: 2026-01-01 10:00+0100\\n"\n', "")


def test_texts_without_a_sure_translation_are_named(tmp_path: Path) -> None:
    assert describe(polib.pofile(CATALOGUE)) == "1 texts are translated, 2 are not:\n  'No'\n  'Sign in'"

"""``make messages``: collect the texts of the screen, compile the Dutch catalogue, say what is left to do."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import django
import polib
from django.core.management import call_command

from config.environment import BASE_DIR

LANGUAGE = "nl"  # the texts in the code are English, so English needs no catalogue
CATALOGUE = BASE_DIR / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"
NOT_ON_SCREEN = [".venv", "var", "static", "tests", "config/dev"]


def main() -> int:
    if not shutil.which("msgmerge"):
        print("This needs GNU gettext. Install it: apt-get, dnf or brew install gettext", file=sys.stderr)
        return 1
    os.chdir(BASE_DIR)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    collect()
    remove_date(CATALOGUE)
    call_command("compilemessages", locale=[LANGUAGE], ignore_patterns=[".venv"], verbosity=0)
    print(describe(polib.pofile(str(CATALOGUE))))
    return 0


def collect() -> None:
    """Merge the texts of the code into the catalogue, in a form that only changes when a text changes."""
    call_command(
        "makemessages",
        locale=[LANGUAGE],
        extensions=["html", "svg", "txt", "py"],
        no_obsolete=True,
        no_location=True,
        no_wrap=True,
        ignore_patterns=NOT_ON_SCREEN,
        verbosity=0,
    )


def remove_date(catalogue: Path) -> None:
    """gettext writes the time of collecting, which would make every run a change."""
    text = re.sub(r'^"POT-Creation-Date:.*\n', "", catalogue.read_text("utf-8"), flags=re.MULTILINE)
    catalogue.write_text(text, "utf-8")


def describe(catalogue: polib.POFile) -> str:
    """How far the translation is, with the texts that still need one."""
    todo = [entry.msgid for entry in (*catalogue.untranslated_entries(), *catalogue.fuzzy_entries())]
    done = f"{len(catalogue.translated_entries())} texts are translated, {len(todo)} are not"
    return "\n  ".join([done + (":" if todo else "."), *(repr(text) for text in todo)])


if __name__ == "__main__":
    sys.exit(main())

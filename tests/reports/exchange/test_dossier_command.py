"""``manage.py dossier import`` and ``manage.py dossier export``."""

from __future__ import annotations

import io
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django_scopes import scope, scopes_disabled

from apps.organisations.models import Membership, Organisation, Role
from apps.reports.exchange.exporting import export_dossier
from apps.reports.exchange.importing import import_dossier
from apps.rie.models import Dossier
from tests.factories import UserFactory
from tests.reports.exchange.helpers import FULL, SMALL, contents

pytestmark = pytest.mark.django_db


def run(*arguments: Any) -> str:
    """What the command prints."""
    out = io.StringIO()
    call_command("dossier", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_import_prints_only_the_id_of_the_new_dossier() -> None:
    printed = run("import", FULL)
    with scopes_disabled():
        assert printed == f"{Dossier.objects.get().pk}\n"


def test_import_with_an_owner_makes_that_user_employer() -> None:
    user = UserFactory(email="anna@example.org")
    run("import", FULL, "--owner", "Anna@Example.org")
    with scopes_disabled():
        membership = Membership.objects.get()
    assert (membership.user, membership.role) == (user, Role.EMPLOYER)


def test_import_with_an_unknown_owner_writes_nothing() -> None:
    with pytest.raises(CommandError, match=r"There is no user with e-mail address who@example\.org"):
        run("import", FULL, "--owner", "who@example.org")
    assert not Organisation.objects.exists()


def test_import_of_a_file_with_mistakes_prints_every_line_of_them(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(SMALL.replace("horeca", "visserij") + "left_out: [M99]\n")
    with pytest.raises(CommandError) as error:
        run("import", path)
    first, second, third = str(error.value).splitlines()
    assert first == "Nothing was imported."
    assert second.startswith("wrong.yaml, line 2, organisation.sector: ")
    assert third.startswith("wrong.yaml, line 4, left_out.0: 'M99' does not exist")
    assert not Organisation.objects.exists()


def test_import_of_a_file_that_is_not_there_says_so() -> None:
    with pytest.raises(CommandError, match=r"gone\.yaml: cannot be read \(No such file or directory\)"):
        run("import", "gone.yaml")


def test_export_prints_the_dossier() -> None:
    dossier = import_dossier(path=FULL)
    assert run("export", dossier.pk) == export_dossier(dossier)


def test_export_to_a_file_can_be_imported_again(tmp_path: Path) -> None:
    dossier, path = import_dossier(path=FULL), tmp_path / "dossier.yaml"
    assert run("export", dossier.pk, "--output", path) == f"{path}\n"
    assert contents(import_dossier(path=path)) == contents(dossier)


def test_export_to_a_place_that_is_not_there_says_so(tmp_path: Path) -> None:
    dossier = import_dossier(path=FULL)
    with pytest.raises(CommandError, match=r"cannot be written: No such file or directory"):
        run("export", dossier.pk, "--output", tmp_path / "no" / "dossier.yaml")


def test_export_of_an_unknown_dossier_says_so() -> None:
    with pytest.raises(CommandError, match="There is no dossier with id"):
        run("export", uuid.uuid4())


def test_export_of_something_that_is_no_id_says_so() -> None:
    with pytest.raises(CommandError, match="'winkel' is not the id of a dossier"):
        run("export", "winkel")


def test_a_verb_is_needed() -> None:
    with pytest.raises(CommandError, match=r"import\|export"):
        run()


def test_the_id_that_import_prints_is_the_id_that_export_takes() -> None:
    text = run("export", run("import", FULL).strip())
    again = import_dossier(text=text)
    with scope(organisation=again.organisation):
        assert export_dossier(again) == text

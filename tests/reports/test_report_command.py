"""``manage.py report``: a PDF without the queue, and one clear sentence when it cannot be made."""

from __future__ import annotations

import uuid
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django_scopes import scopes_disabled
from pypdf import PdfReader

from apps.reports.models import StoredReport
from tests.reports.sample import full_dossier


@pytest.fixture
def dossier_id(db) -> str:
    return str(full_dossier().pk)


def run(*args: object) -> str:
    out = StringIO()
    call_command("report", *map(str, args), stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["full", "plan"])
def test_it_writes_the_pdf_and_says_how_long_it_is(dossier_id: str, kind: str, tmp_path: Path):
    file = tmp_path / "rapport.pdf"
    said = run(dossier_id, "--kind", kind, "--output", file)
    pages = len(PdfReader(file).pages)
    assert said == f"{file}: {pages} pages, {file.stat().st_size / 1000:.0f} kB\n"
    with scopes_disabled():
        assert not StoredReport.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("unknown", [str(uuid.UUID("6b1f4f0e-3c1f-4f53-8b0e-6a1f0c0d2e11")), "7", "geen-id"])
def test_an_unknown_dossier_is_named(unknown: str, tmp_path: Path):
    with pytest.raises(CommandError, match=f"There is no dossier with id '{unknown}'"):
        run(unknown, "--output", tmp_path / "rapport.pdf")


@pytest.mark.django_db
def test_an_unknown_kind_is_named_with_what_is_possible(tmp_path: Path):
    with pytest.raises(CommandError, match=r"'half' is not a kind of report; choose from full, plan\."):
        run(
            uuid.UUID("6b1f4f0e-3c1f-4f53-8b0e-6a1f0c0d2e11"),
            "--kind",
            "half",
            "--output",
            tmp_path / "rapport.pdf",
        )


def test_a_place_that_cannot_be_written_is_named(dossier_id: str, tmp_path: Path):
    file = tmp_path / "no" / "such" / "folder" / "rapport.pdf"
    with pytest.raises(CommandError, match=rf"{file} cannot be written: No such file or directory\."):
        run(dossier_id, "--kind", "plan", "--output", file)
    with pytest.raises(CommandError, match="cannot be written: Is a directory"):
        run(dossier_id, "--kind", "plan", "--output", tmp_path)


def test_an_output_is_required():
    with pytest.raises(CommandError, match="--output"):
        run(uuid.UUID("6b1f4f0e-3c1f-4f53-8b0e-6a1f0c0d2e11"))

"""Other tools agree: pdfsig (poppler) on the seal, pypdf on the PDF around it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.reports.seal.conftest import REFERENCE, Sealed

pytestmark = pytest.mark.django_db


def pdfsig(path: Path) -> str:
    """What pdfsig says. Missing on somebody's own machine is no failure; on the build server it is."""
    if not shutil.which("pdfsig"):
        assert not os.environ.get("CI"), "pdfsig (poppler-utils) is missing"
        pytest.skip("needs pdfsig (poppler-utils)")
    return subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False).stdout


def test_pdfsig_finds_one_valid_signature_over_the_whole_file(original: Sealed, tmp_path: Path):
    path = tmp_path / "toetsverslag.pdf"
    path.write_bytes(original.content)

    said = pdfsig(path)

    assert said.count("Signature #") == 1
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "Signing Hash Algorithm: SHA-256" in said
    assert "Werkbalans (tests)" in said


@pytest.mark.tamper
def test_pdfsig_sees_a_changed_byte(original: Sealed, tmp_path: Path):
    changed = bytearray(original.content)
    changed[changed.index(b"stream") + 40] ^= 1
    path = tmp_path / "toetsverslag.pdf"
    path.write_bytes(bytes(changed))

    assert "Digest Mismatch" in pdfsig(path)


@pytest.fixture(scope="module")
def pdf(original: Sealed) -> PdfReader:
    return PdfReader(BytesIO(original.content))


def test_the_seal_leaves_the_pdf_accessible(pdf: PdfReader):
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "nl"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_object().get_data()


def test_the_field_of_the_seal_is_hidden_and_named(pdf: PdfReader):
    """A hidden field needs no place among the tags (ISO 14289-1, 7.18.1)."""
    fields = [note.get_object() for note in pdf.pages[0]["/Annots"]]
    (field,) = [each for each in fields if each["/Subtype"] == "/Widget"]
    assert field["/FT"] == "/Sig"
    assert field["/F"] & 2
    assert field["/TU"]
    assert pdf.pages[0]["/Tabs"] == "/S"


def test_nothing_may_be_changed_in_it(pdf: PdfReader):
    (reference,) = pdf.trailer["/Root"]["/Perms"]["/DocMDP"]["/Reference"]
    assert reference.get_object()["/TransformParams"]["/P"] == 1


def test_reference_and_version_stand_in_the_metadata_and_in_the_seal(original: Sealed, pdf: PdfReader):
    for words in (pdf.metadata["/Keywords"], pdf.trailer["/Root"]["/Perms"]["/DocMDP"]["/Reason"]):
        assert REFERENCE in words
        assert original.report.version_sha256 in words
    assert "Bloemenwinkel De Linde" in pdf.metadata.title
    assert pdf.metadata.author == "A. Adviseur, Arbodienst De Brug WB-7K2M-9QXD"


def test_every_heading_and_table_is_tagged(pdf: PdfReader):
    kinds = [
        element["/S"] for element in elements(pdf.trailer["/Root"]["/StructTreeRoot"]) if "/S" in element
    ]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") >= 8
    assert "/Table" in kinds
    assert "/TH" in kinds


def elements(node: Any) -> Iterator[dict]:
    """Every element of the structure tree."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from elements(child)
    elif isinstance(node, dict):
        yield node
        if "/K" in node:
            yield from elements(node["/K"])

"""What the tests of evidence share: a file as a browser sends it, and what is kept of it."""

from __future__ import annotations

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django_scopes import scope

from apps.rie.domain.dossier import close_dossier
from apps.rie.domain.evidence import add_evidence
from apps.rie.filetypes import check_file
from apps.rie.models import Dossier, Evidence
from tests.closing import close_answer
from tests.rie.conftest import RISK, Firm
from tests.rie.samples import PDF


def sent(content: bytes = PDF, name: str = "gedragscode.pdf", kind: str = "text/html") -> SimpleUploadedFile:
    """A file as a browser sends it; what it says about the kind is never believed."""
    return SimpleUploadedFile(name, content, content_type=kind)


def add(
    browser: Client, firm: Firm, file: SimpleUploadedFile | None = None, factor: str = ""
) -> HttpResponse:
    return browser.post(firm.url("evidence"), {"file": file or sent(), "factor": factor})


def download(browser: Client, firm: Firm, row: Evidence) -> tuple[HttpResponse, bytes]:
    """The answer to a download, and all of the file."""
    answer = browser.get(firm.url("evidence_file", row.pk))
    content = answer.getvalue()
    close_answer(answer)
    return answer, content


def stored(firm: Firm) -> list[Evidence]:
    with scope(organisation=firm.organisation):
        return list(Evidence.objects.filter(dossier=firm.dossier).select_related("added_by"))


def on_disk(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def keep(firm: Firm) -> Evidence:
    """A file about a risk, kept without a browser."""
    with scope(organisation=firm.organisation):
        checked = check_file(sent(), max_bytes=10_000)
        return add_evidence(dossier=firm.dossier, checked=checked, user=None, factor_code=RISK)


def close(firm: Firm) -> None:
    with scope(organisation=firm.organisation):
        close_dossier(dossier=Dossier.objects.get(pk=firm.dossier.pk))

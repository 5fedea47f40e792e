"""The sample dossier, its reports made once (laying out a PDF takes seconds), and a queue to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django_scopes import scope
from pypdf import PdfReader
from pytest_django import DjangoDbBlocker

from apps.organisations.models import User
from apps.reports.data import Report
from apps.reports.domain import making
from apps.reports.domain import reports as asking
from apps.reports.domain.reports import request_report
from apps.reports.hashing import content_hash
from apps.reports.models import StoredReport
from apps.reports.queries import build_report
from apps.reports.render import render_pdf
from apps.rie.models import Dossier
from tests.factories import DossierFactory, OrganisationFactory, UserFactory
from tests.reports.sample import TODAY, answer, full_dossier


@dataclass(frozen=True)
class Sample:
    """A filled-in dossier and the person who filled it in."""

    dossier: Dossier
    user: User

    def report(self, kind: str = "full") -> Report:
        """The report as the dossier is now, read anew. Needs no scope."""
        return read_report(self.dossier, kind)


def read_report(dossier: Dossier, kind: str = "full") -> Report:
    """Build a report on the fixed day, from a dossier that is read anew."""
    with scope(organisation=dossier.organisation), time_machine.travel(TODAY, tick=False):
        fresh = Dossier.objects.select_related("organisation", "consultation").get(pk=dossier.pk)
        return build_report(dossier=fresh, kind=kind)


@pytest.fixture
def sample(db: None) -> Iterator[Sample]:
    """The sample, in the scope of its organisation."""
    dossier = full_dossier()
    with scope(organisation=dossier.organisation):
        yield Sample(dossier, User.objects.get(name="Ans de Boer"))


@pytest.fixture(scope="session")
def reports(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, Report]:
    """Both kinds of report of the sample, as data. Nothing stays in the database."""
    with django_db_blocker.unblock(), transaction.atomic():
        dossier = full_dossier()
        made = {kind: read_report(dossier, kind) for kind in ("full", "plan")}
        transaction.set_rollback(True)
    return made


@pytest.fixture(scope="session")
def full_pdf(reports: dict[str, Report]) -> PdfReader:
    """The full report, read back from its PDF."""
    return PdfReader(BytesIO(render_pdf(reports["full"])))


@pytest.fixture(scope="session")
def plan_pdf(reports: dict[str, Report]) -> PdfReader:
    """The plan on its own, read back from its PDF."""
    return PdfReader(BytesIO(render_pdf(reports["plan"])))


class Paper:
    """Stands in for a laid-out document: what is tested here is who makes it and when."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.pages = [object()] * 3

    @property
    def content(self) -> bytes:
        return f"%PDF {content_hash(self.report)}".encode()


@pytest.fixture
def small(db: None) -> Iterator[Sample]:
    """A dossier with one risk: what is in it hardly matters here. In the scope of its organisation."""
    dossier, user = DossierFactory(organisation=OrganisationFactory()), UserFactory(name="Ans de Boer")
    with scope(organisation=dossier.organisation):
        answer(dossier, "W24", user, verdict="partly", frequency=3, reach=3, root_cause="Te weinig mensen.")
        yield Sample(dossier, user)


@pytest.fixture(autouse=True)
def _files_in_a_folder_of_their_own(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def layouts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hashes of the reports that were laid out, in order."""
    made: list[str] = []

    def lay_out(report: Report) -> Paper:
        made.append(content_hash(report))
        return Paper(report)

    monkeypatch.setattr(making, "lay_out", lay_out)
    monkeypatch.setattr(making, "write_pdf", lambda paper: paper.content)
    return made


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids that were put in the queue; nothing works them off."""
    queued: list[str] = []

    class Queue:
        @staticmethod
        def enqueue(report_id: str) -> None:
            queued.append(report_id)

    monkeypatch.setattr(asking, "make_report", Queue)
    return queued


@pytest.fixture
def ask(small: Sample, django_capture_on_commit_callbacks: Any) -> Callable[..., StoredReport]:
    """Ask for a report, and let the transaction end as it does in a request."""

    def ask(kind: str = "plan") -> StoredReport:
        with django_capture_on_commit_callbacks(execute=True):
            return request_report(dossier=small.dossier, kind=kind, user=small.user)

    return ask


def stored() -> StoredReport:
    """The only report there is."""
    return StoredReport.objects.get()


def set_state(report: StoredReport, **fields: object) -> None:
    """Put a row in a state that a test cannot wait for."""
    StoredReport.objects.filter(pk=report.pk).update(**fields)


def text_of(report: StoredReport) -> str:
    """What is in the file of a report."""
    with report.file.open("rb") as file:
        return file.read().decode()

"""Asking again for a report that is there: from the button to the last byte of the file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from statistics import median

from django.urls import reverse
from django_scopes import scope

from apps.reports.domain.making import claim, make
from apps.reports.domain.reports import request_report
from apps.reports.models import ReportKind, ReportState, StoredReport
from apps.rie.models import Dossier
from tests.bench.application import Browser, Site, UnexpectedAnswerError, log_in
from tests.bench.environment import Effort
from tests.bench.report import Budget, Row
from tests.bench.timing import seconds_of

BUDGET = Budget(50)


def rows(site: Site, effort: Effort) -> Iterator[Row]:
    """One row; wrong when the file was made again."""
    dossier = site.dossier
    stored = make_report(dossier)
    browser = log_in(dossier)
    ask = partial(ask_and_download, browser, dossier, stored)
    times = [seconds_of(ask) for _turn in range(effort.stored + 1)][1:]
    with scope(organisation=dossier.organisation):
        now = list(StoredReport.objects.filter(dossier=dossier))
    untouched = [(report.pk, report.started_at) for report in now] == [(stored.pk, stored.started_at)]
    problem = "" if untouched else "the report was made again"
    note = f"question, page and {stored.file.size / 1000:.0f} kB of file"
    yield Row("stored PDF asked again", median(times) * 1000, "ms", BUDGET, note=note, problem=problem)


def make_report(dossier: Dossier) -> StoredReport:
    """Have the full report made, as the worker does.

    Raises:
        UnexpectedAnswerError: it could not be made.
    """
    with scope(organisation=dossier.organisation):
        asked = request_report(dossier=dossier, kind=ReportKind.FULL, user=None)
        claimed = claim(report_id=asked.pk)
        if claimed is not None:
            make(stored=claimed)
        stored = StoredReport.objects.get(pk=asked.pk)
    if stored.state != ReportState.READY:
        raise UnexpectedAnswerError(f"the report is {stored.state}")
    return stored


def ask_and_download(browser: Browser, dossier: Dossier, stored: StoredReport) -> None:
    """Press the button, follow to the page of the report, and read the file.

    Raises:
        UnexpectedAnswerError: one of the three steps went another way.
    """
    address = [dossier.organisation_id, dossier.pk]
    asked = browser.post(reverse("reports:ask", args=[*address, ReportKind.FULL.value]))
    if asked.status_code != 302:
        raise UnexpectedAnswerError(f"asking answered {asked.status_code}")
    browser.spent_on(asked.url)
    file = browser.get(reverse("reports:download", args=[*address, stored.pk]))
    if file.status_code != 200 or not file.getvalue().startswith(b"%PDF"):
        raise UnexpectedAnswerError(f"the download answered {file.status_code}")

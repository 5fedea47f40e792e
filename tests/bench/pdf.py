"""The full report as a multiple of the same HTML without its style sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from django_scopes import scope

from apps.reports.data import Report
from apps.reports.models import ReportKind
from apps.reports.queries import build_report
from apps.reports.render import PDF_VARIANT, STATIC_ORIGIN, lay_out, render_html, static_fetcher, write_pdf
from tests.bench.application import Site
from tests.bench.environment import Effort
from tests.bench.report import Budget, Row
from tests.bench.timing import compare, seconds_of

BUDGET = Budget(2)
STYLE_SHEET = re.compile(r"<link\b[^>]*\brel=[\"']?stylesheet\b[^>]*>|<style\b.*?</style>", re.DOTALL)


class NothingToRemoveError(Exception):
    """The report has no style sheet where one is expected, so nothing can be compared."""


def rows(site: Site, effort: Effort) -> Iterator[Row]:
    """One row: with style, without, with, without …"""
    with scope(organisation=site.dossier.organisation):
        report = build_report(dossier=site.dossier, kind=ReportKind.FULL)
    found = compare(
        partial(seconds_of, partial(styled, report)),
        partial(seconds_of, partial(plain, report)),
        samples=effort.documents,
        warm=1,
    )
    note = f"{found.in_words()}; {len(lay_out(report).pages)} pages"
    yield Row("full PDF", found.ratio, "×", BUDGET, note=note)


def styled(report: Report) -> bytes:
    """The report as a member gets it."""
    return write_pdf(lay_out(report))


def plain(report: Report) -> bytes:
    """The same text, tables and pictures as a PDF of the same kind, laid out with nothing but defaults."""
    from weasyprint import HTML

    html = without_style(render_html(report))
    document = HTML(string=html, base_url=STATIC_ORIGIN, url_fetcher=static_fetcher())
    return document.render(pdf_variant=PDF_VARIANT).write_pdf(pdf_variant=PDF_VARIANT)


def without_style(html: str) -> str:
    """The HTML without its style sheets.

    Raises:
        NothingToRemoveError: there are none.
    """
    left, removed = STYLE_SHEET.subn("", html)
    if not removed:
        raise NothingToRemoveError("the report has no style sheet to leave out")
    return left

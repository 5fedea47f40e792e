"""From report to PDF: a Django template, laid out by WeasyPrint.

WeasyPrint is imported inside the functions: it is heavy, and only the worker needs it, never a
process that serves pages.
"""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string
from django.utils import translation

from apps.reports.chapters import CHAPTERS, CONSENT_ROWS, REVIEW_POINTS, REVIEW_ROWS
from apps.reports.data import Inventory, Report
from apps.reports.hashing import content_hash
from apps.rie.charts import matrix_chart, profile_chart

if TYPE_CHECKING:
    from weasyprint import Document
    from weasyprint.urls import URLFetcher

# Stands for our static files, and for nothing on any network (".invalid" can never exist, RFC 2606).
# It has to look like a web address, because only those can be the base of a relative link.
STATIC_ORIGIN = "https://static.invalid/"
PDF_VARIANT = "pdf/ua-1"
REFERENCE_LENGTH = 12
# "artikel 5 lid 6", "nr. 454": a number does not stand alone at the start of a line.
BEFORE_NUMBER = re.compile(r"\b(artikel|article|art\.|lid|nr\.) (?=\d)|(?<=\d) (?=lid \d)")


class RefusedUrlError(ValueError):
    """The report asked for something that is not one of our own static files."""


def render_pdf(report: Report) -> bytes:
    """The report as a tagged PDF (PDF/UA-1)."""
    return write_pdf(lay_out(report))


def lay_out(report: Report) -> Document:
    """The pages of the report, not yet a file: the slow half of the work."""
    from weasyprint import HTML

    html = HTML(string=render_html(report), base_url=STATIC_ORIGIN, url_fetcher=static_fetcher())
    return html.render(pdf_variant=PDF_VARIANT)


def write_pdf(document: Document) -> bytes:
    """The file of a report that was laid out."""
    return document.write_pdf(pdf_variant=PDF_VARIANT)


def render_html(report: Report) -> str:
    """The report as HTML, in the language of the report."""
    context = {"report": report, "reference": content_hash(report)[:REFERENCE_LENGTH]}
    with translation.override(report.language):
        if report.inventory is not None:
            context |= _inventory_context(report.inventory)
        return hold_together(render_to_string(f"reports/pdf/{report.kind}.html", context))


def hold_together(html: str) -> str:
    """The same text, with places in laws and papers kept on one line."""
    return BEFORE_NUMBER.sub(lambda found: f"{found[1] or ''}\N{NO-BREAK SPACE}", html)


def _inventory_context(inventory: Inventory) -> dict[str, object]:
    return {
        "chapters": CHAPTERS,
        "consent_rows": CONSENT_ROWS,
        "review_points": REVIEW_POINTS,
        "review_rows": REVIEW_ROWS,
        "summary_profile": profile_chart(inventory.profile, picture_id="summary-profile"),
        "profile": profile_chart(inventory.profile),
        "matrix": matrix_chart(inventory.matrix),
    }


def static_file(url: str) -> Path:
    """The static file that a link in the report means.

    Raises:
        RefusedUrlError: anything but a file that the staticfiles finders know under our own origin:
            other hosts, other schemes (``file:``, ``data:``), paths that climb out, missing files.
    """
    if not url.startswith(STATIC_ORIGIN):
        raise RefusedUrlError("A report only uses static files of its own.")
    path = unquote(urlsplit(url).path).lstrip("/")
    try:
        found = finders.find(path) if path else None
    except SuspiciousFileOperation:
        found = None
    if not found or not Path(found).is_file():
        raise RefusedUrlError(f"There is no static file {path!r}.")
    return Path(found)


def static_fetcher() -> URLFetcher:
    """What WeasyPrint fetches with: it opens no connection and no file outside our static folders."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class StaticFetcher(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            path = static_file(url)
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return StaticFetcher()

"""A toetsverslag as a tagged PDF, in the look of the other reports. WeasyPrint only in the worker."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import translation

from apps.reports.render import PDF_VARIANT, STATIC_ORIGIN, hold_together, static_fetcher
from apps.reports.review_report.parts import ReviewReport


def render_review(report: ReviewReport) -> bytes:
    """The file without its seal: PDF/UA-1, reference and version also in its metadata."""
    from weasyprint import HTML

    html = HTML(string=review_html(report), base_url=STATIC_ORIGIN, url_fetcher=static_fetcher())
    return html.write_pdf(pdf_variant=PDF_VARIANT)


def review_html(report: ReviewReport) -> str:
    """The toetsverslag as HTML, in its own language."""
    with translation.override(report.language):
        return hold_together(render_to_string("reports/pdf/review.html", {"report": report}))

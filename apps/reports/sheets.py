"""From help sheet to PDF. The same sheet, laid out by the same style, is the same file for everybody."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from apps.actions.help_sheets import HelpSheet, all_sheets
from apps.actions.help_sheets.drawing import body_html
from apps.reports.render import PDF_VARIANT, STATIC_ORIGIN, static_fetcher

FOLDER = "help-sheets"
STYLES = ("css/tokens.css", "css/sheet.css")
HASH_LENGTH = 16


def render_sheet(sheet: HelpSheet) -> bytes:
    """The sheet as a tagged PDF (PDF/UA-1). Takes a second or two of computing."""
    from weasyprint import HTML

    html = HTML(string=sheet_html(sheet), base_url=STATIC_ORIGIN, url_fetcher=static_fetcher())
    return html.write_pdf(pdf_variant=PDF_VARIANT)


def sheet_html(sheet: HelpSheet) -> str:
    """The sheet as one page of HTML, in its own language."""
    with translation.override(sheet.language):
        context = {"sheet": sheet, "body": body_html(sheet.key, on_paper=True)}
        return render_to_string("reports/sheets/sheet.html", context)


@lru_cache(maxsize=64)
def file_name(key: str) -> str:
    """Where the file of a sheet is kept. Another text or another style is another name.

    Raises:
        KeyError: there is no such sheet.
    """
    printed = hashlib.sha256(sheet_html(all_sheets()[key]).encode())
    for style in STYLES:
        with open(finders.find(style), "rb") as file:
            printed.update(file.read())
    return f"{FOLDER}/{key}-{printed.hexdigest()[:HASH_LENGTH]}.pdf"

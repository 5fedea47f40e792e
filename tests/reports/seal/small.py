"""A PDF of one page, made in a moment: for tests of the seal and not of what is sealed."""

from __future__ import annotations

from functools import cache


@cache
def small_pdf() -> bytes:
    from weasyprint import HTML

    html = '<html lang="nl"><head><title>Toetsverslag</title></head><body><h1>Toetsverslag</h1></body></html>'
    return HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")

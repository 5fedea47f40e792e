"""Filling in a Word template with docxtpl, in our own sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from docxtpl import DocxTemplate
from jinja2.exceptions import TemplateError

from apps.reports.documents.language import TemplateProblem, environment


def fill_in(template: bytes, words: Mapping[str, Any]) -> bytes:
    """The document as a docx file. What people typed is escaped, and never read as a template.

    Raises:
        TemplateProblem: the template names something that is not there, or cannot be read.
    """
    document = DocxTemplate(BytesIO(template))
    try:
        document.render(dict(words), environment(), autoescape=True)
    except TemplateError as error:
        raise TemplateProblem(_("The template cannot be filled in: %(error)s") % {"error": error}) from None
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def template_parts(template: bytes) -> list[str]:
    """Every part of a file that can be filled in, as Jinja reads it: body, headers, footers, notes."""
    document = DocxTemplate(BytesIO(template))
    document.init_docx()
    parts = [document.patch_xml(document.get_xml())]
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        found = (part for _key, part in document.get_headers_footers(uri))
        parts += [document.patch_xml(document.get_part_xml(part)) for part in found]
    for part in document.docx.part.package.parts:
        if str(part.partname).startswith("/word/footnotes"):
            parts.append(document.patch_xml(part.blob.decode("utf-8")))
    properties = document.docx.core_properties
    names = ("author", "comments", "identifier", "language", "subject", "title")
    parts += [str(getattr(properties, name) or "") for name in names]
    return parts

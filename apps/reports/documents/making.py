"""From a dossier to a Word document."""

from __future__ import annotations

from django.utils import translation

from apps.reports.documents.rendering import fill_in
from apps.reports.documents.standard import standard_template
from apps.reports.documents.words import words_of
from apps.reports.hashing import content_hash
from apps.reports.models import DocumentTemplate, ReportKind
from apps.reports.queries import LANGUAGE, build_report
from apps.reports.render import REFERENCE_LENGTH
from apps.rie.models import Dossier


def word_report(*, dossier: Dossier) -> bytes:
    """The report as a docx file, in the template of the firm or else in ours.

    The queries of ``build_report`` and one for the template. A tenth of a second for a small firm, so it is
    made while she waits and not kept.

    Raises:
        TemplateProblem: the template of the firm names something that is not there any more.
    """
    report = build_report(dossier=dossier, kind=ReportKind.FULL)
    own = DocumentTemplate.objects.filter(organisation_id=dossier.organisation_id).first()
    with translation.override(LANGUAGE):
        words = words_of(report, reference=content_hash(report)[:REFERENCE_LENGTH])
    return fill_in(_content_of(own), words)


def _content_of(own: DocumentTemplate | None) -> bytes:
    if own is None:
        return standard_template()
    with own.file.open("rb") as file:
        return file.read()

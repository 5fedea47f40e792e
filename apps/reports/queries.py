"""Reads for reports: everything one report needs, in one place."""

from __future__ import annotations

from django.utils import timezone, translation

from apps.actions.queries import plan_of
from apps.organisations.models import Department
from apps.reports.data import Material, Report, assemble
from apps.reports.models import ReportKind, ReportState, StoredReport
from apps.rie.domain.dossier import consultation_of
from apps.rie.models import Dossier
from apps.rie.queries import assessment_of, priority_changes_of

# The law addresses Dutch employers and the content is Dutch, whatever language someone clicks in.
LANGUAGE = "nl"


def build_report(*, dossier: Dossier, kind: ReportKind | str) -> Report:
    """The report of a dossier as it is now, as plain values.

    Needs the scope of the dossier's organisation. Ten queries, whatever the number of answers and
    actions: answers, changes of priority (twice: the newest count, all are printed), departments,
    four for the plan, and organisation and consultation unless they came with the dossier.

    Raises:
        ValueError: ``kind`` is not a kind of report.
    """
    kind = ReportKind(kind)
    with translation.override(LANGUAGE):
        return assemble(material=_read(dossier), kind=kind, language=LANGUAGE)


def _read(dossier: Dossier) -> Material:
    assessment = assessment_of(dossier)
    return Material(
        dossier=dossier,
        organisation=dossier.organisation,
        consultation=consultation_of(dossier),
        departments=tuple(Department.objects.filter(organisation_id=dossier.organisation_id)),
        assessment=assessment,
        plan=plan_of(dossier, assessment),
        changes=tuple(priority_changes_of(dossier)),
        made_on=timezone.localdate(),
    )


def newest_reports(dossier: Dossier) -> dict[str, StoredReport]:
    """Kind → the report asked for last, failed ones left out. One query."""
    stored = StoredReport.objects.filter(dossier=dossier).exclude(state=ReportState.FAILED)
    return {report.kind: report for report in stored.order_by("requested_at")}

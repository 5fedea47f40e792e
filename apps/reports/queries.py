"""Reads for reports: everything one report needs, in one place."""

from __future__ import annotations

from django.utils import timezone, translation

from apps.actions.checks import findings_in
from apps.actions.effect import effect_of
from apps.actions.models import ActionEvaluation
from apps.actions.queries import information_of, plan_of
from apps.organisations.models import Department
from apps.reports.choice import choose
from apps.reports.data import Material, Report, assemble
from apps.reports.models import ReportKind, ReportState, StoredReport
from apps.reports.standing import standing_of
from apps.rie.domain.dossier import consultation_of
from apps.rie.models import Dossier
from apps.rie.queries import assessment_of, priority_changes_of

# The law addresses Dutch employers and the content is Dutch, whatever language someone clicks in.
LANGUAGE = "nl"


def build_report(*, dossier: Dossier, kind: ReportKind | str, selection: str = "") -> Report:
    """The report of a dossier as it is now, as plain values.

    ``selection``: for a plan, which part of it (see :mod:`apps.reports.choice`).

    Needs the scope of the dossier's organisation. Nineteen queries (one more for a part of the plan),
    whatever the number of answers and actions: answers, changes of priority (twice: the newest count, all are
    printed), departments, five for the plan, two for its effect, one for the looks back, two for what
    employees were told (one when that is nothing), three for consent and review (at most twenty more once
    something was decided, see :func:`apps.reports.standing.standing_of`), and organisation and consultation
    unless they came with the dossier.

    Raises:
        ValueError: ``kind`` is not a kind of report.
    """
    kind = ReportKind(kind)
    with translation.override(LANGUAGE):
        return assemble(material=_read(dossier, selection), kind=kind, language=LANGUAGE)


def _read(dossier: Dossier, selection: str) -> Material:
    assessment, today = assessment_of(dossier), timezone.localdate()
    plan = plan_of(dossier, assessment)
    departments = tuple(Department.objects.filter(organisation_id=dossier.organisation_id))
    return Material(
        dossier=dossier,
        organisation=dossier.organisation,
        consultation=consultation_of(dossier),
        departments=departments,
        assessment=assessment,
        plan=plan,
        choice=choose(
            selection, dossier=dossier, content=assessment.content, departments=departments, lines=plan.lines
        ),
        effect=effect_of(dossier, plan),
        findings=findings_in(plan, today=today),
        evaluations={row.pk: row for row in ActionEvaluation.objects.filter(action__dossier=dossier)},
        information=tuple(information_of(dossier)),
        changes=tuple(priority_changes_of(dossier)),
        standing=standing_of(dossier),
        made_on=today,
    )


def newest_reports(dossier: Dossier) -> dict[str, StoredReport]:
    """Kind → the report of all of it asked for last, failed ones left out. One query."""
    stored = StoredReport.objects.filter(dossier=dossier, selection="").exclude(state=ReportState.FAILED)
    return {report.kind: report for report in stored.order_by("requested_at")}

"""The report's place in the rail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.reports.models import ReportState, StoredReport
from apps.rie.domain.assessment import Assessment
from apps.rie.models import Dossier
from apps.rie.steps import Counted, Step, StepState, StepStatus, register


def _report(dossier: Dossier, assessment: Assessment, count: int) -> StepStatus:
    return StepStatus(StepState.DONE if count else StepState.OPEN)


def register_own_steps() -> None:
    """Register the step of this room; called once when the application starts."""
    register(
        Step(
            90,
            "report",
            _("Report"),
            "reports:reports",
            _report,
            Counted(StoredReport, {"state": ReportState.READY}),
        )
    )

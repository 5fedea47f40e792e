"""The place of the review in the rail."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from apps.review.models import Submission, SubmissionState
from apps.rie.domain.assessment import Assessment
from apps.rie.models import Dossier, DossierState
from apps.rie.steps import Counted, Step, StepState, StepStatus, register

BUSY = (DossierState.SUBMITTED, DossierState.RETURNED)


def _review(dossier: Dossier, assessment: Assessment, count: int) -> StepStatus:
    """Done when a round was concluded and none is open now."""
    if dossier.state in BUSY:
        return StepStatus(StepState.BUSY, str(DossierState(dossier.state).label))
    if count:
        return StepStatus(StepState.DONE, _("with advice"))
    return StepStatus(StepState.OPEN)


def register_own_steps() -> None:
    """Register the step of this room; called once when the application starts.

    It stands after the report: a review takes weeks, and nobody has to wait for her report until then.
    """
    register(
        Step(
            95,
            "review",
            pgettext_lazy("step", "Review"),
            "review:review",
            _review,
            Counted(Submission, {"state": SubmissionState.CONCLUDED}),
        )
    )

"""The plan's place in the rail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.actions.models import Action
from apps.rie.domain.assessment import Assessment
from apps.rie.models import Dossier
from apps.rie.steps import Counted, Step, StepState, StepStatus, register


def _plan(dossier: Dossier, assessment: Assessment, count: int) -> StepStatus:
    if not count:
        return StepStatus(StepState.OPEN)
    return StepStatus(
        StepState.DONE, ngettext("%(count)s action", "%(count)s actions", count) % {"count": count}
    )


def register_own_steps() -> None:
    """Register the step of this room; called once when the application starts."""
    register(Step(60, "plan", _("Plan of action"), "actions:plan", _plan, Counted(Action)))

"""Direct method, for instruments that let the user choose the priority.

Source: existing RI&E instruments, see ``docs/scoring.md``. The choice stands as it is: for every kind
of factor, without overrides.
"""

from __future__ import annotations

from types import MappingProxyType

from django.utils.translation import gettext, gettext_lazy

from .base import PRIORITY_WORDS, Evaluation, Priority, RiskInput, ScaleStep
from .shared import Scales, check_values, incomplete, no_risk

SCALES: Scales = MappingProxyType(
    {
        "chosen": (
            ScaleStep(Priority.LOW, PRIORITY_WORDS[Priority.LOW], gettext_lazy("can wait a year")),
            ScaleStep(Priority.MEDIUM, PRIORITY_WORDS[Priority.MEDIUM], gettext_lazy("within half a year")),
            ScaleStep(Priority.HIGH, PRIORITY_WORDS[Priority.HIGH], gettext_lazy("within three months")),
        )
    }
)


class DirectMethod:
    """The priority is what the user chose."""

    name = "direct"
    label = gettext_lazy("Your own choice")
    scales = SCALES

    def evaluate(self, risk: RiskInput) -> Evaluation:
        """The chosen priority. Raises InvalidRiskInput when ``chosen`` is no priority."""
        check_values(risk, self.scales)
        if not risk.verdict.is_problem:
            return no_risk(self, risk.verdict)
        if risk.chosen is None:
            return incomplete(self, ("chosen",))
        priority = Priority(risk.chosen)
        step = gettext("You chose this yourself: %(priority)s.") % {"priority": priority.label}
        return Evaluation(method=self.name, priority=priority, score=None, steps=(step,))

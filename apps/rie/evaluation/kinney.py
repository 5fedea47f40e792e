"""Simplified Kinney method, as instruments from elsewhere use it: frequency × effect × probability.

Source: the simplified Kinney method as published, see ``docs/scoring.md``. Our overrides do not apply:
whoever brings an instrument with this method must find exactly its outcomes.
"""

from __future__ import annotations

from types import MappingProxyType

from django.utils.translation import gettext_lazy, pgettext_lazy

from .base import Evaluation, Priority, RiskInput, ScaleStep
from .shared import Band, Scales, judge, multiply

SCALES: Scales = MappingProxyType(
    {
        "frequency": (
            ScaleStep(1, pgettext_lazy("frequency", "rarely"), gettext_lazy("a few times a year")),
            ScaleStep(4, pgettext_lazy("frequency", "regularly"), gettext_lazy("every week or every month")),
            ScaleStep(7, pgettext_lazy("frequency", "all the time"), gettext_lazy("every day")),
        ),
        "severity": (
            ScaleStep(1, pgettext_lazy("severity", "slight"), gettext_lazy("annoying, but it passes")),
            ScaleStep(
                5, pgettext_lazy("severity", "serious"), gettext_lazy("someone cannot work for a while")
            ),
            ScaleStep(10, pgettext_lazy("severity", "very serious"), gettext_lazy("lasting harm or worse")),
        ),
        "probability": (
            ScaleStep(1, pgettext_lazy("probability", "small chance"), gettext_lazy("it would surprise you")),
            ScaleStep(3, pgettext_lazy("probability", "fair chance"), gettext_lazy("it can happen")),
            ScaleStep(5, pgettext_lazy("probability", "great chance"), gettext_lazy("you expect it")),
        ),
    }
)
BANDS = (Band(1, 15, Priority.LOW), Band(16, 50, Priority.MEDIUM), Band(51, 350, Priority.HIGH))


class KinneyMethod:
    """Frequency 1/4/7 × effect (severity) 1/5/10 × probability 1/3/5: to 15 low, to 50 medium, above high."""

    name = "kinney"
    label = gettext_lazy("Kinney (simplified)")
    scales = SCALES

    def evaluate(self, risk: RiskInput) -> Evaluation:
        """The priority of this risk with its reason. Raises InvalidRiskInput outside the scales."""
        return judge(self, risk, calculate=multiply, bands=BANDS)

"""French method, as instruments from elsewhere use it: severity × frequency.

Source: the French method as published, see ``docs/scoring.md``. Our overrides do not apply: whoever
brings an instrument with this method must find exactly its outcomes.
"""

from __future__ import annotations

from types import MappingProxyType

from django.utils.translation import gettext_lazy, pgettext_lazy

from .base import Evaluation, Priority, RiskInput, ScaleStep
from .shared import Band, Scales, judge, multiply

SCALES: Scales = MappingProxyType(
    {
        "severity": (
            ScaleStep(1, pgettext_lazy("severity", "slight"), gettext_lazy("annoying, but it passes")),
            ScaleStep(
                5, pgettext_lazy("severity", "moderate"), gettext_lazy("complaints that take some time")
            ),
            ScaleStep(
                7, pgettext_lazy("severity", "serious"), gettext_lazy("someone cannot work for a while")
            ),
            ScaleStep(10, pgettext_lazy("severity", "very serious"), gettext_lazy("lasting harm or worse")),
        ),
        "frequency": (
            ScaleStep(1, pgettext_lazy("frequency", "rarely"), gettext_lazy("a few times a year")),
            ScaleStep(3, pgettext_lazy("frequency", "sometimes"), gettext_lazy("about once a month")),
            ScaleStep(7, pgettext_lazy("frequency", "often"), gettext_lazy("every week")),
            ScaleStep(9, pgettext_lazy("frequency", "nearly always"), gettext_lazy("almost every day")),
        ),
    }
)
# "Below 10 is low": every score is a whole number, so low ends at 9.
BANDS = (Band(1, 9, Priority.LOW), Band(10, 45, Priority.MEDIUM), Band(46, 90, Priority.HIGH))


class FrenchMethod:
    """Severity 1/5/7/10 × frequency 1/3/7/9: below 10 low, to 45 medium, above high."""

    name = "french"
    label = gettext_lazy("French method")
    scales = SCALES

    def evaluate(self, risk: RiskInput) -> Evaluation:
        """The priority of this risk with its reason. Raises InvalidRiskInput outside the scales."""
        return judge(self, risk, calculate=multiply, bands=BANDS)

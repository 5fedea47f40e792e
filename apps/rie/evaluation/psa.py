"""Our own method for psychosocial risks: (how often + how many) × how serious, and three overrides.

Source: own design, see ``docs/scoring.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from . import words
from .base import Evaluation, InvalidRiskInput, Priority, RiskInput, ScaleStep
from .shared import Band, Scales, band_of, judge

SCALES: Scales = MappingProxyType(
    {
        "frequency": (
            ScaleStep(1, pgettext_lazy("frequency", "rarely"), gettext_lazy("a few times a year")),
            ScaleStep(2, pgettext_lazy("frequency", "sometimes"), gettext_lazy("about once a month")),
            ScaleStep(3, pgettext_lazy("frequency", "often"), gettext_lazy("every week")),
            ScaleStep(4, pgettext_lazy("frequency", "nearly always"), gettext_lazy("almost every day")),
        ),
        "reach": (
            ScaleStep(1, pgettext_lazy("reach", "a single person"), gettext_lazy("one or two people")),
            ScaleStep(2, pgettext_lazy("reach", "a small group"), gettext_lazy("a few people or one team")),
            ScaleStep(3, pgettext_lazy("reach", "about half"), gettext_lazy("about one in two people")),
            ScaleStep(
                4, pgettext_lazy("reach", "almost everyone"), gettext_lazy("the whole firm or department")
            ),
        ),
        "severity": (
            ScaleStep(
                1,
                pgettext_lazy("severity", "nuisance"),
                gettext_lazy("annoying, but nobody gets complaints from it"),
            ),
            ScaleStep(2, pgettext_lazy("severity", "complaints"), gettext_lazy("such as sleeping badly")),
            ScaleStep(
                3, pgettext_lazy("severity", "absence"), gettext_lazy("someone cannot work for a while")
            ),
            ScaleStep(
                4,
                pgettext_lazy("severity", "serious or lasting harm"),
                gettext_lazy("someone suffers from it for a long time or for ever"),
            ),
        ),
    }
)
BANDS = (Band(2, 8, Priority.LOW), Band(9, 15, Priority.MEDIUM), Band(16, 32, Priority.HIGH))
FREQUENCY_PLUS_REACH = range(2, 9)
SEVERE = 3


class PsaMethod:
    """Our own method: condition and event factors by score, policy by a fixed class, then overrides.

    An override never lowers a class. The rule leaves open whether a special group also lifts policy;
    we take the safe reading that it lifts every kind, since the law makes no difference either when
    it asks for the risks of special groups (Arbowet 5 lid 1). So policy that is only partly there and
    concerns starters is high, not medium.
    """

    name = "psa"
    label = gettext_lazy("How often, how many and how serious")
    scales = SCALES

    def evaluate(self, risk: RiskInput) -> Evaluation:
        """The priority of this risk with its reason. Raises InvalidRiskInput outside the scales."""
        evaluation = judge(self, risk, calculate=calculate, bands=BANDS)
        if not risk.verdict.is_problem:
            return evaluation
        for override in OVERRIDES:
            evaluation = override(evaluation, risk)
        return evaluation


def calculate(values: Mapping[str, int], scales: Scales) -> tuple[int, str]:
    """(frequency + reach) × severity, from 2 to 32, with the sentence that shows it."""
    score = (values["frequency"] + values["reach"]) * values["severity"]
    named = {field: words.word_with_value(scales[field], value) for field, value in values.items()}
    return score, gettext(
        "%(frequency)s and %(reach)s, %(severity)s: (%(a)d + %(b)d) × %(c)d = %(score)d."
    ) % {
        "frequency": capfirst(named["frequency"]),
        "reach": named["reach"],
        "severity": named["severity"],
        "a": values["frequency"],
        "b": values["reach"],
        "c": values["severity"],
        "score": score,
    }


def matrix_priority(frequency_plus_reach: int, severity: int) -> Priority:
    """Class of one cell of the matrix picture: the score's class, where severe harm is never low.

    ``frequency_plus_reach`` runs from 2 to 8 and ``severity`` from 1 to 4; raises InvalidRiskInput
    for anything else. The other overrides depend on the risk and not on its cell. Source: own design,
    see ``docs/scoring.md``.
    """
    if frequency_plus_reach not in FREQUENCY_PLUS_REACH:
        raise InvalidRiskInput("frequency_plus_reach", frequency_plus_reach, FREQUENCY_PLUS_REACH)
    severities = [step.value for step in SCALES["severity"]]
    if severity not in severities:
        raise InvalidRiskInput("severity", severity, severities)
    return at_least_medium_when_severe(band_of(frequency_plus_reach * severity, BANDS).priority, severity)


def at_least_medium_when_severe(priority: Priority, severity: int) -> Priority:
    """Severe harm to one person must not disappear in an average over people and time."""
    return max(priority, Priority.MEDIUM) if severity >= SEVERE else priority


def high_after_event(evaluation: Evaluation, risk: RiskInput) -> Evaluation:
    """Override 1: the topic is on the list and it happened in the last 12 months, so it is high.

    That settles the class, so nothing is missing any more. The score, if there is one, stays visible.
    """
    if not (risk.high_after_event and risk.happened):
        return evaluation
    steps_of_score = () if evaluation.missing else evaluation.steps
    happened = gettext("It happened in the last 12 months. For this topic that is always high.")
    return replace(evaluation, priority=Priority.HIGH, missing=(), steps=(*steps_of_score, happened))


def never_low_when_severe(evaluation: Evaluation, risk: RiskInput) -> Evaluation:
    """Override 2: absence or lasting harm (severity 3 and 4) is never low."""
    severity = risk.severity_in_use
    if evaluation.priority is None or severity is None:
        return evaluation
    priority = at_least_medium_when_severe(evaluation.priority, severity)
    if priority == evaluation.priority:
        return evaluation
    step = gettext(
        "The consequence is %(severity)s. From %(severe)d that is never low. So it is %(after)s."
    ) % {
        "severity": words.word_with_value(SCALES["severity"], severity),
        "severe": SEVERE,
        "after": priority.label,
    }
    return lift(evaluation, priority, step)


def one_up_for_special_groups(evaluation: Evaluation, risk: RiskInput) -> Evaluation:
    """Override 3: one class up, once, however many special groups are exposed; high stays high."""
    before = evaluation.priority
    if before is None or before is Priority.HIGH or not risk.special_groups:
        return evaluation
    after = before.one_up()
    step = gettext("Extra care for: %(groups)s. So the priority is %(after)s instead of %(before)s.") % {
        # With semicolons: a label may hold a comma or "and" itself.
        "groups": "; ".join(risk.special_groups),
        "before": before.label,
        "after": after.label,
    }
    return lift(evaluation, after, step)


def lift(evaluation: Evaluation, priority: Priority, step: str) -> Evaluation:
    """The same evaluation in another class, with the step that explains the change."""
    return replace(evaluation, priority=priority, steps=(*evaluation.steps, step))


# The order is part of the rule: a severe risk is lifted to medium first, and from there to high when
# a special group is exposed.
OVERRIDES = (high_after_event, never_low_when_severe, one_up_for_special_groups)

"""The road that every calculating method takes, from answer to class. Only sums and scales differ."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from apps.rie.content.schema import FactorKind

from . import words
from .base import Evaluation, InvalidRiskInput, Method, Priority, RiskInput, ScaleStep, Verdict

Scales = Mapping[str, tuple[ScaleStep, ...]]
Calculation = Callable[[Mapping[str, int], Scales], tuple[int, str]]


@dataclass(frozen=True)
class Band:
    """The scores, both ends included, that have one priority."""

    first: int
    last: int
    priority: Priority


def judge(method: Method, risk: RiskInput, *, calculate: Calculation, bands: tuple[Band, ...]) -> Evaluation:
    """The evaluation of a risk: nothing for what is no problem, a fixed class for policy, else the sum.

    ``calculate`` turns the values (by field) into a score and the sentence that shows the sum;
    ``bands`` cover every score that it can give. Raises InvalidRiskInput for a value off its scale,
    also when the verdict makes that value irrelevant: a wrong value is a mistake wherever it stands.
    """
    check_values(risk, method.scales)
    if not risk.verdict.is_problem:
        return no_risk(method, risk.verdict)
    if risk.kind == FactorKind.POLICY:
        return policy(method, risk.verdict)
    values = {field: getattr(risk, field) for field in method.scales} | {"severity": risk.severity_in_use}
    missing = tuple(field for field, value in values.items() if value is None)
    if missing:
        return incomplete(method, missing)
    score, sum_in_words = calculate(values, method.scales)
    band = band_of(score, bands)
    return Evaluation(
        method=method.name,
        priority=band.priority,
        score=score,
        steps=(
            *severity_note(risk, method.scales),
            sum_in_words,
            words.band_of_score(band.first, band.last, band.priority),
        ),
    )


def check_values(risk: RiskInput, scales: Scales) -> None:
    """Raises InvalidRiskInput for the first value that is not on its scale. None is always allowed."""
    for field, steps in scales.items():
        allowed = [step.value for step in steps]
        for name in (field, f"default_{field}"):
            value = getattr(risk, name, None)
            if value is not None and value not in allowed:
                raise InvalidRiskInput(name, value, allowed)


def no_risk(method: Method, verdict: Verdict) -> Evaluation:
    """For the verdicts that are not a problem: no priority, and a sentence that says why."""
    steps = (str(words.WITHOUT_PRIORITY[verdict]),)
    return Evaluation(method=method.name, priority=None, score=None, steps=steps)


def policy(method: Method, verdict: Verdict) -> Evaluation:
    """Policy is there or it is not, so nothing is calculated: missing is high, partly there is medium.

    Source: practice in existing RI&E instruments for high, own design for medium; see
    ``docs/scoring.md``. Imported instruments know a second kind that is high at a "no", the top-5
    risk: an importer gives it the kind policy.
    """
    priority = Priority.HIGH if verdict is Verdict.NOT_IN_ORDER else Priority.MEDIUM
    steps = (str(words.POLICY[verdict]),)
    return Evaluation(method=method.name, priority=priority, score=None, steps=steps)


def incomplete(method: Method, missing: tuple[str, ...]) -> Evaluation:
    """No priority yet: the fields in ``missing`` must be filled in first."""
    steps = (words.still_to_fill_in(missing),)
    return Evaluation(method=method.name, priority=None, score=None, steps=steps, missing=missing)


def band_of(score: int, bands: tuple[Band, ...]) -> Band:
    """The band that holds this score."""
    return next(band for band in bands if band.first <= score <= band.last)


def severity_note(risk: RiskInput, scales: Scales) -> tuple[str, ...]:
    """The step that admits that the severity is the instrument's; empty when the employer gave one."""
    if risk.severity is not None or risk.default_severity is None:
        return ()
    return (words.default_severity_used(words.word_with_value(scales["severity"], risk.default_severity)),)


def multiply(values: Mapping[str, int], scales: Scales) -> tuple[int, str]:
    """The product of all values, with its sentence; the sum of the Kinney and French methods."""
    score = math.prod(values.values())
    named = [words.word_with_value(scales[field], value) for field, value in values.items()]
    return score, words.product(named, values.values(), score)

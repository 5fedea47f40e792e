"""What absence through work pressure may cost a firm in a year: an estimate, step by step.

Every step is a published figure, a number of the firm, or an assumption that says it is one; each can be
replaced by the firm's own number. Figures of one definition are used together only (the days and the euros of
TNO's sheet on PSA absence, 2022); the euros per absent employee of 2023 count something else, so they stand
beside the outcome and not in the sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.insights.figures import Figure, figures

# Nobody publishes which part of the people with complaints falls ill in a year; see the text on the page.
ABSENT_SHARE = Decimal(10)
NEAREST = Decimal(100)  # euros: an estimate that is exact to the euro would pretend


class Origin(StrEnum):
    """Where a number comes from."""

    FIRM = "firm"  # what the firm said about itself
    FIGURE = "figure"  # published
    ASSUMPTION = "assumption"  # ours, without a source
    OWN = "own"  # the firm put its own number in place of ours


@dataclass(frozen=True)
class StepSpec:
    """One number of the sum. ``percent``: it is asked and shown as a percentage."""

    key: str
    label: Any
    explanation: Any
    origin: Origin
    percent: bool = False
    figure: str = ""


STEPS: tuple[StepSpec, ...] = (
    StepSpec("headcount", _("People who work with you"), _("From the details of your firm."), Origin.FIRM),
    StepSpec(
        "complaints",
        _("Of them with burn-out complaints"),
        _("In the Netherlands 1 in 5 employees. You need not know who, and you may not ask."),
        Origin.FIGURE,
        percent=True,
        figure="burnout_complaints",
    ),
    StepSpec(
        "absent",
        _("Of those who fall ill through it in a year"),
        _("Our assumption: no figure is published. Do you know how many fell ill? Fill that in below."),
        Origin.ASSUMPTION,
        percent=True,
    ),
    StepSpec(
        "days",
        _("Working days that one is away"),
        _("The average when work pressure is the cause; for all causes together it is 17."),
        Origin.FIGURE,
        figure="absence_spell_work_pressure",
    ),
    StepSpec(
        "day_cost",
        _("Cost of one day of absence, in euros"),
        _("4.4 billion euros for 13.8 million days of absence through psychosocial workload."),
        Origin.FIGURE,
        figure="absence_cost_psa",
    ),
)
OWN_CASES = "cases"  # how many fell ill, when the firm knows; takes the place of the second and third step
KEYS = (*(step.key for step in STEPS), OWN_CASES)


@dataclass(frozen=True)
class Step:
    """A step with the number it has here. ``is_used``: it counts in the sum."""

    spec: StepSpec
    value: Decimal
    ours: Decimal
    origin: Origin
    is_used: bool

    @property
    def figure(self) -> Figure | None:
        """The published figure behind it; None when the firm's own number stands in its place."""
        return figures()[self.spec.figure] if self.origin is Origin.FIGURE else None


@dataclass(frozen=True)
class Estimate:
    """``cases``: people who fall ill in a year. ``per_case``, ``per_year``: euros, rounded to hundreds."""

    steps: tuple[Step, ...]
    cases: Decimal
    knows_cases: bool
    per_case: Decimal
    per_year: Decimal


def estimate(*, headcount: int, own: Mapping[str, Decimal]) -> Estimate:
    """Work the sum out.

    Args:
        own: numbers of the firm by key of ``KEYS``; percentages as 0 to 100.
    """
    ours = {
        "headcount": Decimal(headcount),
        "complaints": figures()["burnout_complaints"].value,
        "absent": ABSENT_SHARE,
        "days": figures()["absence_spell_work_pressure"].value,
        "day_cost": cost_of_a_day(),
    }
    knows_cases = OWN_CASES in own
    steps = tuple(
        Step(
            spec=spec,
            value=own.get(spec.key, ours[spec.key]),
            ours=ours[spec.key],
            origin=Origin.OWN if spec.key in own else spec.origin,
            is_used=not (knows_cases and spec.key in ("headcount", "complaints", "absent")),
        )
        for spec in STEPS
    )
    values = {step.spec.key: step.value for step in steps}
    expected = values["headcount"] * values["complaints"] / 100 * values["absent"] / 100
    cases = own.get(OWN_CASES, expected)
    per_case = values["days"] * values["day_cost"]
    return Estimate(
        steps=steps,
        cases=cases,
        knows_cases=knows_cases,
        per_case=_rounded(per_case),
        per_year=_rounded(cases * per_case),
    )


def cost_of_a_day() -> Decimal:
    """Euros per day of absence through PSA: both figures are of the same sheet, so they may be divided."""
    euros = figures()["absence_cost_psa"].value * 1_000_000_000
    days = figures()["absence_days_psa"].value * 1_000_000
    return (euros / days).quantize(Decimal(1), rounding=ROUND_HALF_UP)


def _rounded(euros: Decimal) -> Decimal:
    return (euros / NEAREST).quantize(Decimal(1), rounding=ROUND_HALF_UP) * NEAREST

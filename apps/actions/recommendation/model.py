"""The nouns of the proposal: what goes in and what comes out. Plain data, no database."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from apps.rie.content.schema import HygieneStep, Level, Size
from apps.rie.evaluation import Priority


@dataclass(frozen=True, kw_only=True)
class Risk:
    """One risk of the RI&E. ``code`` is the code of the factor, ``title`` says the problem in words."""

    code: str
    title: str
    priority: Priority

    @property
    def needs_measure(self) -> bool:
        """True for a high or medium risk: those must be taken care of in the plan (psa.md, section 4)."""
        return self.priority >= Priority.MEDIUM


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A measure from the catalogue.

    ``factors`` are the risks that it works against. ``fits_if`` holds profile answers as
    ``question.option`` of which one is enough. ``min_headcount`` and ``max_headcount`` are numbers of
    people, both inclusive. These three and ``sectors`` say where a measure fits best, never where it
    is allowed.
    """

    code: str
    title: str
    level: Level
    step: HygieneStep
    effort: Size
    cost: Size
    factors: frozenset[str]
    fits_if: tuple[str, ...] = ()
    min_headcount: int | None = None
    max_headcount: int | None = None
    sectors: tuple[str, ...] = ()

    @property
    def is_individual(self) -> bool:
        """True when the measure works on one person instead of on the work."""
        return self.level is Level.INDIVIDUAL or self.step is HygieneStep.INDIVIDUAL

    def takes_care_of(self, risk: Risk) -> bool:
        """Whether this measure is enough against this risk.

        A measure aimed at one person is never enough against a high risk: the arbeidshygiënische
        strategie asks to change the work first (psa.md, section 5).
        """
        return risk.code in self.factors and not (self.is_individual and risk.priority >= Priority.HIGH)


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What we know about the firm. ``profile`` holds the chosen answers as ``question.option``."""

    headcount: int
    sector: str
    profile: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Steering:
    """What the user wants more of in a proposal. Wishes add up; they move points and take nothing away.

    ``less_effort``: rather light measures. ``faster``: rather what can start at once, because it is little
    work and costs little. ``more_team``: rather what a team does itself than what the whole firm does.
    """

    less_effort: bool = False
    faster: bool = False
    more_team: bool = False

    @property
    def is_set(self) -> bool:
        return self.less_effort or self.faster or self.more_team


@dataclass(frozen=True, kw_only=True)
class ProposedMeasure:
    """A measure that we propose, with the reasons in words.

    ``covers`` are the codes of the high and medium risks that it takes care of, highest first, also
    when another measure does so too; ``also_helps`` are low risks.
    """

    code: str
    title: str
    covers: tuple[str, ...]
    also_helps: tuple[str, ...]
    reasons: tuple[str, ...]


class Standing(StrEnum):
    """What the user did with a measure. ``FREE``: nothing yet."""

    FREE = "free"
    IN_PLAN = "in_plan"
    IN_PLACE = "in_place"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, kw_only=True)
class RankedMeasure:
    """A measure beside the other ones that fit, with the reasons in words.

    ``helps``: the risks of the firm that it works against, highest first. ``takes_care_of``: codes of those
    that are high or medium and for which it is enough. ``is_enough``: whether it is enough against the risk
    of the ranking, or, without one, against any risk of the firm. ``remarks``: those of the reasons that the
    fixed values of the measure (step, level, effort, cost) and ``helps`` do not tell already.
    """

    code: str
    title: str
    standing: Standing
    is_enough: bool
    helps: tuple[Risk, ...]
    takes_care_of: tuple[str, ...]
    reasons: tuple[str, ...]
    remarks: tuple[str, ...]


class Cause(StrEnum):
    """Why no measure is left for a risk. ``NONE_KNOWN``: the catalogue has nothing against it."""

    ALL_IN_PLACE = "all_in_place"
    ALL_LEFT_OUT = "all_left_out"
    ONLY_INDIVIDUAL_LEFT = "only_individual_left"
    NONE_KNOWN = "none_known"


@dataclass(frozen=True, kw_only=True)
class UncoveredRisk:
    """A high or medium risk for which no measure is left. ``cause`` is a value of ``Cause``."""

    risk: Risk
    cause: str
    explanation: str


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """The smallest good plan.

    ``measures``: those that take care of the highest risks first. ``already_covered``: codes of the high and
    medium risks that the measures already in the plan take care of. ``exact``: the search finished, so no
    smaller plan exists (by the points in ``cost.py``); otherwise a good plan, perhaps not the smallest.
    """

    measures: tuple[ProposedMeasure, ...]
    already_covered: tuple[str, ...]
    uncovered: tuple[UncoveredRisk, ...]
    summary: str
    exact: bool

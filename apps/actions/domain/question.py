"""From a dossier to the question that ``apps.actions.recommendation`` answers. Reads nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from apps.actions.recommendation import Candidate, RankedMeasure, Risk, Situation, about, rank
from apps.organisations.models import Organisation
from apps.rie.content.tree import MeasureContent
from apps.rie.domain.assessment import AssessedFactor, Assessment
from apps.rie.domain.profile import Profile, chosen_options


@dataclass(frozen=True, kw_only=True)
class Question:
    """The risks of a firm, the measures there are, and what is known about the firm."""

    risks: tuple[Risk, ...]
    candidates: tuple[Candidate, ...]
    situation: Situation


def question_of(*, organisation: Organisation, profile: Profile, assessment: Assessment) -> Question:
    """Everything the recommendation looks at, as it is now."""
    return Question(
        risks=tuple(a_risk(assessed) for assessed in assessment.risks),
        candidates=tuple(candidate(measure) for measure in assessment.content.measures.values()),
        situation=Situation(
            headcount=organisation.headcount, sector=organisation.sector, profile=chosen_options(profile)
        ),
    )


def rank_measures(
    *,
    organisation: Organisation,
    profile: Profile,
    assessment: Assessment,
    risk: AssessedFactor,
    in_plan: Collection[str],
    left_out: Collection[str],
) -> tuple[RankedMeasure, ...]:
    """Every measure against one risk, best first; see ``recommendation.rank``."""
    question = question_of(organisation=organisation, profile=profile, assessment=assessment)
    return rank(
        risk=a_risk(risk),
        risks=question.risks,
        candidates=question.candidates,
        situation=question.situation,
        in_place=assessment.in_place,
        in_plan=frozenset(in_plan),
        left_out=frozenset(left_out),
    )


def about_measure(
    *,
    organisation: Organisation,
    profile: Profile,
    assessment: Assessment,
    measure: MeasureContent,
    in_plan: Collection[str],
    left_out: Collection[str],
) -> RankedMeasure:
    """One measure by itself: what it does for this firm; see ``recommendation.about``."""
    question = question_of(organisation=organisation, profile=profile, assessment=assessment)
    return about(
        code=measure.code,
        risks=question.risks,
        candidates=question.candidates,
        situation=question.situation,
        in_place=assessment.in_place,
        in_plan=frozenset(in_plan),
        left_out=frozenset(left_out),
    )


def a_risk(assessed: AssessedFactor) -> Risk:
    """A risk, as far as the recommendation looks at it."""
    return Risk(code=assessed.code, title=assessed.factor.text.problem, priority=assessed.priority)


def candidate(measure: MeasureContent) -> Candidate:
    """A catalogue measure, as far as the recommendation looks at it."""
    spec = measure.spec
    return Candidate(
        code=spec.code,
        title=measure.text.title,
        level=spec.level,
        step=spec.step,
        effort=spec.effort,
        cost=spec.cost,
        factors=frozenset(spec.factors),
        fits_if=tuple(spec.fits_if),
        min_headcount=spec.min_headcount,
        max_headcount=spec.max_headcount,
        sectors=tuple(spec.sectors),
    )

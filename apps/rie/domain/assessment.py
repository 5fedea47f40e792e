"""From answers to risks: what stands in a dossier, weighed and put in order. Reads nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import get_language

from apps.rie.content.tree import FactorContent, InstrumentContent, SubthemeContent, ThemeContent
from apps.rie.domain.answers import FilledIn
from apps.rie.domain.profile import Profile, switched_off
from apps.rie.evaluation import Evaluation, Priority, RiskInput, Verdict, get_method
from apps.rie.models import Answer, PriorityChange


class WeighedAnswer(NamedTuple):
    """What weighing and the list of risks read of an :class:`Answer`; every page reads all answers so."""

    factor_id: UUID
    verdict: str
    frequency: int | None
    reach: int | None
    severity: int | None
    happened: bool | None
    special_groups: list[str]
    measures_in_place: list[str]
    root_cause: str


class ChosenPriority(NamedTuple):
    """What counts of a :class:`PriorityChange`; who made it and why is read where it is shown."""

    factor_id: UUID
    chosen: str


AnyAnswer = Answer | FilledIn | WeighedAnswer
AnyChange = PriorityChange | ChosenPriority


@dataclass(frozen=True)
class AssessedFactor:
    """One factor that is asked, with what was answered and what the method makes of it."""

    factor: FactorContent
    answer: AnyAnswer | None
    evaluation: Evaluation | None
    change: AnyChange | None = None

    @property
    def code(self) -> str:
        return self.factor.code

    @property
    def verdict(self) -> str:
        """The verdict's key, or an empty text when nothing is chosen yet."""
        return self.answer.verdict if self.answer else ""

    @property
    def is_answered(self) -> bool:
        return bool(self.verdict)

    @cached_property
    def is_risk(self) -> bool:
        """Whether something is wrong here, with or without a class yet."""
        return self.evaluation is not None and Verdict(self.verdict).is_problem

    @property
    def changed_priority(self) -> Priority | None:
        """The class a person chose instead of the method's; None when the method's counts."""
        return Priority.from_key(self.change.chosen) if self.change and self.change.chosen else None

    @cached_property
    def priority(self) -> Priority | None:
        """The class that counts: a person's choice, or else the method's. None: not known yet."""
        if not self.is_risk:
            return None
        return self.changed_priority or self.evaluation.priority

    @property
    def is_incomplete(self) -> bool:
        """Something is wrong, but how often or how many is not filled in, so there is no class yet."""
        return self.is_risk and self.priority is None


@dataclass(frozen=True)
class SubthemeProgress:
    subtheme: SubthemeContent
    factors: tuple[AssessedFactor, ...]

    @property
    def total(self) -> int:
        return len(self.factors)

    @property
    def answered(self) -> int:
        return sum(factor.is_answered for factor in self.factors)

    @property
    def is_done(self) -> bool:
        return self.answered == self.total

    @property
    def to_discuss(self) -> int:
        return sum(factor.verdict == Verdict.TO_DISCUSS for factor in self.factors)


@dataclass(frozen=True)
class Assessment:
    """The whole dossier, weighed. ``off`` maps the code of a factor that is not asked to the reason."""

    content: InstrumentContent
    factors: tuple[AssessedFactor, ...]
    off: Mapping[str, str]
    in_place: frozenset[str] = field(default=frozenset())

    @cached_property
    def by_code(self) -> dict[str, AssessedFactor]:
        return {assessed.code: assessed for assessed in self.factors}

    @cached_property
    def risks(self) -> tuple[AssessedFactor, ...]:
        """Risks with a class: highest first, then the highest score, then as in the instrument."""
        known = [assessed for assessed in self.factors if assessed.priority is not None]
        return tuple(sorted(known, key=lambda risk: (-risk.priority, -(risk.evaluation.score or 0))))

    @cached_property
    def incomplete(self) -> tuple[AssessedFactor, ...]:
        return tuple(assessed for assessed in self.factors if assessed.is_incomplete)

    @cached_property
    def to_discuss(self) -> tuple[AssessedFactor, ...]:
        return tuple(assessed for assessed in self.factors if assessed.verdict == Verdict.TO_DISCUSS)

    @cached_property
    def not_applicable(self) -> tuple[AssessedFactor, ...]:
        return tuple(assessed for assessed in self.factors if assessed.verdict == Verdict.NOT_APPLICABLE)

    @cached_property
    def subthemes(self) -> tuple[SubthemeProgress, ...]:
        """Progress per subtheme; a subtheme of which every factor is off is left out."""
        progress = (
            SubthemeProgress(
                subtheme, tuple(self.by_code[f.code] for f in subtheme.factors if f.code in self.by_code)
            )
            for subtheme in self.content.subthemes.values()
        )
        return tuple(entry for entry in progress if entry.total)

    @property
    def total(self) -> int:
        return len(self.factors)

    @cached_property
    def answered(self) -> int:
        return sum(assessed.is_answered for assessed in self.factors)

    @property
    def is_complete(self) -> bool:
        """Every factor has a verdict. Open points may remain: *bespreken*, or details to fill in."""
        return self.answered == self.total

    @cached_property
    def next_subtheme(self) -> SubthemeContent | None:
        """The first subtheme with a factor that has no verdict; None when all have."""
        return next((entry.subtheme for entry in self.subthemes if not entry.is_done), None)

    def count(self, priority: Priority, theme: ThemeContent | None = None) -> int:
        """How many risks have this class, in all or in one theme."""
        return sum(
            risk.priority is priority
            and (theme is None or self.content.subthemes[risk.factor.spec.subtheme].theme_key == theme.key)
            for risk in self.risks
        )

    def within(self, subthemes: frozenset[str]) -> Assessment:
        """Only these subthemes (keys), as if the rest were not there."""
        factors = tuple(assessed for assessed in self.factors if assessed.factor.spec.subtheme in subthemes)
        return replace(self, factors=factors)

    def risks_in(self, theme: ThemeContent) -> tuple[AssessedFactor, ...]:
        return tuple(
            risk
            for risk in self.risks
            if self.content.subthemes[risk.factor.spec.subtheme].theme_key == theme.key
        )


def assess(
    *,
    content: InstrumentContent,
    profile: Profile,
    answers: Iterable[AnyAnswer],
    changes: Iterable[AnyChange] = (),
) -> Assessment:
    """Weigh every factor that is asked.

    Args:
        answers: all answers of the dossier; those to factors that are off now are left aside, not lost.
        changes: manual changes of priority, oldest first; the newest per factor counts.
    """
    off = switched_off(content, profile)
    by_factor = {answer.factor_id: answer for answer in answers}
    newest = {change.factor_id: change for change in changes}
    factors = tuple(
        AssessedFactor(
            factor=factor,
            answer=by_factor.get(factor.id),
            evaluation=evaluate(content, factor, by_factor.get(factor.id)),
            change=newest.get(factor.id),
        )
        for factor in content.factors.values()
        if factor.code not in off
    )
    in_place = frozenset(
        code for assessed in factors if assessed.answer for code in assessed.answer.measures_in_place
    )
    return Assessment(content=content, factors=factors, off=off, in_place=in_place)


def evaluate(
    content: InstrumentContent, factor: FactorContent, answer: AnyAnswer | None
) -> Evaluation | None:
    """Weigh one answer with the instrument's method; None while there is no verdict."""
    if answer is None or not answer.verdict:
        return None
    spec, verdict = factor.spec, Verdict(answer.verdict)
    method, language = spec.method or content.spec.method, get_language()
    if not verdict.is_problem:
        return _no_problem(method, verdict, language)
    labels = content.text.special_groups
    return _weigh(
        method,
        RiskInput(
            verdict=verdict,
            kind=spec.kind,
            frequency=answer.frequency,
            reach=answer.reach,
            severity=answer.severity,
            default_severity=spec.default_severity,
            happened=answer.happened,
            high_after_event=spec.high_after_event,
            special_groups=tuple(labels[key] for key in answer.special_groups if key in labels),
        ),
        language,
    )


@lru_cache(maxsize=8192)
def _weigh(method: str, risk: RiskInput, language: str | None) -> Evaluation:
    """The same input has the same outcome in one language; every page of a dossier asks for all of them."""
    return get_method(method).evaluate(risk)


@lru_cache(maxsize=64)
def _no_problem(method: str, verdict: Verdict, language: str | None) -> Evaluation:
    return get_method(method).evaluate(RiskInput(verdict=verdict))

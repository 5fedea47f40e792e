"""The answers that are no risk: in order, still open, not applicable, or not asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from apps.reports.data.material import Material
from apps.rie.domain.assessment import AssessedFactor
from apps.rie.evaluation import Verdict


@dataclass(frozen=True, kw_only=True)
class AnswerLine:
    """One statement. ``remark`` is the note, the reason, or what is still to be filled in."""

    code: str
    statement: str
    subtheme: str
    remark: str


@dataclass(frozen=True, kw_only=True)
class FactorName:
    code: str
    title: str


@dataclass(frozen=True, kw_only=True)
class NotAsked:
    """Factors that the verkenning switched off, with the reason the firm gave for it."""

    reason: str
    factors: tuple[FactorName, ...]


@dataclass(frozen=True, kw_only=True)
class OtherAnswers:
    """Together with the risks: every factor of the instrument exactly once."""

    in_order: tuple[AnswerLine, ...]
    to_discuss: tuple[AnswerLine, ...]
    incomplete: tuple[AnswerLine, ...]
    unanswered: tuple[AnswerLine, ...]
    not_applicable: tuple[AnswerLine, ...]
    not_asked: tuple[NotAsked, ...]

    @property
    def open_count(self) -> int:
        """How many statements have no final answer yet."""
        return len(self.to_discuss) + len(self.incomplete) + len(self.unanswered)


def other_answers_of(material: Material) -> OtherAnswers:
    """Everything that is not a risk with a class."""
    assessment = material.assessment
    return OtherAnswers(
        in_order=_with_note(material, (f for f in assessment.factors if f.verdict == Verdict.IN_ORDER)),
        to_discuss=_with_note(material, assessment.to_discuss),
        incomplete=tuple(
            _line(material, factor, " ".join(factor.evaluation.steps)) for factor in assessment.incomplete
        ),
        unanswered=tuple(
            _line(material, factor, "") for factor in assessment.factors if not factor.is_answered
        ),
        not_applicable=tuple(
            _line(material, factor, factor.answer.reason) for factor in assessment.not_applicable
        ),
        not_asked=_not_asked(material),
    )


def _with_note(material: Material, factors: Iterable[AssessedFactor]) -> tuple[AnswerLine, ...]:
    return tuple(_line(material, factor, factor.answer.note) for factor in factors)


def _line(material: Material, assessed: AssessedFactor, remark: str) -> AnswerLine:
    return AnswerLine(
        code=assessed.code,
        statement=assessed.factor.text.statement,
        subtheme=material.content.subthemes[assessed.factor.spec.subtheme].title,
        remark=remark,
    )


def _not_asked(material: Material) -> tuple[NotAsked, ...]:
    by_reason: dict[str, list[FactorName]] = {}
    for code, reason in material.assessment.off.items():
        name = FactorName(code=code, title=material.content.factors[code].text.problem)
        by_reason.setdefault(reason, []).append(name)
    return tuple(NotAsked(reason=reason, factors=tuple(found)) for reason, found in by_reason.items())

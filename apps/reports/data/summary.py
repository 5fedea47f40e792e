"""The one page for who reads one page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from apps.actions.effect import Chain
from apps.reports.data.material import Material
from apps.reports.data.parts import RiskRef, priority_mark, risk_ref
from apps.rie.domain.assessment import AssessedFactor
from apps.rie.evaluation import Priority

TOP = 5


@dataclass(frozen=True, kw_only=True)
class TopRisk:
    """A risk with the class it has now, and the action that is due first of it and ``others``.

    Actions that are done count only when nothing is left to do; then ``done_on`` says when. Without an
    action, ``is_settled`` says whether the firm recorded why.
    """

    risk: RiskRef
    action: str
    owner: str
    due_on: date | None
    done_on: date | None
    others: int
    is_settled: bool


@dataclass(frozen=True, kw_only=True)
class Summary:
    """``answered`` of ``asked`` statements have an answer; ``actions`` leaves cancelled ones out.

    ``done`` of the ``actions`` are carried out. ``lower`` of the ``looked_again`` risks became lower.
    """

    asked: int
    answered: int
    high: int
    medium: int
    low: int
    actions: int
    done: int
    looked_again: int
    lower: int
    top: tuple[TopRisk, ...]


def summary_of(material: Material) -> Summary:
    """Key figures and the most important risks: highest class of now first, at most five."""
    assessment = material.assessment
    return Summary(
        asked=assessment.total,
        answered=assessment.answered,
        high=assessment.count(Priority.HIGH),
        medium=assessment.count(Priority.MEDIUM),
        low=assessment.count(Priority.LOW),
        actions=sum(line.is_active for line in material.plan.lines),
        done=sum(line.action.is_carried_out for line in material.plan.lines),
        looked_again=material.effect.looked_again,
        lower=material.effect.lower,
        top=tuple(_top(material, chain.risk, chain.residual.now) for chain in _most_urgent(material)),
    )


def _most_urgent(material: Material) -> list[Chain]:
    """The risks that are still there, by the class that is left; within a class as they stood."""
    present = [chain for chain in material.effect.chains if not chain.residual.is_gone]
    return sorted(present, key=lambda chain: -chain.residual.now)[:TOP]


def _top(material: Material, risk: AssessedFactor, now: Priority) -> TopRisk:
    planned = material.plan.lines_for.get(risk.code, ())
    to_do = [line for line in planned if not line.action.is_carried_out]
    lines = sorted(to_do or planned, key=lambda line: line.action.due_on)
    first = lines[0].action if lines else None
    return TopRisk(
        risk=replace(risk_ref(risk), priority=priority_mark(now)),
        action=first.title if first else "",
        owner=first.owner_label if first else "",
        due_on=first.due_on if first else None,
        done_on=first.done_on if first else None,
        others=max(len(lines) - 1, 0),
        is_settled=not lines and risk.code in material.plan.settled,
    )

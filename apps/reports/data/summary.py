"""The one page for who reads one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from apps.actions.models import ActionStatus
from apps.reports.data.material import Material
from apps.reports.data.parts import RiskRef, risk_ref
from apps.rie.domain.assessment import AssessedFactor
from apps.rie.evaluation import Priority

TOP = 5


@dataclass(frozen=True, kw_only=True)
class TopRisk:
    """A risk with the action that is due first. ``others``: how many more actions there are.

    Actions that are done count only when nothing is left to do. Without an action, ``is_settled`` says
    whether the firm recorded why.
    """

    risk: RiskRef
    action: str
    owner: str
    due_on: date | None
    others: int
    is_settled: bool


@dataclass(frozen=True, kw_only=True)
class Summary:
    """``answered`` of ``asked`` statements have an answer; ``actions`` leaves cancelled ones out."""

    asked: int
    answered: int
    high: int
    medium: int
    low: int
    actions: int
    top: tuple[TopRisk, ...]


def summary_of(material: Material) -> Summary:
    """Key figures and the most important risks: highest class first, at most five."""
    assessment = material.assessment
    return Summary(
        asked=assessment.total,
        answered=assessment.answered,
        high=assessment.count(Priority.HIGH),
        medium=assessment.count(Priority.MEDIUM),
        low=assessment.count(Priority.LOW),
        actions=sum(line.is_active for line in material.plan.lines),
        top=tuple(_top(material, risk) for risk in assessment.risks[:TOP]),
    )


def _top(material: Material, risk: AssessedFactor) -> TopRisk:
    planned = material.plan.lines_for.get(risk.code, ())
    to_do = [line for line in planned if line.action.status != ActionStatus.DONE]
    lines = sorted(to_do or planned, key=lambda line: line.action.due_on)
    first = lines[0].action if lines else None
    return TopRisk(
        risk=risk_ref(risk),
        action=first.title if first else "",
        owner=first.owner_label if first else "",
        due_on=first.due_on if first else None,
        others=max(len(lines) - 1, 0),
        is_settled=not lines and risk.code in material.plan.settled,
    )

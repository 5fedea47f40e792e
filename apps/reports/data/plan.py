"""The plan of action on paper (Arbowet art. 5 lid 3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from apps.actions.queries import Plan, PlanLine
from apps.actions.words import STEP_LABELS
from apps.reports.data.material import Material
from apps.reports.data.parts import Mark, RiskRef, local_date, mark_from_key, priority_mark, risk_ref


@dataclass(frozen=True, kw_only=True)
class PlanRow:
    """One action. ``step`` is empty for an action the firm thought of itself; ``budget`` is in words."""

    number: int
    title: str
    description: str
    priority: Mark | None
    step: str
    is_individual: bool
    owner: str
    start_on: date | None
    due_on: date
    budget: str
    status: Mark
    status_note: str
    evaluate_on: date | None
    residual: Mark | None
    risks: tuple[RiskRef, ...]


@dataclass(frozen=True, kw_only=True)
class SettledLine:
    """A risk without a measure, with who decided that, when and why."""

    risk: RiskRef
    reason: str
    by: str
    on: date


@dataclass(frozen=True, kw_only=True)
class PlanPart:
    """``rows`` are carried out, ``cancelled`` are not. ``only_individual`` asks for a visible warning."""

    rows: tuple[PlanRow, ...]
    cancelled: tuple[PlanRow, ...]
    settled: tuple[SettledLine, ...]
    open_risks: tuple[RiskRef, ...]
    only_individual: tuple[RiskRef, ...]
    without_owner: tuple[int, ...]
    total_budget: str

    @property
    def has_warnings(self) -> bool:
        return bool(self.only_individual or self.without_owner or self.open_risks)


def plan_part(material: Material) -> PlanPart:
    """The whole plan, numbered as it is printed."""
    plan = material.plan
    lines = [line for line in plan.lines if line.is_active]
    rows = tuple(_row(number, line) for number, line in enumerate(lines, start=1))
    dropped = [line for line in plan.lines if not line.is_active]
    return PlanPart(
        rows=rows,
        cancelled=tuple(_row(number, line) for number, line in enumerate(dropped, start=len(rows) + 1)),
        settled=_settled(plan),
        open_risks=tuple(risk_ref(risk) for risk in plan.open_risks),
        only_individual=tuple(risk_ref(risk) for risk in plan.only_individual),
        without_owner=tuple(row.number for row in rows if not row.owner),
        total_budget=_euros(_total(lines)),
    )


def _row(number: int, line: PlanLine) -> PlanRow:
    action = line.action
    return PlanRow(
        number=number,
        title=action.title,
        description=action.description,
        priority=priority_mark(line.priority),
        step=capfirst(str(STEP_LABELS[line.step])) if line.step else "",
        is_individual=line.is_individual,
        owner=action.owner_label,
        start_on=action.start_on,
        due_on=action.due_on,
        budget=_euros(action.budget),
        status=Mark(action.status, str(action.get_status_display())),
        status_note=action.status_note,
        evaluate_on=action.evaluate_on,
        residual=mark_from_key(action.residual_priority),
        risks=tuple(risk_ref(risk) for risk in line.risks),
    )


def _settled(plan: Plan) -> tuple[SettledLine, ...]:
    return tuple(
        SettledLine(
            risk=risk_ref(risk),
            reason=entry.reason,
            by=str(entry.by) if entry.by else _("someone without an account here"),
            on=local_date(entry.at),
        )
        for risk, entry in plan.settled_risks
    )


def _total(lines: Iterable[PlanLine]) -> Decimal | None:
    """The sum of the budgets that were filled in; None when none was."""
    budgets = [line.action.budget for line in lines if line.action.budget is not None]
    return sum(budgets, Decimal(0)) if budgets else None


def _euros(amount: Decimal | None) -> str:
    """An amount in the notation of the language, cents only when there are any; empty for None."""
    if amount is None:
        return ""
    decimals = 0 if amount == amount.to_integral_value() else 2
    return f"€\N{NO-BREAK SPACE}{number_format(amount, decimal_pos=decimals, force_grouping=True)}"

"""The plan of action on paper (Arbowet art. 5 lid 3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from apps.actions.queries import Plan, PlanLine
from apps.actions.words import STEP_LABELS
from apps.reports.choice import Choice
from apps.reports.data.material import Material
from apps.reports.data.parts import (
    LONG,
    Mark,
    RiskRef,
    local_date,
    mark_from_key,
    priority_mark,
    risk_ref,
)
from apps.reports.data.running import LookBack, look_back_of


@dataclass(frozen=True, kw_only=True)
class PlanRow:
    """One action. ``step`` is empty for an action the firm thought of itself; amounts are in words.

    ``waits_for``: the number of the action that must be done first. ``returns``: how often it comes back.
    """

    number: int
    title: str
    description: str
    priority: Mark | None
    step: str
    is_individual: bool
    owner: str
    department: str
    start_on: date | None
    due_on: date
    budget: str
    spent: str
    waits_for: int | None
    returns: str
    status: Mark
    status_note: str
    done_on: date | None
    result: str
    looks: tuple[LookBack, ...]
    evaluate_on: date | None
    residual: Mark | None
    risks: tuple[RiskRef, ...]

    @property
    def is_long(self) -> bool:
        """Too much text about what came out of it to keep together on one page."""
        texts = (self.result, *(text for look in self.looks for text in (look.changed, look.note)))
        return sum(map(len, texts)) > LONG


@dataclass(frozen=True, kw_only=True)
class SettledLine:
    """A risk without a measure, with who decided that, when and why."""

    risk: RiskRef
    reason: str
    by: str
    on: date


@dataclass(frozen=True, kw_only=True)
class PlanPart:
    """``cancelled`` actions are not in ``rows``. ``only_individual`` asks for a visible warning.

    ``selection``: in words, which part of the plan this is; then it says nothing about the rest.
    """

    selection: tuple[str, ...] | None

    rows: tuple[PlanRow, ...]
    cancelled: tuple[PlanRow, ...]
    settled: tuple[SettledLine, ...]
    open_risks: tuple[RiskRef, ...]
    only_individual: tuple[RiskRef, ...]
    without_owner: tuple[int, ...]
    total_budget: str
    total_spent: str

    @property
    def carried_out(self) -> tuple[PlanRow, ...]:
        """The actions of which something came out: done, looked back on, or taken up again after that."""
        return tuple(row for row in self.rows if row.done_on or row.result or row.looks)

    @property
    def has_warnings(self) -> bool:
        return bool(self.only_individual or self.without_owner or self.open_risks)


def plan_part(material: Material) -> PlanPart:
    """The whole plan, numbered as it is printed."""
    plan, numbers = material.plan, numbers_of(material.plan)
    if material.choice is not None:
        return _chosen_part(material, material.choice, numbers)
    active = [line for line in plan.lines if line.is_active]
    rows = tuple(_row(material, numbers, line) for line in active)
    return PlanPart(
        selection=None,
        rows=rows,
        cancelled=tuple(_row(material, numbers, line) for line in plan.lines if not line.is_active),
        settled=_settled(plan),
        open_risks=tuple(risk_ref(risk) for risk in plan.open_risks),
        only_individual=tuple(risk_ref(risk) for risk in plan.only_individual),
        without_owner=tuple(row.number for row in rows if not row.owner),
        total_budget=_euros(_total(line.action.budget for line in active)),
        total_spent=_euros(_total(line.action.spent for line in plan.lines)),
    )


def _chosen_part(material: Material, choice: Choice, numbers: Mapping[UUID, int]) -> PlanPart:
    """Part of a plan, in the order of the page it was asked on, with the numbers of the whole plan."""
    rows = tuple(_row(material, numbers, line) for line in choice.lines)
    return PlanPart(
        selection=choice.words,
        rows=rows,
        cancelled=(),
        settled=(),
        open_risks=(),
        only_individual=(),
        without_owner=(),
        total_budget=_euros(_total(line.action.budget for line in choice.lines if line.is_active)),
        total_spent=_euros(_total(line.action.spent for line in choice.lines)),
    )


def numbers_of(plan: Plan) -> dict[UUID, int]:
    """Under which number each action is printed: in the order of the plan, cancelled ones last."""
    ordered = sorted(plan.lines, key=lambda line: not line.is_active)
    return {line.action.pk: number for number, line in enumerate(ordered, start=1)}


def _row(material: Material, numbers: Mapping[UUID, int], line: PlanLine) -> PlanRow:
    action = line.action
    return PlanRow(
        number=numbers[action.pk],
        title=action.title,
        description=action.description,
        priority=priority_mark(line.priority),
        step=capfirst(str(STEP_LABELS[line.step])) if line.step else "",
        is_individual=line.is_individual,
        owner=action.owner_label,
        department=action.department.name if action.department else "",
        start_on=action.start_on,
        due_on=action.due_on,
        budget=_euros(action.budget),
        spent=_euros(action.spent),
        waits_for=numbers.get(action.depends_on_id),
        returns=str(action.get_repeat_every_display()) if action.repeat_every else "",
        status=Mark(action.status, str(action.get_status_display())),
        status_note=action.status_note,
        done_on=action.done_on,
        result=action.result,
        looks=tuple(look_back_of(row) for row in material.looks.get(action.pk, ())),
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


def _total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of the amounts that were filled in; None when none was."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def _euros(amount: Decimal | None) -> str:
    """An amount in the notation of the language, cents only when there are any; empty for None."""
    if amount is None:
        return ""
    decimals = 0 if amount == amount.to_integral_value() else 2
    return f"€\N{NO-BREAK SPACE}{number_format(amount, decimal_pos=decimals, force_grouping=True)}"

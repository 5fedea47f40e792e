"""Everything an export is made of, read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from apps.actions.domain.plan import EDITABLE_FIELDS
from apps.actions.filters import PlanFilter
from apps.actions.models import ActionFactor
from apps.actions.queries import Plan, PlanLine, plan_of
from apps.organisations.models import Department, Membership, Organisation
from apps.reports.exports.columns import Column
from apps.reports.exports.names import Names, people_of
from apps.rie.content.tree import InstrumentContent
from apps.rie.domain.assessment import Assessment
from apps.rie.models import Dossier


@dataclass(frozen=True, kw_only=True)
class ExportedPlan:
    """``lines``: what the filter leaves of the plan, in its order. ``linked``: action → codes of its risks,
    also of what is no risk any more."""

    organisation: Organisation
    dossier: Dossier
    plan: Plan
    lines: tuple[PlanLine, ...]
    columns: tuple[Column, ...]
    members: Sequence[Membership]
    departments: Sequence[Department]
    names: Names
    linked: dict[UUID, list[str]]
    made_on: date

    @property
    def assessment(self) -> Assessment:
        return self.plan.assessment

    @property
    def content(self) -> InstrumentContent:
        return self.assessment.content

    def stored(self, line: PlanLine) -> dict[str, Any]:
        """The values of an action as the verbs compare them, of all fields that a sheet may hold."""
        return {
            **{name: getattr(line.action, name) for name in EDITABLE_FIELDS},
            "factors": self.linked.get(line.action.pk, []),
            "co_owners": sorted(str(member.pk) for member in line.co_owners),
        }


def read_plan(
    *,
    organisation: Organisation,
    dossier: Dossier,
    assessment: Assessment,
    asked: PlanFilter,
    columns: tuple[Column, ...],
    members: Sequence[Membership],
    departments: Sequence[Department],
    today: date,
) -> ExportedPlan:
    """The plan as an export shows it. Six queries: five for the plan, one for the risks of its actions."""
    plan = plan_of(dossier, assessment)
    lines = asked.apply(plan.lines, content=assessment.content, today=today)
    return ExportedPlan(
        organisation=organisation,
        dossier=dossier,
        plan=plan,
        lines=lines,
        columns=columns,
        members=members,
        departments=departments,
        names=Names(
            people=people_of(members),
            numbers={line.action.pk: number for number, line in enumerate(lines, start=1)},
            titles={line.action.pk: line.action.title for line in plan.lines},
        ),
        linked=_linked(dossier, assessment.content),
        made_on=today,
    )


def _linked(dossier: Dossier, content: InstrumentContent) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    links = ActionFactor.objects.filter(action__dossier=dossier)
    for action_id, factor_id in links.values_list("action_id", "factor_id"):
        found.setdefault(action_id, []).append(content.factors_by_id[factor_id].code)
    return {action_id: sorted(codes) for action_id, codes in found.items()}

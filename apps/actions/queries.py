"""The plan as pages and reports read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet

from apps.actions.models import (
    Action,
    ActionCoOwner,
    ActionFactor,
    ActionStatus,
    Information,
    LeftOutMeasure,
    SettledRisk,
)
from apps.organisations.models import Department, Membership
from apps.rie.content.schema import HygieneStep
from apps.rie.content.tree import InstrumentContent, MeasureContent
from apps.rie.domain.assessment import AssessedFactor, Assessment
from apps.rie.evaluation import Priority
from apps.rie.models import Dossier


@dataclass(frozen=True)
class PlanLine:
    """An action with the risks it takes on, highest first, and who helps its owner."""

    action: Action
    measure: MeasureContent | None
    risks: tuple[AssessedFactor, ...]
    co_owners: tuple[Membership, ...] = ()

    @property
    def priority(self) -> Priority | None:
        """The class of the highest risk it takes on; None when none of its risks is there any more."""
        return max((risk.priority for risk in self.risks), default=None)

    @property
    def is_active(self) -> bool:
        return self.action.status != ActionStatus.CANCELLED

    @property
    def is_individual(self) -> bool:
        """Whether it works on one person only. An action of the firm's own is taken not to."""
        return self.measure is not None and self.measure.spec.is_individual

    @property
    def step(self) -> HygieneStep | None:
        return self.measure.spec.step if self.measure else None


@dataclass(frozen=True)
class Plan:
    """``refusals``: code of a measure the firm does not want → why. ``settled``: risk code → why none."""

    lines: tuple[PlanLine, ...]
    settled: Mapping[str, SettledRisk]
    refusals: Mapping[str, LeftOutMeasure]
    assessment: Assessment

    @property
    def left_out(self) -> frozenset[str]:
        """Codes of the measures the firm does not want."""
        return frozenset(self.refusals)

    @cached_property
    def lines_for(self) -> dict[str, tuple[PlanLine, ...]]:
        """Risk code → the actions that take it on and are not cancelled."""
        found: dict[str, list[PlanLine]] = {}
        for line in self.lines:
            if line.is_active:
                for risk in line.risks:
                    found.setdefault(risk.code, []).append(line)
        return {code: tuple(lines) for code, lines in found.items()}

    @cached_property
    def open_risks(self) -> tuple[AssessedFactor, ...]:
        """Risks without an action and without a recorded decision, highest first."""
        return tuple(
            risk
            for risk in self.assessment.risks
            if risk.code not in self.lines_for and risk.code not in self.settled
        )

    @cached_property
    def settled_risks(self) -> tuple[tuple[AssessedFactor, SettledRisk], ...]:
        """Risks without an action of which the firm wrote down why."""
        return tuple(
            (risk, self.settled[risk.code])
            for risk in self.assessment.risks
            if risk.code in self.settled and risk.code not in self.lines_for
        )

    @cached_property
    def only_individual(self) -> tuple[AssessedFactor, ...]:
        """Risks against which the plan has individual measures only: the plan shows a warning."""
        return tuple(
            risk
            for risk in self.assessment.risks
            if risk.code in self.lines_for and all(line.is_individual for line in self.lines_for[risk.code])
        )

    @cached_property
    def without_owner(self) -> tuple[PlanLine, ...]:
        return tuple(line for line in self.lines if line.is_active and not line.action.owner_label)

    @property
    def in_plan(self) -> frozenset[str]:
        """Codes of the catalogue measures in the plan, cancelled ones left out."""
        return frozenset(line.measure.code for line in self.lines if line.measure and line.is_active)


def plan_of(dossier: Dossier, assessment: Assessment) -> Plan:
    """The whole plan of a dossier. Five queries."""
    codes = {measure.id: measure.code for measure in assessment.content.measures.values()}
    return replace(running_plan_of(dossier, assessment), refusals=_refusals(dossier, codes))


def running_plan_of(dossier: Dossier, assessment: Assessment) -> Plan:
    """The plan for who carries it out: what was once left out of it does not matter. Four queries."""
    factors = assessment.content.factors_by_id
    settled = SettledRisk.objects.filter(dossier=dossier).select_related("by")
    return Plan(
        lines=plan_lines(dossier, assessment),
        settled={factors[entry.factor_id].code: entry for entry in settled},
        refusals={},
        assessment=assessment,
    )


@dataclass(frozen=True)
class Firm:
    """Every member (with her user) and every department of a firm, for who has read them anyway."""

    members: Sequence[Membership]
    departments: Sequence[Department]

    def fill_in(self, action: Action) -> Action:
        """Give an action its owner and department from here. No query, but for who came in this moment."""
        if owner := self._member.get(action.owner_id):
            action.owner = owner
        if department := self._department.get(action.department_id):
            action.department = department
        return action

    @cached_property
    def _member(self) -> dict[UUID, Membership]:
        return {member.pk: member for member in self.members}

    @cached_property
    def _department(self) -> dict[UUID, Department]:
        return {department.pk: department for department in self.departments}


def plan_lines(dossier: Dossier, assessment: Assessment, *, firm: Firm | None = None) -> tuple[PlanLine, ...]:
    """The actions of a plan, the most urgent first. Three queries.

    Args:
        firm: when it is at hand, owners and departments are not read again with every action. Of a plan of
            a thousand that is half of the work.
    """
    measures = {measure.id: measure for measure in assessment.content.measures.values()}
    place = {risk.factor.id: number for number, risk in enumerate(assessment.risks)}
    linked: dict[UUID, list[int]] = {}
    links = ActionFactor.objects.filter(action__dossier=dossier)
    for action_id, factor_id in links.values_list("action_id", "factor_id"):
        if factor_id in place:
            linked.setdefault(action_id, []).append(place[factor_id])
    helpers: dict[UUID, list[Membership]] = {}
    for link in ActionCoOwner.objects.filter(action__dossier=dossier).select_related("member__user"):
        helpers.setdefault(link.action_id, []).append(link.member)
    lines = [
        PlanLine(
            action=action,
            measure=measures.get(action.measure_id),
            risks=tuple(assessment.risks[number] for number in sorted(linked.get(action.pk, ()))),
            co_owners=tuple(helpers.get(action.pk, ())),
        )
        for action in _actions(dossier, firm)
    ]
    return tuple(sorted(lines, key=_urgency))


def _actions(dossier: Dossier, firm: Firm | None) -> Iterable[Action]:
    actions = Action.objects.filter(dossier=dossier)
    if firm is None:
        return actions.select_related("owner__user", "department")
    return map(firm.fill_in, actions)


@dataclass(frozen=True)
class MeasureChoices:
    """Catalogue measures a firm decided on, by code: in its plan (not cancelled), or left out and why."""

    in_plan: frozenset[str]
    refusals: Mapping[str, LeftOutMeasure]

    @property
    def left_out(self) -> frozenset[str]:
        """Codes of the measures the firm does not want."""
        return frozenset(self.refusals)


def measure_choices_of(dossier: Dossier, content: InstrumentContent) -> MeasureChoices:
    """What a new proposal must take into account. Two queries."""
    codes = {measure.id: measure.code for measure in content.measures.values()}
    active = Action.objects.filter(dossier=dossier, measure__isnull=False).exclude(
        status=ActionStatus.CANCELLED
    )
    return MeasureChoices(
        in_plan=frozenset(codes[key] for key in active.values_list("measure_id", flat=True)),
        refusals=_refusals(dossier, codes),
    )


def _refusals(dossier: Dossier, codes: Mapping[UUID, str]) -> dict[str, LeftOutMeasure]:
    rows = LeftOutMeasure.objects.filter(dossier=dossier)
    return {codes[row.measure_id]: row for row in rows}


def _urgency(line: PlanLine) -> tuple[bool, int, date, str]:
    """What still has to be done first, the highest risk on top; what is done or cancelled at the end."""
    return line.action.is_over, -(line.priority or 0), line.action.due_on, line.action.title


def find_action(dossier: Dossier, action_id: object) -> Action | None:
    """One action of a dossier. One query."""
    action = Action.objects.filter(dossier=dossier, pk=action_id).select_related("owner__user").first()
    if action is not None:
        action.dossier = dossier
    return action


def titles_of(dossier: Dossier) -> QuerySet[Action]:
    """The actions of a plan to choose from, by title. One query."""
    return Action.objects.filter(dossier=dossier).only("id", "title").order_by("title", "id")


def information_of(dossier: Dossier) -> list[Information]:
    """When employees were told about the plan, newest first, with the actions it was about. Two queries."""
    moments = Information.objects.filter(dossier=dossier).select_related("by")
    return list(moments.prefetch_related("actions"))

"""The plan as pages and reports read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from apps.actions.models import Action, ActionFactor, ActionStatus, LeftOutMeasure, SettledRisk
from apps.rie.content.schema import HygieneStep
from apps.rie.content.tree import InstrumentContent, MeasureContent
from apps.rie.domain.assessment import AssessedFactor, Assessment
from apps.rie.evaluation import Priority
from apps.rie.models import Dossier


@dataclass(frozen=True)
class PlanLine:
    """An action with the risks it takes on, highest first."""

    action: Action
    measure: MeasureContent | None
    risks: tuple[AssessedFactor, ...]

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
    """``left_out``: codes of measures the firm does not want. ``settled``: risk code → why no measure."""

    lines: tuple[PlanLine, ...]
    settled: Mapping[str, SettledRisk]
    left_out: frozenset[str]
    assessment: Assessment

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
    """The whole plan of a dossier. Four queries."""
    content = assessment.content
    measures = {measure.id: measure for measure in content.measures.values()}
    linked: dict[UUID, set[UUID]] = {}
    links = ActionFactor.objects.filter(action__dossier=dossier)
    for action_id, factor_id in links.values_list("action_id", "factor_id"):
        linked.setdefault(action_id, set()).add(factor_id)
    lines = []
    for action in Action.objects.filter(dossier=dossier).select_related("owner__user"):
        taken_on = linked.get(action.pk, set())
        risks = tuple(risk for risk in assessment.risks if risk.factor.id in taken_on)
        lines.append(PlanLine(action=action, measure=measures.get(action.measure_id), risks=risks))
    lines.sort(key=_urgency)
    settled = SettledRisk.objects.filter(dossier=dossier).select_related("by")
    return Plan(
        lines=tuple(lines),
        settled={content.factors_by_id[entry.factor_id].code: entry for entry in settled},
        left_out=_left_out(dossier, {key: measure.code for key, measure in measures.items()}),
        assessment=assessment,
    )


@dataclass(frozen=True)
class MeasureChoices:
    """Catalogue measures a firm decided on, by code: in its plan (not cancelled), or left out."""

    in_plan: frozenset[str]
    left_out: frozenset[str]


def measure_choices_of(dossier: Dossier, content: InstrumentContent) -> MeasureChoices:
    """What a new proposal must take into account. Two queries."""
    codes = {measure.id: measure.code for measure in content.measures.values()}
    active = Action.objects.filter(dossier=dossier, measure__isnull=False).exclude(
        status=ActionStatus.CANCELLED
    )
    return MeasureChoices(
        in_plan=frozenset(codes[key] for key in active.values_list("measure_id", flat=True)),
        left_out=_left_out(dossier, codes),
    )


def _left_out(dossier: Dossier, codes: Mapping[UUID, str]) -> frozenset[str]:
    rows = LeftOutMeasure.objects.filter(dossier=dossier).values_list("measure_id", flat=True)
    return frozenset(codes[key] for key in rows)


def _urgency(line: PlanLine) -> tuple[bool, int, date, str]:
    """What still has to be done first, the highest risk on top; what is done or cancelled at the end."""
    is_over = line.action.status in (ActionStatus.DONE, ActionStatus.CANCELLED)
    return is_over, -(line.priority or 0), line.action.due_on, line.action.title


def find_action(dossier: Dossier, action_id: object) -> Action | None:
    """One action of a dossier. One query."""
    action = Action.objects.filter(dossier=dossier, pk=action_id).select_related("owner__user").first()
    if action is not None:
        action.dossier = dossier
    return action

"""The risks: each with its answer, its reason in words and what is done about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from apps.actions.queries import PlanLine
from apps.reports.data.effect import ResidualLine, residual_of
from apps.reports.data.material import Material
from apps.reports.data.parts import LONG, Mark, RiskRef, local_date, mark_from_key, priority_mark, risk_ref
from apps.rie.content.tree import SubthemeContent, ThemeContent
from apps.rie.domain.assessment import AssessedFactor
from apps.rie.evaluation import get_method
from apps.rie.models import PriorityChange

# About what an action takes beside a risk, in characters.
LENGTH_OF_ACTION = 150


@dataclass(frozen=True, kw_only=True)
class PriorityChangeLine:
    """A person chose another class than the method. ``chosen`` None: back to the method."""

    code: str
    title: str
    computed: Mark | None
    chosen: Mark | None
    note: str
    by: str
    on: date


@dataclass(frozen=True, kw_only=True)
class RiskAction:
    """What the plan does about one risk."""

    title: str
    owner: str
    due_on: date
    done_on: date | None


@dataclass(frozen=True, kw_only=True)
class RiskDetail:
    """Everything on record about one risk.

    ``frequency``, ``reach`` and ``severity`` are words of the scales, empty when not filled in.
    ``steps`` tell how the class came about. ``settled_reason``: why the firm takes no measure.
    ``residual``: the risk as it is now, once somebody looked at it again.
    """

    code: str
    title: str
    statement: str
    verdict: Mark
    priority: Mark
    score: int | None
    frequency: str
    reach: str
    severity: str
    happened: bool
    steps: tuple[str, ...]
    change: PriorityChangeLine | None
    special_groups: tuple[str, ...]
    departments: tuple[str, ...]
    root_cause: str
    in_place: tuple[str, ...]
    note: str
    grounds: tuple[str, ...]
    actions: tuple[RiskAction, ...]
    settled_reason: str
    residual: ResidualLine | None

    @property
    def is_long(self) -> bool:
        """Too much text to keep together on one page."""
        texts = (self.root_cause, *self.in_place, self.note, self.settled_reason)
        return sum(map(len, texts)) + LENGTH_OF_ACTION * len(self.actions) > LONG


@dataclass(frozen=True, kw_only=True)
class SubthemeRisks:
    title: str
    risks: tuple[RiskDetail, ...]


@dataclass(frozen=True, kw_only=True)
class ThemeRisks:
    """One theme; subthemes without a risk are left out."""

    key: str
    title: str
    intro: str
    subthemes: tuple[SubthemeRisks, ...]

    @property
    def count(self) -> int:
        return sum(len(subtheme.risks) for subtheme in self.subthemes)


@dataclass(frozen=True, kw_only=True)
class GroupExposure:
    """A group that needs extra care, with the risks it is exposed to (Arbowet art. 5 lid 1)."""

    label: str
    risks: tuple[RiskRef, ...]


@dataclass(frozen=True, kw_only=True)
class ExistingMeasures:
    """What the firm already does about one topic."""

    code: str
    title: str
    measures: tuple[str, ...]

    @property
    def is_long(self) -> bool:
        """Too much text to keep together on one page."""
        return sum(map(len, self.measures)) > LONG


def themes_of(material: Material) -> tuple[ThemeRisks, ...]:
    """All themes of the instrument with their risks, highest first within a subtheme."""
    return tuple(
        ThemeRisks(key=theme.key, title=theme.title, intro=theme.intro, subthemes=_subthemes(material, theme))
        for theme in material.content.themes
    )


def _subthemes(material: Material, theme: ThemeContent) -> tuple[SubthemeRisks, ...]:
    found = (_subtheme(material, subtheme) for subtheme in theme.subthemes)
    return tuple(subtheme for subtheme in found if subtheme.risks)


def _subtheme(material: Material, subtheme: SubthemeContent) -> SubthemeRisks:
    return SubthemeRisks(
        title=subtheme.title,
        risks=tuple(
            risk_detail(material, risk)
            for risk in material.assessment.risks
            if risk.factor.spec.subtheme == subtheme.key
        ),
    )


def risk_detail(material: Material, risk: AssessedFactor) -> RiskDetail:
    """One risk, written out."""
    answer, evaluation = risk.answer, risk.evaluation
    settled = material.plan.settled.get(risk.code)
    return RiskDetail(
        code=risk.code,
        title=risk.factor.text.problem,
        statement=risk.factor.text.statement,
        verdict=Mark(answer.verdict, str(answer.get_verdict_display())),
        priority=priority_mark(risk.priority),
        score=evaluation.score,
        **_scale_words(material, risk),
        happened=bool(answer.happened and risk.factor.spec.high_after_event),
        steps=evaluation.steps,
        change=change_line(material, risk.change) if risk.changed_priority else None,
        special_groups=group_labels(material, answer.special_groups),
        departments=tuple(
            material.department_names[key] for key in answer.departments if key in material.department_names
        ),
        root_cause=answer.root_cause,
        in_place=in_place_of(material, risk),
        note=answer.note,
        grounds=tuple(ground.article for ground in material.content.legal_grounds_of(risk.factor)),
        actions=tuple(risk_action(line) for line in material.plan.lines_for.get(risk.code, ())),
        settled_reason=settled.reason if settled else "",
        residual=residual_of(material, risk.code),
    )


def risk_action(line: PlanLine) -> RiskAction:
    """A line of the plan, as short as it stands beside a risk."""
    action = line.action
    return RiskAction(
        title=action.title, owner=action.owner_label, due_on=action.due_on, done_on=action.done_on
    )


def _scale_words(material: Material, risk: AssessedFactor) -> dict[str, str]:
    """Words for how often, how many and how serious. Policy has no scales, so nothing to say."""
    if risk.factor.is_policy:
        return {"frequency": "", "reach": "", "severity": ""}
    scales = get_method(risk.evaluation.method).scales
    severity = risk.answer.severity or risk.factor.spec.default_severity
    values = {"frequency": risk.answer.frequency, "reach": risk.answer.reach, "severity": severity}
    return {field: _scale_word(scales.get(field, ()), value) for field, value in values.items()}


def _scale_word(scale: Iterable, value: int | None) -> str:
    return next((capfirst(str(step.label)) for step in scale if step.value == value), "")


def group_labels(material: Material, keys: Iterable[str]) -> tuple[str, ...]:
    """Names of special groups; a key that this instrument does not know is left out."""
    labels = material.content.text.special_groups
    return tuple(labels[key] for key in keys if key in labels)


def in_place_of(material: Material, assessed: AssessedFactor) -> tuple[str, ...]:
    """What is already done about a topic: measures of the catalogue by title, then the firm's own words."""
    if assessed.answer is None:
        return ()
    catalogue = material.content.measures
    titles = [catalogue[code].text.title for code in assessed.answer.measures_in_place if code in catalogue]
    return (*titles, assessed.answer.in_place) if assessed.answer.in_place else tuple(titles)


def change_line(material: Material, change: PriorityChange) -> PriorityChangeLine:
    """One manual change, with both values, who, when and why."""
    factor = material.content.factors_by_id[change.factor_id]
    return PriorityChangeLine(
        code=factor.code,
        title=factor.text.problem,
        computed=mark_from_key(change.computed),
        chosen=mark_from_key(change.chosen),
        note=change.note,
        by=str(change.changed_by) if change.changed_by else _("someone without an account here"),
        on=local_date(change.changed_at),
    )


def changes_of(material: Material) -> tuple[PriorityChangeLine, ...]:
    """Every manual change, oldest first, also those that were taken back later."""
    return tuple(change_line(material, change) for change in material.changes)


def groups_of(material: Material) -> tuple[GroupExposure, ...]:
    """Every group the instrument knows, with the risks in which the firm named it; possibly none."""
    return tuple(
        GroupExposure(
            label=label,
            risks=tuple(
                risk_ref(risk) for risk in material.assessment.risks if key in risk.answer.special_groups
            ),
        )
        for key, label in material.content.text.special_groups.items()
    )


def existing_measures_of(material: Material) -> tuple[ExistingMeasures, ...]:
    """What is already done, per topic, in the order of the instrument."""
    lines = (
        ExistingMeasures(
            code=assessed.code, title=assessed.factor.text.problem, measures=in_place_of(material, assessed)
        )
        for assessed in material.assessment.factors
    )
    return tuple(line for line in lines if line.measures)

"""The rail: the steps of an RI&E with what is done, busy and open.

Rooms below this one add their own step when the application starts (``register``), so that
filling in need not know about plans and reports.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from apps.rie.domain.assessment import Assessment
from apps.rie.models import Consultation, Dossier


class StepState(StrEnum):
    DONE = "done"
    BUSY = "busy"
    OPEN = "open"


@dataclass(frozen=True)
class StepStatus:
    state: StepState
    note: str = ""


@dataclass(frozen=True)
class Step:
    """``number`` orders the rail; gaps leave room for steps of other rooms. ``status`` may cost one query."""

    number: int
    key: str
    title: str | Promise
    url_name: str
    status: Callable[[Dossier, Assessment], StepStatus]


@dataclass(frozen=True)
class RailStep:
    """A step as it stands on one page for one dossier."""

    position: int
    key: str
    title: str
    url: str
    state: StepState
    note: str
    is_current: bool


_steps: dict[str, Step] = {}


def register(step: Step) -> None:
    """Add a step to the rail, or replace the one with the same key."""
    _steps[step.key] = step


def rail(dossier: Dossier, assessment: Assessment, current: str) -> tuple[RailStep, ...]:
    """All steps with their state. Costs the queries of the registered steps (at most one each)."""
    ordered = sorted(_steps.values(), key=lambda step: step.number)
    entries = []
    for position, step in enumerate(ordered, start=1):
        status = step.status(dossier, assessment)
        entries.append(
            RailStep(
                position=position,
                key=step.key,
                title=str(step.title),
                url=reverse(step.url_name, args=[dossier.organisation_id, dossier.pk]),
                state=status.state,
                note=status.note,
                is_current=step.key == current,
            )
        )
    return tuple(entries)


def next_step(steps: tuple[RailStep, ...]) -> RailStep | None:
    """The first step that is not done; None when all are."""
    return next((step for step in steps if step.state is not StepState.DONE), None)


def _firm(dossier: Dossier, assessment: Assessment) -> StepStatus:
    return StepStatus(StepState.DONE)


def _profile(dossier: Dossier, assessment: Assessment) -> StepStatus:
    questions = assessment.content.questions
    answered = sum(key in dossier.profile for key in questions)
    if answered == len(questions):
        note = _("%(active)s of the %(all)s questions apply to you") % {
            "active": assessment.total,
            "all": len(assessment.content.factors),
        }
        return StepStatus(StepState.DONE, note)
    if not answered:
        return StepStatus(StepState.OPEN)
    note = _("%(answered)s of %(total)s answered") % {"answered": answered, "total": len(questions)}
    return StepStatus(StepState.BUSY, note)


def _inventory(dossier: Dossier, assessment: Assessment) -> StepStatus:
    if not assessment.answered:
        return StepStatus(StepState.OPEN)
    state = StepState.DONE if assessment.is_complete else StepState.BUSY
    note = _("%(answered)s of %(total)s answered") % {
        "answered": assessment.answered,
        "total": assessment.total,
    }
    return StepStatus(state, note)


def _employees(dossier: Dossier, assessment: Assessment) -> StepStatus:
    try:
        recorded = dossier.consultation.is_recorded
    except Consultation.DoesNotExist:
        return StepStatus(StepState.OPEN)
    return StepStatus(StepState.DONE if recorded else StepState.BUSY)


def _risks(dossier: Dossier, assessment: Assessment) -> StepStatus:
    if not assessment.answered:
        return StepStatus(StepState.OPEN)
    settled = assessment.is_complete and not assessment.incomplete and not assessment.to_discuss
    count = len(assessment.risks)
    note = ngettext("%(count)s risk", "%(count)s risks", count) % {"count": count} if count else ""
    return StepStatus(StepState.DONE if settled else StepState.BUSY, note)


def register_own_steps() -> None:
    """Register the steps of this room; called once when the application starts."""
    register(Step(10, "firm", pgettext_lazy("step", "Your firm"), "rie:firm", _firm))
    register(Step(20, "profile", gettext_lazy("First look"), "rie:profile", _profile))
    register(Step(30, "inventory", gettext_lazy("Questions"), "rie:inventory", _inventory))
    register(Step(40, "employees", gettext_lazy("Employees"), "rie:employees", _employees))
    register(Step(50, "risks", gettext_lazy("Risks"), "rie:risks", _risks))

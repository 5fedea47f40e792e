"""The rail: the steps of an RI&E with what is done, busy and open.

Rooms below this one add their own step when the application starts (``register``), so that
filling in need not know about plans and reports.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from django.db import connection
from django.db.models import Model
from django.db.models.expressions import RawSQL
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from apps.rie.addresses import address
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
class Counted:
    """Rows of a dossier that a step counts: of this model, with these values."""

    model: type[Model]
    values: Mapping[str, str] = field(default_factory=dict)

    def in_dossier(self, dossier: Dossier) -> int:
        """One query."""
        return self.model.objects.filter(dossier=dossier, **self.values).count()

    def expression(self) -> RawSQL:
        """The same as part of the query that finds the dossier.

        Written as SQL because every page needs it: the ORM takes ten times longer to build this
        subquery than the database to answer it.
        """
        quote = connection.ops.quote_name
        columns = {self.model._meta.get_field(name).column: value for name, value in self.values.items()}
        conditions = "".join(f" AND counted.{quote(column)} = %s" for column in columns)
        # Names of models and fields only; values are parameters.
        sql = (
            f"(SELECT COUNT(*) FROM {quote(self.model._meta.db_table)} counted"  # noqa: S608
            f" WHERE counted.dossier_id = {quote(Dossier._meta.db_table)}.id{conditions})"
        )
        return RawSQL(sql, list(columns.values()))  # noqa: S611


@dataclass(frozen=True)
class Step:
    """``number`` orders the rail; gaps leave room for steps of other rooms.

    ``counted``: rows of which ``status`` gets the number; 0 for a step that counts nothing.
    """

    number: int
    key: str
    title: str | Promise
    url_name: str
    status: Callable[[Dossier, Assessment, int], StepStatus]
    counted: Counted | None = None


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
    """All steps with their state. No query for a dossier that was read with :func:`rail_counts`."""
    ordered = sorted(_steps.values(), key=lambda step: step.number)
    entries = []
    for position, step in enumerate(ordered, start=1):
        status = step.status(dossier, assessment, _count(step, dossier))
        entries.append(
            RailStep(
                position=position,
                key=step.key,
                title=str(step.title),
                url=address(step.url_name, dossier.organisation_id, dossier.pk),
                state=status.state,
                note=status.note,
                is_current=step.key == current,
            )
        )
    return tuple(entries)


def rail_counts() -> dict[str, RawSQL]:
    """Annotations for the query of a dossier: what the steps count."""
    return {_attribute(step): step.counted.expression() for step in _steps.values() if step.counted}


def _count(step: Step, dossier: Dossier) -> int:
    if step.counted is None:
        return 0
    found = getattr(dossier, _attribute(step), None)
    return step.counted.in_dossier(dossier) if found is None else found


def _attribute(step: Step) -> str:
    return f"rail_{step.key}"


def draw(steps: tuple[RailStep, ...]) -> SafeString:
    """The rail as HTML. The same steps look the same every time, so they are drawn once."""
    return _draw(steps, get_language())


@lru_cache(maxsize=1024)
def _draw(steps: tuple[RailStep, ...], language: str | None) -> SafeString:
    return render_to_string("includes/rail.html", {"steps": steps})


def next_step(steps: tuple[RailStep, ...]) -> RailStep | None:
    """The first step that is not done; None when all are."""
    return next((step for step in steps if step.state is not StepState.DONE), None)


def _firm(dossier: Dossier, assessment: Assessment, count: int) -> StepStatus:
    return StepStatus(StepState.DONE)


def _profile(dossier: Dossier, assessment: Assessment, count: int) -> StepStatus:
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


def _inventory(dossier: Dossier, assessment: Assessment, count: int) -> StepStatus:
    if not assessment.answered:
        return StepStatus(StepState.OPEN)
    state = StepState.DONE if assessment.is_complete else StepState.BUSY
    note = _("%(answered)s of %(total)s answered") % {
        "answered": assessment.answered,
        "total": assessment.total,
    }
    return StepStatus(state, note)


def _employees(dossier: Dossier, assessment: Assessment, count: int) -> StepStatus:
    try:
        recorded = dossier.consultation.is_recorded
    except Consultation.DoesNotExist:
        return StepStatus(StepState.OPEN)
    return StepStatus(StepState.DONE if recorded else StepState.BUSY)


def _risks(dossier: Dossier, assessment: Assessment, count: int) -> StepStatus:
    if not assessment.answered:
        return StepStatus(StepState.OPEN)
    settled = assessment.is_complete and not assessment.incomplete and not assessment.to_discuss
    risks = len(assessment.risks)
    note = ngettext("%(count)s risk", "%(count)s risks", risks) % {"count": risks} if risks else ""
    return StepStatus(StepState.DONE if settled else StepState.BUSY, note)


def register_own_steps() -> None:
    """Register the steps of this room; called once when the application starts."""
    register(Step(10, "firm", pgettext_lazy("step", "Your firm"), "rie:firm", _firm))
    register(Step(20, "profile", gettext_lazy("First look"), "rie:profile", _profile))
    register(Step(30, "inventory", gettext_lazy("Questions"), "rie:inventory", _inventory))
    register(Step(40, "employees", gettext_lazy("Employees"), "rie:employees", _employees))
    register(Step(50, "risks", gettext_lazy("Risks"), "rie:risks", _risks))

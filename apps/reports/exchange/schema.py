"""Which keys a dossier file has, what each may hold, and what must fit together within one entry.

What only the instrument can know (does this factor exist?) is checked in ``checking.py``.
A key with nothing behind it counts as left out. The order of the keys is the order of an export.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from apps.actions.models import Action, ActionStatus
from apps.organisations.models import Department, Organisation, Representation, Sector
from apps.reports.exchange.values import (
    Amount,
    Count,
    CountFromZero,
    Day,
    Filled,
    FilledText,
    Flag,
    KvkNumber,
    Plain,
    ProfileAnswer,
    Scale,
    Text,
    line_of,
    one_of,
)
from apps.rie.content.schema import StrictModel
from apps.rie.models import DossierState
from apps.rie.models.answer import PriorityChoice, VerdictChoice

FORMAT = "werkbalans-dossier/1"

Keys = list[Plain]
Priority = one_of(["", *PriorityChoice.values])


class Part(StrictModel):
    """A part of the file. Unknown keys are refused, so that a typing error is never a silent default."""

    @model_validator(mode="before")
    @classmethod
    def leave_out_what_is_empty(cls, data: Any) -> Any:
        required = [name for name, field in cls.model_fields.items() if field.is_required()]
        if not isinstance(data, dict):
            some = ", ".join(required or cls.model_fields)
            raise ValueError(f"must hold keys with a value each: {some}")
        return {
            key: value
            for key, value in data.items()
            if value is not None or key in required or key not in cls.model_fields
        }


class DepartmentPart(Part):
    """``active: false``: the department was taken out of use; answers may still name it."""

    name: Annotated[line_of(Department, "name"), Filled]
    headcount: Count
    active: Flag = True


class OrganisationPart(Part):
    name: Annotated[line_of(Organisation, "name"), Filled]
    kvk_number: KvkNumber
    sector: one_of(Sector.values)
    headcount: Count
    paid_hours_per_week: Count
    sites: Count = 1
    representation: one_of(Representation.values) = Representation.NONE.value
    prevention_officer: line_of(Organisation, "prevention_officer") = ""
    occupational_health_service: line_of(Organisation, "occupational_health_service") = ""
    departments: list[DepartmentPart] = []


class DossierPart(Part):
    """``version`` of the instrument; left out it is the newest one."""

    instrument: Plain
    version: Plain | None = None
    year: Annotated[int, Field(strict=True, ge=2000, le=2100)]
    state: one_of(DossierState.values) = DossierState.DRAFT.value


class ConsultationPart(Part):
    participants: Text = ""
    held_on: Day | None = None
    method: Text = ""
    people_heard: CountFromZero | None = None
    outcome: Text = ""


class AnswerPart(Part):
    """What is said about one factor. An empty verdict: something is noted, but nothing chosen yet."""

    verdict: one_of(["", *VerdictChoice.values])
    reason: Text = Field(default="", validate_default=True)
    frequency: Scale | None = None
    reach: Scale | None = None
    severity: Scale | None = None
    happened: Flag | None = None
    special_groups: Keys = []
    departments: Keys = []
    root_cause: Text = ""
    measures_in_place: Keys = []
    in_place: Text = ""
    note: Text = ""

    @field_validator("reason")
    @classmethod
    def not_applicable_has_a_reason(cls, reason: str, info: ValidationInfo) -> str:
        """Arbobesluit 2.15: that a risk is not there is recorded too, so a reader must see why."""
        if info.data.get("verdict") == VerdictChoice.NOT_APPLICABLE and not reason.strip():
            raise ValueError("not_applicable needs a reason; write down why this does not apply")
        return reason


class PriorityChangePart(Part):
    """``chosen`` left out: back to what the method says."""

    factor: Plain
    computed: Priority = ""
    chosen: Priority = ""
    note: FilledText


class ActionPart(Part):
    """One line of the plan.

    Without ``measure`` it is an action of the firm's own. With it, ``title`` and ``description``
    that are left out are those of the measure: its title and its first step.
    """

    measure: Plain | None = None
    factors: Keys = []
    title: line_of(Action, "title") | None = Field(default=None, validate_default=True)
    description: Text | None = None
    owner: line_of(Action, "owner_name") = ""
    budget: Amount | None = None
    start_on: Day | None = None
    due_on: Day
    evaluate_on: Day | None = None
    residual_priority: Priority = ""
    status: one_of(ActionStatus.values) = ActionStatus.PLANNED.value
    status_note: Text = Field(default="", validate_default=True)

    @field_validator("title")
    @classmethod
    def own_action_has_a_title(cls, title: str | None, info: ValidationInfo) -> str | None:
        own = "measure" in info.data and info.data["measure"] is None
        if title is None and own:
            raise ValueError("an action without a measure needs a title; add it")
        if title is not None and not title.strip():
            raise ValueError("is empty; fill it in")
        return title

    @field_validator("due_on")
    @classmethod
    def not_done_before_the_start(cls, due_on: Day, info: ValidationInfo) -> Day:
        start_on = info.data.get("start_on")
        if start_on and due_on < start_on:
            raise ValueError(f"lies before start_on ({start_on}); choose a later day or an earlier start")
        return due_on

    @field_validator("evaluate_on")
    @classmethod
    def not_evaluated_before_done(cls, evaluate_on: Day | None, info: ValidationInfo) -> Day | None:
        due_on = info.data.get("due_on")
        if evaluate_on and due_on and evaluate_on < due_on:
            raise ValueError(f"lies before due_on ({due_on}); choose a later day")
        return evaluate_on

    @field_validator("status_note")
    @classmethod
    def cancelled_has_a_note(cls, status_note: str, info: ValidationInfo) -> str:
        if info.data.get("status") == ActionStatus.CANCELLED and not status_note.strip():
            raise ValueError("a cancelled action needs a note; write down why it is cancelled")
        return status_note


class DossierFile(Part):
    """The whole file: one dossier of one organisation."""

    format: Literal[FORMAT]
    organisation: OrganisationPart
    dossier: DossierPart
    profile: dict[Plain, ProfileAnswer] = {}
    consultation: ConsultationPart = ConsultationPart()
    answers: dict[Plain, AnswerPart] = {}
    priority_changes: list[PriorityChangePart] = []
    plan: list[ActionPart] = []
    settled: dict[Plain, FilledText] = {}
    left_out: Keys = []

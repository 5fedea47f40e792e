"""The keys of a dossier file that tell of the plan and how it is run: actions, looking back, informing.

Entries point at an action by its ``key``, a name that counts within the file only.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from apps.actions.domain.steps import MAX_STEPS
from apps.actions.models import (
    CARRIED_OUT,
    Action,
    ActionStatus,
    ActionStep,
    AsMeant,
    Decision,
    MisfitReason,
    Repetition,
)
from apps.organisations.models import Department
from apps.reports.exchange.part import Part
from apps.reports.exchange.values import (
    Amount,
    Day,
    Filled,
    FilledText,
    Flag,
    Plain,
    PlannedDay,
    Scale,
    Text,
    email_of,
    key_of,
    line_of,
    number_of,
    one_of,
    one_of_with_yes_and_no,
)
from apps.rie.models.answer import PriorityChoice, VerdictChoice

Keys = list[Plain]
Priority = one_of(["", *PriorityChoice.values])


class StepPart(Part):
    """One line of a checklist."""

    text: Annotated[line_of(ActionStep, "text"), Filled]
    done: Flag = False


class ActionPart(Part):
    """One line of the plan.

    Without ``measure`` it is an action of the firm's own. With it, ``title`` and ``description``
    that are left out are those of the measure: its title and its first step. ``added_on`` left out: the day
    of the import. ``done_on`` left out with an action that is carried out: see ``importing_plan.day_done``.
    """

    key: key_of() | None = None
    measure: Plain | None = None
    repetition: Flag = False
    factors: Keys = []
    title: line_of(Action, "title") | None = Field(default=None, validate_default=True)
    description: Text | None = None
    steps: Annotated[list[StepPart], Field(max_length=MAX_STEPS)] = []
    owner: line_of(Action, "owner_name") = ""
    owner_email: email_of(Action, "owner_email") = ""
    department: line_of(Department, "name") | None = None
    budget: Amount | None = None
    spent: Amount | None = None
    added_on: Day | None = None
    start_on: PlannedDay | None = None
    due_on: PlannedDay
    depends_on: Plain | None = None
    repeat_every: number_of(Repetition.values) | None = None
    residual_priority: Priority = ""
    status: one_of(ActionStatus.values) = ActionStatus.PLANNED.value
    status_note: Text = Field(default="", validate_default=True)
    done_on: Day | None = None
    result: Text = ""
    evaluate_on: PlannedDay | None = None
    evaluated_on: Day | None = Field(default=None, validate_default=True)

    @field_validator("title")
    @classmethod
    def own_action_has_a_title(cls, title: str | None, info: ValidationInfo) -> str | None:
        own = "measure" in info.data and info.data["measure"] is None
        if title is None and own:
            raise ValueError("an action without a measure needs a title; add it")
        if title is not None and not title.strip():
            raise ValueError("is empty; fill it in")
        return title

    @field_validator("owner_email")
    @classmethod
    def address_is_of_somebody(cls, owner_email: str, info: ValidationInfo) -> str:
        if owner_email and not info.data.get("owner", "?").strip():
            raise ValueError("is an address without a name; write under owner whose it is")
        return owner_email

    @field_validator("due_on")
    @classmethod
    def not_done_before_the_start(cls, due_on: Day, info: ValidationInfo) -> Day:
        start_on = info.data.get("start_on")
        if start_on and due_on < start_on:
            raise ValueError(f"lies before start_on ({start_on}); choose a later day or an earlier start")
        return due_on

    @field_validator("status_note")
    @classmethod
    def cancelled_has_a_note(cls, status_note: str, info: ValidationInfo) -> str:
        if info.data.get("status") == ActionStatus.CANCELLED and not status_note.strip():
            raise ValueError("a cancelled action needs a note; write down why it is cancelled")
        return status_note

    @field_validator("done_on")
    @classmethod
    def done_when_carried_out(cls, done_on: Day | None, info: ValidationInfo) -> Day | None:
        if done_on and info.data.get("status", ActionStatus.DONE) not in CARRIED_OUT:
            raise ValueError("this action is not done; remove this day, or make its status done or evaluated")
        return done_on

    @field_validator("evaluate_on")
    @classmethod
    def not_evaluated_before_done(cls, evaluate_on: Day | None, info: ValidationInfo) -> Day | None:
        name = "done_on" if info.data.get("done_on") else "due_on"
        ready_on = info.data.get(name)
        if evaluate_on and ready_on and evaluate_on < ready_on:
            raise ValueError(f"lies before {name} ({ready_on}); choose a later day")
        return evaluate_on

    @field_validator("evaluated_on")
    @classmethod
    def evaluated_has_a_day(cls, evaluated_on: Day | None, info: ValidationInfo) -> Day | None:
        if "status" not in info.data:
            return evaluated_on
        is_evaluated, done_on = info.data["status"] == ActionStatus.EVALUATED, info.data.get("done_on")
        if is_evaluated and evaluated_on is None:
            raise ValueError("an evaluated action needs a day; write down when you looked back")
        if evaluated_on and not is_evaluated:
            raise ValueError("this action is not evaluated; remove this day, or make its status evaluated")
        if evaluated_on and done_on and evaluated_on < done_on:
            raise ValueError(f"lies before done_on ({done_on}); choose a later day")
        return evaluated_on


class NewAnswerPart(Part):
    """A factor answered anew. Its class is not in the file: the method works it out again."""

    verdict: one_of(VerdictChoice.values)
    frequency: Scale | None = None
    reach: Scale | None = None
    severity: Scale | None = None
    happened: Flag | None = None


class EvaluationPart(Part):
    """One look back. Without ``action`` (it was taken out of the plan) only the new answers are left."""

    action: Plain | None = None
    held_on: Day
    as_meant: one_of_with_yes_and_no(AsMeant.values) | None = Field(default=None, validate_default=True)
    changed: FilledText | None = Field(default=None, validate_default=True)
    decision: one_of(Decision.values) | None = Field(default=None, validate_default=True)
    note: Text = ""
    answers: dict[Plain, NewAnswerPart] = {}

    @field_validator("as_meant", "changed", "decision")
    @classmethod
    def looking_back_says_it_all(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None and info.data.get("action") is not None:
            raise ValueError(f"looking back on an action needs {info.field_name}; add it")
        if value is not None and info.data.get("action", "?") is None:
            raise ValueError("belongs to an action; write under action which one, or remove this key")
        return value


class InformationPart(Part):
    """A moment at which employees were informed. ``actions: []``: what it was about left the plan."""

    held_on: Day
    how: FilledText
    whole_plan: Flag = False
    actions: Keys | None = Field(default=None, validate_default=True)

    @field_validator("actions")
    @classmethod
    def it_was_about_something(cls, actions: Keys | None, info: ValidationInfo) -> Keys | None:
        whole_plan = info.data.get("whole_plan")
        if whole_plan and actions:
            raise ValueError("it was about the whole plan; remove this list, or whole_plan")
        if whole_plan is False and actions is None:
            raise ValueError("say what it was about: a list of actions, or whole_plan: true")
        return actions


class LeftOutMeasurePart(Part):
    """A measure the firm does not want; only its code may stand there too."""

    measure: Plain
    reason: one_of(["", *MisfitReason.values]) = ""
    note: Text = ""


def _as_part(value: object) -> object:
    return {"measure": value} if isinstance(value, str) else value


LeftOut = Annotated[LeftOutMeasurePart, BeforeValidator(_as_part)]

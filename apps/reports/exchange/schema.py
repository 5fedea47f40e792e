"""Which keys a dossier file has, what each may hold, and what must fit together within one entry.

What only the instrument can know (does this factor exist?) is checked in ``checking.py``.
A key with nothing behind it counts as left out. The order of the keys is the order of an export.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from apps.organisations.models import Department, Organisation, Representation, Sector
from apps.reports.exchange.part import Part
from apps.reports.exchange.plan_schema import (
    ActionPart,
    EvaluationPart,
    InformationPart,
    Keys,
    LeftOut,
    Priority,
)
from apps.reports.exchange.values import (
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
from apps.rie.models import DossierState
from apps.rie.models.answer import VerdictChoice

FORMAT = "werkbalans-dossier/1"


# A review stays with the firm and the adviser who did it: in a file a RI&E is being filled in, or closed.
STATES = (DossierState.DRAFT.value, DossierState.ARCHIVED.value)


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
    state: one_of(STATES) = DossierState.DRAFT.value


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
    evaluations: list[EvaluationPart] = []
    information: list[InformationPart] = []
    settled: dict[Plain, FilledText] = {}
    left_out: list[LeftOut] = []

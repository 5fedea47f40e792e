"""The firm, what was looked at, who was heard and who must still consent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from apps.organisations.models import Organisation, Representation
from apps.reports.data.material import Material
from apps.reports.data.parts import LONG, Mark, local_date
from apps.rie.domain.profile import NONE_OPTION

MAX_HEADCOUNT_OWN_PREVENTION_OFFICER = 25
MIN_HEADCOUNT_WORKS_COUNCIL = 50
FEW_PAID_HOURS = 40


@dataclass(frozen=True, kw_only=True)
class DepartmentLine:
    name: str
    headcount: int


@dataclass(frozen=True, kw_only=True)
class Firm:
    """``headcount`` counts people, not full-time jobs. Empty texts: nothing was filled in."""

    name: str
    kvk_number: str
    sector: str
    headcount: int
    paid_hours_per_week: int
    sites: int
    departments: tuple[DepartmentLine, ...]
    representation: Mark
    prevention_officer: str
    health_service: str
    may_be_own_prevention_officer: bool
    needs_works_council: bool
    has_few_paid_hours: bool


@dataclass(frozen=True, kw_only=True)
class ProfileAnswer:
    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Scope:
    """``asked`` of the ``available`` factors of the instrument apply to this firm."""

    year: int
    state: Mark
    opened_on: date
    last_answer_on: date | None
    closed_on: date | None
    asked: int
    available: int
    profile: tuple[ProfileAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """How employees were heard. Every field may be empty; then the report says so."""

    participants: str
    held_on: date | None
    method: str
    people_heard: int | None
    outcome: str
    is_recorded: bool

    @property
    def is_long(self) -> bool:
        """Too much text to keep together on one page."""
        return len(self.participants) + len(self.method) + len(self.outcome) > LONG


def firm_of(material: Material) -> Firm:
    """The data of the firm, departments in use only."""
    firm = material.organisation
    return Firm(
        name=firm.name,
        kvk_number=firm.kvk_number,
        sector=str(firm.get_sector_display()),
        headcount=firm.headcount,
        paid_hours_per_week=firm.paid_hours_per_week,
        sites=firm.sites,
        departments=tuple(
            DepartmentLine(name=department.name, headcount=department.headcount)
            for department in material.departments
            if department.is_active
        ),
        representation=Mark(firm.representation, str(firm.get_representation_display())),
        prevention_officer=firm.prevention_officer,
        health_service=firm.occupational_health_service,
        **_rules_of_size(firm),
    )


def _rules_of_size(firm: Organisation) -> dict[str, bool]:
    """What follows from numbers: own prevention officer (to 25), works council (from 50), few paid hours."""
    has_council = firm.representation == Representation.WORKS_COUNCIL
    return {
        "may_be_own_prevention_officer": firm.headcount <= MAX_HEADCOUNT_OWN_PREVENTION_OFFICER,
        "needs_works_council": firm.headcount >= MIN_HEADCOUNT_WORKS_COUNCIL and not has_council,
        "has_few_paid_hours": firm.paid_hours_per_week <= FEW_PAID_HOURS,
    }


def scope_of(material: Material) -> Scope:
    """What was looked at and when."""
    dossier, assessment = material.dossier, material.assessment
    saved = [assessed.answer.updated_at for assessed in assessment.factors if assessed.answer]
    return Scope(
        year=dossier.year,
        state=Mark(dossier.state, str(dossier.get_state_display())),
        opened_on=local_date(dossier.created_at),
        last_answer_on=local_date(max(saved, default=None)),
        closed_on=local_date(dossier.archived_at),
        asked=assessment.total,
        available=len(assessment.content.factors),
        profile=_profile(material),
    )


def _profile(material: Material) -> tuple[ProfileAnswer, ...]:
    """The verkenning, question by question; a question without an answer has no answers."""
    lines = []
    for key, question in material.content.questions.items():
        chosen = material.dossier.profile.get(key, [])
        words = {**question.text.options, NONE_OPTION: _("None of these")}
        answers = tuple(words[option] for option in chosen if option in words)
        lines.append(ProfileAnswer(question=question.text.question, answers=answers))
    return tuple(lines)


def hearing_of(material: Material) -> Hearing:
    """How employees were heard, as recorded."""
    record = material.consultation
    return Hearing(
        participants=record.participants,
        held_on=record.held_on,
        method=record.method,
        people_heard=record.people_heard,
        outcome=record.outcome,
        is_recorded=record.is_recorded,
    )

"""What the tests of dossier files share: one file with everything in it, and a way to look at a dossier."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from django_scopes import scope

from apps.actions.models import (
    Action,
    ActionEvaluation,
    Information,
    LeftOutMeasure,
    Reassessment,
    SettledRisk,
)
from apps.organisations.models import Department, Organisation
from apps.reports.exchange.importing import import_dossier
from apps.rie.content.yamlfile import ContentError
from apps.rie.domain.answers import answer_values
from apps.rie.domain.dossier import consultation_of, consultation_values
from apps.rie.models import Answer, Dossier, PriorityChange

FULL = Path(__file__).with_name("full.yaml")
SMALL = """\
format: werkbalans-dossier/1
organisation: {name: Halm, kvk_number: "01234567", sector: horeca, headcount: 3, paid_hours_per_week: 90}
dossier: {instrument: psa, year: 2026}
"""


def contents(dossier: Dossier) -> dict[str, Any]:
    """Everything of a dossier that people filled in, without ids and moments, for comparing."""
    with scope(organisation=dossier.organisation):
        dossier = Dossier.objects.select_related("organisation").get(pk=dossier.pk)
        departments = {str(row.pk): row.name for row in Department.objects.all()}
        return {
            "organisation": _values(dossier.organisation, Organisation),
            "departments": [(row.name, row.headcount, row.is_active) for row in Department.objects.all()],
            "dossier": (dossier.instrument_id, dossier.year, dossier.state, dossier.profile),
            "consultation": consultation_values(consultation_of(dossier)),
            "answers": {row.factor.code: _answer(row, departments) for row in Answer.objects.all()},
            "changes": [
                (row.factor.code, row.computed, row.chosen, row.note) for row in PriorityChange.objects.all()
            ],
            "plan": sorted((_action(row) for row in Action.objects.all()), key=repr),
            "settled": {row.factor.code: row.reason for row in SettledRisk.objects.all()},
            "left_out": {row.measure.code: (row.reason, row.note) for row in LeftOutMeasure.objects.all()},
            "evaluations": sorted((_evaluation(row) for row in ActionEvaluation.objects.all()), key=repr),
            "new_answers": [_new_answer(row) for row in Reassessment.objects.order_by("at", "factor__code")],
            "information": [_information(row) for row in Information.objects.order_by("held_on", "at")],
        }


def _values(row: Organisation, model: type[Organisation]) -> dict[str, Any]:
    names = [field.name for field in model._meta.concrete_fields]
    return {name: getattr(row, name) for name in names if name not in ("id", "created_at")}


def _answer(row: Answer, departments: dict[str, str]) -> dict[str, Any]:
    return answer_values(row) | {"departments": [departments[key] for key in row.departments]}


def _action(row: Action) -> dict[str, Any]:
    names = ("title", "description", "owner_name", "owner_email", "budget", "spent", "start_on", "due_on")
    more = ("evaluate_on", "residual_priority", "status", "status_note", "repeat_every", "is_repetition")
    last = ("result", "done_on", "evaluated_on")
    return {name: getattr(row, name) for name in names + more + last} | {
        "measure": row.measure.code if row.measure else None,
        "factors": sorted(link.factor.code for link in row.links.all()),
        "department": row.department.name if row.department else None,
        "after": row.depends_on.title if row.depends_on else None,
        "steps": [(step.text, step.done_at is not None) for step in row.steps.all()],
        "added_on": timezone.localdate(row.created_at),
    }


def _evaluation(row: ActionEvaluation) -> dict[str, Any]:
    names = ("held_on", "as_meant", "changed", "decision", "note")
    return {name: getattr(row, name) for name in names} | {"action": row.action.title}


def _new_answer(row: Reassessment) -> dict[str, Any]:
    names = ("verdict", "frequency", "reach", "severity", "happened", "priority", "reason")
    held_on = row.evaluation.held_on if row.evaluation else None
    return {name: getattr(row, name) for name in names} | {"code": row.factor.code, "held_on": held_on}


def _information(row: Information) -> tuple[Any, ...]:
    return row.held_on, row.how, row.is_whole_plan, sorted(action.title for action in row.actions.all())


def problems_of(text: str) -> tuple[str, ...]:
    """What is wrong with this text; also checks that nothing of it was written."""
    with pytest.raises(ContentError) as error:
        import_dossier(text=text, name="full.yaml")
    assert not Organisation.objects.exists()
    return error.value.problems

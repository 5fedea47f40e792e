"""What a frozen version holds: the whole dossier as plain values, in one fixed order and spelling.

Keys and codes stand in it, and words in one language only: who reads a version sees it in her own, and
the same dossier gives the same bytes. Names of people stand as they were; ids of people do not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import translation

from apps.actions.models import (
    Action,
    ActionEvaluation,
    Information,
    LeftOutMeasure,
    Reassessment,
    SettledRisk,
)
from apps.organisations.models import Department, Organisation
from apps.rie.content.tree import InstrumentContent
from apps.rie.domain.answers import EDITABLE_FIELDS as ANSWER_FIELDS
from apps.rie.domain.assessment import Assessment
from apps.rie.domain.instrument import instrument_content
from apps.rie.models import Consultation, Dossier, Evidence
from apps.rie.queries import answers_of, assessment_of, priority_changes_of

LANGUAGE = "nl"
FORMAT = "werkbalans-version-1"
FIRM_FIELDS = (
    "name",
    "kvk_number",
    "sector",
    "headcount",
    "paid_hours_per_week",
    "sites",
    "representation",
    "prevention_officer",
    "occupational_health_service",
)
ACTION_FIELDS = (
    "title",
    "description",
    "budget",
    "spent",
    "start_on",
    "due_on",
    "evaluate_on",
    "residual_priority",
    "repeat_every",
    "status",
    "status_note",
    "result",
    "done_on",
    "evaluated_on",
)
CONSULTATION_FIELDS = ("participants", "held_on", "method", "people_heard", "outcome")


def canonical(content: dict[str, Any]) -> str:
    """The one way to write this content down: sorted keys, no spaces, UTF-8 as it is.

    Raises:
        TypeError: it holds something that is not a plain value.
    """
    return json.dumps(content, default=_plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def digest(text: str) -> str:
    """SHA-256 of canonical content, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def content_of(dossier: Dossier) -> dict[str, Any]:
    """The dossier as it is now. In the scope of its organisation; sixteen queries, whatever its size."""
    content = instrument_content(dossier.instrument_id)
    departments = list(Department.objects.filter(organisation_id=dossier.organisation_id))
    answers = answers_of(dossier)
    with translation.override(LANGUAGE):  # why a factor is not asked is a sentence
        assessment = assessment_of(dossier, answers, list(priority_changes_of(dossier)))
    return {
        "format": FORMAT,
        "firm": _firm(dossier.organisation, departments),
        "dossier": {"id": str(dossier.pk), "year": dossier.year, "profile": dossier.profile},
        "instrument": {
            "slug": content.spec.slug,
            "version": content.spec.version,
            "sha256": content.content_hash,
        },
        "consultation": _consultation(dossier),
        "off": dict(assessment.off),
        "factors": _factors(assessment, {str(department.pk): department.name for department in departments}),
        "actions": _actions(dossier, content),
        "settled": _by_code(SettledRisk.objects.filter(dossier=dossier), content, lambda row: row.reason),
        "left_out": _left_out(dossier, content),
        "reassessments": _reassessments(dossier, content),
        "information": _information(dossier),
        "evidence": _evidence(dossier),
    }


def _firm(organisation: Organisation, departments: Iterable[Department]) -> dict[str, Any]:
    in_use = [department for department in departments if department.is_active]
    return {
        **{name: getattr(organisation, name) for name in FIRM_FIELDS},
        "departments": sorted([department.name, department.headcount] for department in in_use),
    }


def _consultation(dossier: Dossier) -> dict[str, Any]:
    recorded = Consultation.objects.filter(dossier=dossier).first()
    return {name: getattr(recorded, name) if recorded else None for name in CONSULTATION_FIELDS}


def _factors(assessment: Assessment, departments: dict[str, str]) -> dict[str, Any]:
    """Code → what was answered and what it weighs; a factor without an answer has null."""
    found: dict[str, Any] = {}
    for assessed in assessment.factors:
        if assessed.answer is None:
            found[assessed.code] = None
            continue
        values = {name: getattr(assessed.answer, name) for name in ANSWER_FIELDS}
        values["departments"] = sorted(departments.get(key, "") for key in values["departments"])
        found[assessed.code] = {
            **values,
            "computed": _key(assessed.evaluation.priority if assessed.evaluation else None),
            "chosen": _key(assessed.changed_priority),
            "chosen_because": assessed.change.note if assessed.changed_priority else "",
        }
    return found


def _actions(dossier: Dossier, content: InstrumentContent) -> dict[str, Any]:
    measures = {measure.id: measure.code for measure in content.measures.values()}
    rows = Action.objects.filter(dossier=dossier).select_related("owner__user", "department")
    rows = rows.prefetch_related("links", "steps", "evaluations", "co_owner_links__member__user")
    return {
        str(action.pk): {
            **{name: getattr(action, name) for name in ACTION_FIELDS},
            "owner": action.owner_label,
            "co_owners": sorted(str(link.member.user) for link in action.co_owner_links.all()),
            "department": action.department.name if action.department else "",
            "measure": measures.get(action.measure_id, ""),
            "depends_on": str(action.depends_on_id or ""),
            "factors": sorted(content.factors_by_id[link.factor_id].code for link in action.links.all()),
            "steps": [[step.text, step.done_at is not None] for step in action.steps.all()],
            "evaluations": [_evaluation(evaluation) for evaluation in action.evaluations.all()],
        }
        for action in rows
    }


def _evaluation(evaluation: ActionEvaluation) -> dict[str, Any]:
    return {
        name: getattr(evaluation, name) for name in ("held_on", "as_meant", "changed", "decision", "note")
    }


def _by_code(rows: Iterable[Any], content: InstrumentContent, value: Any) -> dict[str, Any]:
    return {content.factors_by_id[row.factor_id].code: value(row) for row in rows}


def _left_out(dossier: Dossier, content: InstrumentContent) -> dict[str, Any]:
    measures = {measure.id: measure.code for measure in content.measures.values()}
    rows = LeftOutMeasure.objects.filter(dossier=dossier)
    return {measures[row.measure_id]: {"reason": row.reason, "note": row.note} for row in rows}


def _reassessments(dossier: Dossier, content: InstrumentContent) -> dict[str, Any]:
    """Code → the newest look at the risk."""
    rows = Reassessment.objects.filter(dossier=dossier)
    names = ("verdict", "frequency", "reach", "severity", "happened", "priority")
    return _by_code(rows, content, lambda row: {name: getattr(row, name) for name in names})


def _information(dossier: Dossier) -> list[dict[str, Any]]:
    rows = (
        Information.objects.filter(dossier=dossier).prefetch_related("links").order_by("held_on", "at", "id")
    )
    return [
        {
            "held_on": row.held_on,
            "how": row.how,
            "is_whole_plan": row.is_whole_plan,
            "actions": sorted(str(link.action_id) for link in row.links.all()),
        }
        for row in rows
    ]


def _evidence(dossier: Dossier) -> list[list[str]]:
    rows = Evidence.objects.filter(dossier=dossier)
    return sorted([row.name, row.factor_code, str(row.action_id or ""), row.sha256] for row in rows)


def _key(priority: Any) -> str:
    return priority.key if priority else ""


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        raise TypeError("A version holds days, no moments.")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"A version holds plain values only, not {type(value).__name__}.")

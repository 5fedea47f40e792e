"""From the plan and how it is run to the part of a dossier file that tells of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils import timezone

from apps.actions.models import Action, ActionEvaluation, Information, LeftOutMeasure, Reassessment
from apps.reports.exchange.part import entry_of
from apps.reports.exchange.plan_schema import (
    ActionPart,
    EvaluationPart,
    InformationPart,
    LeftOutMeasurePart,
    NewAnswerPart,
    StepPart,
)
from apps.reports.exchange.values import in_order
from apps.reports.exchange.yamltext import Inline, InlineMapping
from apps.rie.content.tree import InstrumentContent
from apps.rie.models import Dossier

# A member without a name is called by her e-mail address, and that may be longer than an owner can be.
OWNER_LENGTH = Action._meta.get_field("owner_name").max_length

# Keys of an action that hold what its row holds.
AS_STORED = (
    "budget",
    "spent",
    "start_on",
    "due_on",
    "repeat_every",
    "residual_priority",
    "status",
    "status_note",
    "done_on",
    "result",
    "evaluate_on",
    "evaluated_on",
)


@dataclass(frozen=True)
class PlanExport:
    """``departments``: names by id. Seven queries together, whatever the size."""

    dossier: Dossier
    content: InstrumentContent
    departments: dict[str, str]

    @cached_property
    def actions(self) -> list[tuple[Action, dict[str, Any]]]:
        """By day. Actions of one day are told apart by what they say, so that ids play no part."""
        codes = {measure.id: code for code, measure in self.content.measures.items()}
        rows = Action.objects.filter(dossier=self.dossier).order_by("created_at", "id")
        rows = rows.select_related("owner__user").prefetch_related("links", "steps")
        entries = [(row, self._action(row, codes.get(row.measure_id))) for row in rows]
        return sorted(entries, key=lambda line: (line[0].due_on, line[0].title, repr(line[1])))

    @cached_property
    def keys(self) -> dict[UUID, str]:
        """A name for each action that something in the file points at: its place in the list."""
        pointed_at = {row.depends_on_id for row, _values in self.actions}
        pointed_at |= {row.action_id for row in self._evaluations}
        pointed_at |= {link.action_id for told in self._information for link in told.links.all()}
        numbered = enumerate(self.actions, start=1)
        return {row.pk: f"A{number}" for number, (row, _values) in numbered if row.pk in pointed_at}

    @property
    def plan(self) -> list[dict[str, Any]]:
        return [
            entry_of(
                ActionPart,
                {**values, "key": self.keys.get(row.pk), "depends_on": self.keys.get(row.depends_on_id)},
            )
            for row, values in self.actions
        ]

    def evaluations(self) -> list[dict[str, Any]]:
        """Oldest first: the newest new answer counts. Those whose action is gone stand on their own."""
        answers: dict[UUID | None, list[Reassessment]] = {}
        for row in Reassessment.objects.filter(dossier=self.dossier):
            answers.setdefault(row.evaluation_id, []).append(row)
        entries = [(row.at, self._evaluation(row, answers.get(row.pk, ()))) for row in self._evaluations]
        entries += [(row.at, self._without_action(row)) for row in answers.get(None, ())]
        return [entry for _at, entry in sorted(entries, key=lambda pair: pair[0])]

    def information(self) -> list[dict[str, Any]]:
        """Oldest first."""
        return [
            entry_of(
                InformationPart,
                {
                    "held_on": told.held_on,
                    "how": told.how,
                    "whole_plan": told.is_whole_plan,
                    "actions": None if told.is_whole_plan else Inline(self._named(told)),
                },
            )
            for told in self._information
        ]

    @cached_property
    def _evaluations(self) -> list[ActionEvaluation]:
        return list(ActionEvaluation.objects.filter(action__dossier=self.dossier))

    @cached_property
    def _information(self) -> list[Information]:
        rows = Information.objects.filter(dossier=self.dossier).order_by("held_on", "at", "id")
        return list(rows.prefetch_related("links"))

    def _named(self, told: Information) -> list[str]:
        """The actions it was about, in the order of the file."""
        linked = {link.action_id for link in told.links.all()}
        return [key for action_id, key in self.keys.items() if action_id in linked]

    def _action(self, row: Action, code: str | None) -> dict[str, Any]:
        measure = self.content.measures[code] if code else None
        usual_title, usual_description = (
            (measure.text.title, measure.text.first_step) if measure else (None, "")
        )
        linked = [self.content.factors_by_id[link.factor_id].code for link in row.links.all()]
        return {name: getattr(row, name) for name in AS_STORED} | {
            "measure": code,
            "repetition": row.is_repetition,
            "factors": Inline(in_order(linked, self.content.factors)),
            "title": None if row.title == usual_title else row.title,
            "description": None if row.description == usual_description else row.description,
            "steps": [
                InlineMapping(entry_of(StepPart, {"text": step.text, "done": step.done_at is not None}))
                for step in row.steps.all()
            ],
            "owner": row.owner_label[:OWNER_LENGTH],
            "owner_email": "" if row.owner_id else row.owner_email,
            "department": self.departments.get(str(row.department_id)),
            "added_on": timezone.localdate(row.created_at),
            "depends_on": None,
        }

    def _evaluation(self, row: ActionEvaluation, answers: Iterable[Reassessment]) -> dict[str, Any]:
        values = {name: getattr(row, name) for name in ("held_on", "as_meant", "changed", "decision", "note")}
        values |= {"action": self.keys[row.action_id], "answers": self._answers(answers)}
        return entry_of(EvaluationPart, values)

    def _without_action(self, row: Reassessment) -> dict[str, Any]:
        values = dict.fromkeys(("action", "as_meant", "changed", "decision")) | {"note": ""}
        values |= {"held_on": timezone.localdate(row.at), "answers": self._answers([row])}
        return entry_of(EvaluationPart, values)

    def _answers(self, rows: Iterable[Reassessment]) -> dict[str, InlineMapping]:
        by_code = {self.content.factors_by_id[row.factor_id].code: row for row in rows}
        names = NewAnswerPart.model_fields
        return {
            code: InlineMapping(
                entry_of(NewAnswerPart, {name: getattr(by_code[code], name) for name in names})
            )
            for code in in_order(by_code, self.content.factors)
        }


def left_out(dossier: Dossier, content: InstrumentContent) -> list[Any]:
    """The measures the firm does not want: codes on one line, or a line each when it wrote down why."""
    rows = {row.measure_id: row for row in LeftOutMeasure.objects.filter(dossier=dossier)}
    entries = [
        _left_out(code, rows[measure.id]) for code, measure in content.measures.items() if measure.id in rows
    ]
    return Inline(entries) if all(isinstance(entry, str) for entry in entries) else entries


def _left_out(code: str, row: LeftOutMeasure) -> str | dict[str, Any]:
    if not row.reason and not row.note:
        return code
    return entry_of(LeftOutMeasurePart, {"measure": code, "reason": row.reason, "note": row.note})

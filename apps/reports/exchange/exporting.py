"""From a dossier to a dossier file: the same content always gives the same text.

What the file cannot hold stays behind: accounts, who did what, and files. An owner who is a member becomes
her name; co-owners, remarks and calendar addresses stay behind with the accounts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django_scopes import scope

from apps.actions.models import SettledRisk
from apps.organisations.models import Department
from apps.reports.exchange.exporting_plan import PlanExport, left_out
from apps.reports.exchange.part import entry_of
from apps.reports.exchange.schema import (
    FORMAT,
    AnswerPart,
    ConsultationPart,
    DepartmentPart,
    DossierPart,
    OrganisationPart,
    PriorityChangePart,
)
from apps.reports.exchange.values import in_order
from apps.reports.exchange.yamltext import Inline, InlineMapping, to_yaml
from apps.rie.content.tree import InstrumentContent
from apps.rie.domain.answers import answer_values
from apps.rie.domain.dossier import consultation_of, consultation_values
from apps.rie.domain.instrument import instrument_content
from apps.rie.domain.profile import NONE_OPTION
from apps.rie.models import Answer, Dossier, DossierState, PriorityChange


def export_dossier(dossier: Dossier) -> str:
    """The dossier with its organisation as YAML that ``import_dossier`` reads back to an equal dossier.

    Needs no scope. Thirteen queries whatever the size; one more when the organisation did not come with the
    dossier, and six the first time an instrument is read.
    """
    # Which titles are those of the measure must not depend on the language someone works in.
    with scope(organisation=dossier.organisation), translation.override(settings.LANGUAGE_CODE):
        return to_yaml(_Export(dossier, instrument_content(dossier.instrument_id)).sections())


@dataclass(frozen=True)
class _Export:
    dossier: Dossier
    content: InstrumentContent

    def sections(self) -> Iterator[dict[str, Any]]:
        """The keys of the file, top to bottom; sections without content are left out."""
        departments = sorted(
            Department.objects.filter(organisation_id=self.dossier.organisation_id), key=lambda d: d.name
        )
        names = {str(department.pk): department.name for department in departments}
        yield {"format": FORMAT}
        yield {"organisation": self.organisation(departments)}
        yield {"dossier": self.header()}
        filled = {
            "profile": self.profile(),
            "consultation": entry_of(ConsultationPart, consultation_values(consultation_of(self.dossier))),
            "answers": self.answers(names),
            "priority_changes": self.priority_changes(),
            **self.run(names),
            "settled": self.settled(),
            "left_out": left_out(self.dossier, self.content),
        }
        yield from ({key: value} for key, value in filled.items() if value)

    def organisation(self, departments: list[Department]) -> dict[str, Any]:
        row = self.dossier.organisation
        values = {name: getattr(row, name) for name in OrganisationPart.model_fields if name != "departments"}
        values["departments"] = [
            InlineMapping(
                entry_of(
                    DepartmentPart,
                    {"name": entry.name, "headcount": entry.headcount, "active": entry.is_active},
                )
            )
            for entry in departments
        ]
        return entry_of(OrganisationPart, values)

    def header(self) -> InlineMapping:
        values = {
            "instrument": self.content.spec.slug,
            "version": self.content.spec.version,
            "year": self.dossier.year,
            "state": DossierState.DRAFT if self.dossier.is_open else DossierState.ARCHIVED,
        }
        return InlineMapping(entry_of(DossierPart, values))

    def profile(self) -> dict[str, Any]:
        """One option for a single question, a list for a multiple one; ``[]``: none of these."""
        answered: dict[str, Any] = {}
        for key, question in self.content.questions.items():
            options = in_order(self.dossier.profile.get(key, []), question.spec.options)
            if options and question.is_multiple:
                answered[key] = Inline(option for option in options if option != NONE_OPTION)
            elif options:
                answered[key] = options[0]
        return answered

    def answers(self, departments: dict[str, str]) -> dict[str, Any]:
        """Every answer in which something is said, also to factors that are not asked now."""
        rows = {row.factor_id: row for row in Answer.objects.filter(dossier=self.dossier)}
        entries = {
            code: self.answer(rows[factor.id], departments)
            for code, factor in self.content.factors.items()
            if factor.id in rows
        }
        return {code: entry for code, entry in entries.items() if entry != {"verdict": ""}}

    def answer(self, row: Answer, departments: dict[str, str]) -> dict[str, Any]:
        values = answer_values(row)
        values["special_groups"] = Inline(in_order(row.special_groups, self.content.text.special_groups))
        values["measures_in_place"] = Inline(in_order(row.measures_in_place, self.content.measures))
        values["departments"] = Inline(
            sorted(departments[key] for key in row.departments if key in departments)
        )
        entry = entry_of(AnswerPart, values)
        return InlineMapping(entry) if len(entry) == 1 else entry

    def priority_changes(self) -> list[dict[str, Any]]:
        """Oldest first: the newest one counts."""
        return [
            entry_of(
                PriorityChangePart,
                {
                    "factor": self.content.factors_by_id[change.factor_id].code,
                    "computed": change.computed,
                    "chosen": change.chosen,
                    "note": change.note,
                },
            )
            for change in PriorityChange.objects.filter(dossier=self.dossier)
        ]

    def run(self, departments: dict[str, str]) -> dict[str, Any]:
        """The plan and what was told and found out about it."""
        plan = PlanExport(self.dossier, self.content, departments)
        return {"plan": plan.plan, "evaluations": plan.evaluations(), "information": plan.information()}

    def settled(self) -> dict[str, str]:
        rows = SettledRisk.objects.filter(dossier=self.dossier)
        reasons = {self.content.factors_by_id[row.factor_id].code: row.reason for row in rows}
        return {code: reasons[code] for code in in_order(reasons, self.content.factors)}

"""What a report is made from: everything that was read, before anything is put on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from apps.actions.checks import Finding
from apps.actions.effect import Effect, Residual
from apps.actions.models import ActionEvaluation, Information
from apps.actions.queries import Plan
from apps.organisations.models import Department, Organisation
from apps.reports.choice import Choice
from apps.reports.standing import Standing
from apps.rie.content.tree import InstrumentContent
from apps.rie.domain.assessment import Assessment
from apps.rie.models import Consultation, Dossier, PriorityChange


@dataclass(frozen=True, kw_only=True)
class Material:
    """``choice``: the part of the plan that is printed; None for all of it.

    ``changes`` are all manual changes of priority, oldest first; ``departments`` also the retired ones.
    ``evaluations`` are all looks back, by id, oldest first; ``information`` newest first.
    ``standing``: where consent and review stand.
    """

    dossier: Dossier
    organisation: Organisation
    consultation: Consultation
    departments: tuple[Department, ...]
    assessment: Assessment
    plan: Plan
    choice: Choice | None
    effect: Effect
    findings: tuple[Finding, ...]
    evaluations: Mapping[UUID, ActionEvaluation]
    information: tuple[Information, ...]
    changes: tuple[PriorityChange, ...]
    standing: Standing
    made_on: date

    @property
    def content(self) -> InstrumentContent:
        return self.assessment.content

    @cached_property
    def department_names(self) -> dict[str, str]:
        """Names by id, as answers store it; a retired department keeps its name."""
        return {str(department.pk): department.name for department in self.departments}

    @cached_property
    def looks(self) -> dict[UUID, list[ActionEvaluation]]:
        """The looks back on each action, oldest first."""
        found: dict[UUID, list[ActionEvaluation]] = {}
        for evaluation in self.evaluations.values():
            found.setdefault(evaluation.action_id, []).append(evaluation)
        return found

    @cached_property
    def residuals(self) -> dict[str, Residual]:
        """Each risk before and after, by code."""
        return {chain.risk.code: chain.residual for chain in self.effect.chains}

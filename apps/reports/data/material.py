"""What a report is made from: everything that was read, before anything is put on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from apps.actions.queries import Plan
from apps.organisations.models import Department, Organisation
from apps.rie.content.tree import InstrumentContent
from apps.rie.domain.assessment import Assessment
from apps.rie.models import Consultation, Dossier, PriorityChange


@dataclass(frozen=True, kw_only=True)
class Material:
    """``changes`` are all manual changes of priority, oldest first; ``departments`` also the retired ones."""

    dossier: Dossier
    organisation: Organisation
    consultation: Consultation
    departments: tuple[Department, ...]
    assessment: Assessment
    plan: Plan
    changes: tuple[PriorityChange, ...]
    made_on: date

    @property
    def content(self) -> InstrumentContent:
        return self.assessment.content

    @cached_property
    def department_names(self) -> dict[str, str]:
        """Names by id, as answers store it; a retired department keeps its name."""
        return {str(department.pk): department.name for department in self.departments}

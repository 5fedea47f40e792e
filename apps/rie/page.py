"""What every page of a dossier needs, fetched once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from apps.organisations.access import may
from apps.organisations.permissions import CHANGE_DOSSIER
from apps.rie.content.tree import InstrumentContent
from apps.rie.domain.assessment import Assessment
from apps.rie.domain.instrument import instrument_content
from apps.rie.models import Dossier
from apps.rie.queries import assessment_of, chosen_priorities_of, find_dossier, weighed_answers_of
from apps.rie.steps import RailStep, draw, next_step, rail


@dataclass
class DossierPage:
    """One dossier as one person sees it. The assessment is read when first asked for (two queries)."""

    request: HttpRequest
    dossier: Dossier

    @property
    def content(self) -> InstrumentContent:
        return instrument_content(self.dossier.instrument_id)

    @cached_property
    def assessment(self) -> Assessment:
        return assessment_of(
            self.dossier, weighed_answers_of(self.dossier), chosen_priorities_of(self.dossier)
        )

    @cached_property
    def may_change(self) -> bool:
        """Whether this person may fill in now: the right role, and the dossier still open."""
        return self.dossier.is_open and may(self.request, CHANGE_DOSSIER)

    def rail(self, current: str) -> tuple[RailStep, ...]:
        return rail(self.dossier, self.assessment, current)

    def render(
        self, template: str, current: str, context: dict[str, Any] | None = None, status: int = 200
    ) -> HttpResponse:
        """A whole page, with the rail beside it."""
        steps = self.rail(current)
        return render(
            self.request,
            template,
            {
                "page": self,
                "dossier": self.dossier,
                "organisation": self.request.organisation,
                "assessment": self.assessment,
                "steps": steps,
                "rail": draw(steps),
                "current_step": next((step for step in steps if step.is_current), None),
                "next_step": next_step(steps),
                "may_change": self.may_change,
                "saved_at": None,
                **(context or {}),
            },
            status=status,
        )


def open_page(request: HttpRequest, dossier_id: UUID) -> DossierPage:
    """The dossier of this URL, within the organisation in scope. One query.

    Raises:
        Http404: it does not exist, or belongs to another organisation.
    """
    dossier = find_dossier(dossier_id)
    if dossier is None:
        raise Http404
    dossier.organisation = request.organisation
    return DossierPage(request=request, dossier=dossier)

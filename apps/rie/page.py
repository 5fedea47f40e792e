"""What every page of a dossier needs, fetched once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from apps.organisations.access import may
from apps.organisations.permissions import CHANGE_DOSSIER, CHANGE_PART, VIEW_DOSSIER
from apps.rie.content.tree import InstrumentContent
from apps.rie.domain.assessment import Assessment
from apps.rie.domain.instrument import instrument_content
from apps.rie.models import Delegation, Dossier
from apps.rie.queries import (
    assessment_of,
    chosen_priorities_of,
    find_dossier,
    own_parts_of,
    weighed_answers_of,
)
from apps.rie.steps import RailStep, draw, next_step, rail


@dataclass
class DossierPage:
    """One dossier as one person sees it. The assessment is read when first asked for (two queries).

    Somebody to whom parts were given sees these and nothing else: the rest is not in her assessment.
    ``own_department``: the only department she speaks for on this page; None for all of them.
    """

    request: HttpRequest
    dossier: Dossier
    own_department: UUID | None = None

    @property
    def content(self) -> InstrumentContent:
        return instrument_content(self.dossier.instrument_id)

    @cached_property
    def assessment(self) -> Assessment:
        return self.visible(
            assessment_of(self.dossier, weighed_answers_of(self.dossier), chosen_priorities_of(self.dossier))
        )

    def visible(self, assessment: Assessment) -> Assessment:
        """What this person may see of an assessment of the whole dossier."""
        return assessment if self.parts is None else assessment.within(self.parts)

    @cached_property
    def may_see_all(self) -> bool:
        return may(self.request, VIEW_DOSSIER)

    @cached_property
    def own_parts(self) -> Mapping[str, Delegation]:
        """Key of a subtheme → how it was given to this person. One query for a member."""
        member = self.request.membership
        return own_parts_of(self.dossier, member) if member else {}

    @cached_property
    def parts(self) -> frozenset[str] | None:
        """Keys of the only subthemes this person may see; None for who sees all (no query)."""
        return None if self.may_see_all else frozenset(self.own_parts)

    @cached_property
    def may_change(self) -> bool:
        """Whether this person may fill in what she sees: the right role, and the dossier still open."""
        permission = CHANGE_DOSSIER if self.may_see_all else CHANGE_PART
        return self.dossier.is_open and may(self.request, permission)

    @property
    def on_behalf_of(self) -> str:
        """For whom an adviser reads along: the name of her practice. Empty for a member. No query."""
        return self.request.presence.on_behalf_of.get(self.dossier.pk, "")

    def enter(self, subtheme: str) -> None:
        """This page is about one subtheme: who was given it for one department speaks for that one only.

        Somebody who sees all is bound to no department.
        """
        if self.parts is not None:
            self.own_department = self.own_parts[subtheme].department_id

    def rail(self, current: str) -> tuple[RailStep, ...]:
        return rail(self.dossier, self.assessment, current)

    def render(
        self, template: str, current: str, context: dict[str, Any] | None = None, status: int = 200
    ) -> HttpResponse:
        """A whole page, with the rail beside it for who sees all."""
        steps = self.rail(current) if self.may_see_all else ()
        return render(
            self.request,
            template,
            {
                "page": self,
                "dossier": self.dossier,
                "organisation": self.request.organisation,
                # Not every page of somebody who sees only her own part looks at it.
                "assessment": SimpleLazyObject(lambda: self.assessment),
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

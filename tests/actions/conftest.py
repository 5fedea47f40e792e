"""A firm with three risks: one high, one medium, one low."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse
from django_scopes import scope

from apps.actions.models import Action
from apps.actions.queries import Plan, plan_of
from apps.organisations.models import Organisation
from apps.rie.domain.assessment import Assessment
from apps.rie.domain.instrument import instrument_content
from apps.rie.models import Answer, Dossier
from apps.rie.queries import assessment_of

HIGH, MEDIUM, LOW = "O11", "W24", "W31"
ANSWERS: dict[str, dict[str, Any]] = {
    HIGH: {"verdict": "not_in_order"},
    MEDIUM: {"verdict": "partly", "frequency": 3, "reach": 3, "severity": 2},
    LOW: {"verdict": "partly", "frequency": 1, "reach": 1, "severity": 1},
}


@dataclass(frozen=True)
class Firm:
    organisation: Organisation
    dossier: Dossier

    def url(self, name: str, *args: object) -> str:
        return reverse(f"actions:{name}", args=[self.organisation.pk, self.dossier.pk, *args])

    @property
    def assessment(self) -> Assessment:
        with scope(organisation=self.organisation):
            return assessment_of(self.dossier)

    @property
    def plan(self) -> Plan:
        with scope(organisation=self.organisation):
            return plan_of(self.dossier, self.assessment)

    @property
    def actions(self) -> list[Action]:
        with scope(organisation=self.organisation):
            return list(Action.objects.select_related("owner", "measure").prefetch_related("links", "events"))

    def risk(self, code: str, **fields: Any) -> None:
        content = instrument_content(self.dossier.instrument_id)
        with scope(organisation=self.organisation):
            Answer.objects.create(
                organisation=self.organisation,
                dossier=self.dossier,
                factor_id=content.factors[code].id,
                **fields,
            )


@pytest.fixture
def firm(organisation: Organisation, dossier: Dossier) -> Firm:
    firm = Firm(organisation, dossier)
    for code, fields in ANSWERS.items():
        firm.risk(code, **fields)
    return firm

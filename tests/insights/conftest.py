"""Firms of a sector, many at a time."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import pytest
from django_scopes import scopes_disabled

from apps.actions.models import Action
from apps.organisations.models import Organisation
from apps.rie.content.tree import InstrumentContent
from apps.rie.domain.instrument import instrument_content, latest
from apps.rie.models import Answer, Dossier
from tests.factories import OrganisationFactory


@dataclass(frozen=True)
class Entry:
    """What one firm filled in: code of a factor → verdict, and the codes of measures in its plan."""

    verdicts: Mapping[str, str] = field(default_factory=dict)
    measures: frozenset[str] = frozenset()


def fill_sector(
    content: InstrumentContent, entries: Iterable[Entry], *, sector: str = "zorg", **firm: object
) -> list[Dossier]:
    """A firm with one dossier for each entry, in five statements however many there are."""
    entries = list(entries)
    firms = [OrganisationFactory.build(id=uuid.uuid4(), sector=sector, **firm) for _ in entries]
    dossiers = [Dossier(organisation=own, instrument_id=content.id, year=2026) for own in firms]
    with scopes_disabled():
        Organisation.objects.bulk_create(firms)
        Dossier.objects.bulk_create(dossiers)
        Answer.objects.bulk_create(
            Answer(
                organisation=dossier.organisation,
                dossier=dossier,
                factor_id=content.factors[code].id,
                verdict=verdict,
                reason="Daarom." if verdict == "not_applicable" else "",
            )
            for dossier, entry in zip(dossiers, entries, strict=True)
            for code, verdict in entry.verdicts.items()
        )
        Action.objects.bulk_create(
            Action(
                organisation=dossier.organisation,
                dossier=dossier,
                measure_id=content.measures[code].id,
                title=code,
                due_on=date(2027, 1, 1),
            )
            for dossier, entry in zip(dossiers, entries, strict=True)
            for code in entry.measures
        )
    return dossiers


@pytest.fixture(scope="session")
def content(django_db_setup: None, django_db_blocker: object) -> InstrumentContent:
    with django_db_blocker.unblock():
        return instrument_content(latest().pk)

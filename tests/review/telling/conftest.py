"""A firm with somebody in every role, a practice with three advisers, and another of each."""

from __future__ import annotations

import pytest

from apps.organisations.models import Organisation, Practice, User
from apps.rie.models import Dossier
from tests.factories import DossierFactory, MembershipFactory, OrganisationFactory
from tests.review.conftest import adviser_of
from tests.review.telling.hearing import people_of, person


@pytest.fixture(autouse=True)
def _in_english(english: None) -> None:
    """So that a test reads the words it looks for."""


@pytest.fixture
def firm(organisation: Organisation) -> dict[str, User]:
    return people_of(organisation)


@pytest.fixture
def advisers(practice: Practice, other_practice: Practice) -> dict[str, User]:
    adviser_of(practice, user=person("Ghost", is_active=False))
    adviser_of(other_practice, user=person("Other"))
    return {name: adviser_of(practice, user=person(name)) for name in ("Anna", "Bea")}


@pytest.fixture
def other_firm(practice: Practice) -> Dossier:
    """Somebody there must never hear about the first firm."""
    dossier = DossierFactory(organisation=OrganisationFactory(name="De Eik"))
    MembershipFactory(organisation=dossier.organisation, user=person("Stranger"))
    return dossier

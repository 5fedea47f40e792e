"""A firm with an OR, an employer, a member of the council, and a version that was put before her."""

from __future__ import annotations

import pytest
from django.test import Client
from django_scopes import scope

from apps.organisations.models import Role
from apps.review.models import Version
from apps.rie.domain.instrument import instrument_content
from apps.rie.models import Answer
from tests.factories import DossierFactory, OrganisationFactory
from tests.review.consent.asking import RISK, add, rows, url


@pytest.fixture
def organisation(db):
    return OrganisationFactory(representation="or")


@pytest.fixture
def dossier(organisation):
    """One risk with an action against it."""
    dossier = DossierFactory(organisation=organisation)
    factor = instrument_content(dossier.instrument_id).factors[RISK]
    with scope(organisation=organisation):
        Answer.objects.create(
            organisation=organisation,
            dossier=dossier,
            factor_id=factor.id,
            verdict="partly",
            frequency=3,
            reach=3,
            root_cause="Te weinig mensen",
        )
        add(dossier, "Maak huisregels", [factor])
    return dossier


@pytest.fixture
def boss(browser_of) -> Client:
    return browser_of(Role.EMPLOYER)


@pytest.fixture
def council(browser_of) -> Client:
    return browser_of(Role.WORKS_COUNCIL)


@pytest.fixture
def asked(boss, council, dossier, organisation) -> Version:
    boss.post(url(dossier, "ask_consent"))
    return rows(Version, organisation)[0]

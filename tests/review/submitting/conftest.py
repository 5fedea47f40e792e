"""A firm that answered every statement, so that it can submit."""

from __future__ import annotations

import pytest
from django.test import Client
from django_scopes import scope

from apps.organisations.models import Organisation, Role
from apps.rie.domain.instrument import instrument_content
from apps.rie.models import Answer, Dossier
from tests.factories import MembershipFactory
from tests.review.submitting.handing_in import Desk


@pytest.fixture
def desk(organisation: Organisation, dossier: Dossier) -> Desk:
    """Everything is in order: nothing blocks, and there is no risk."""
    with scope(organisation=organisation):
        Answer.objects.bulk_create(
            Answer(organisation=organisation, dossier=dossier, factor_id=factor.id, verdict="in_order")
            for factor in instrument_content(dossier.instrument_id).factors.values()
        )
    boss = MembershipFactory(organisation=organisation, role=Role.EMPLOYER).user
    return Desk(organisation, dossier, boss)


@pytest.fixture
def boss_browser(desk: Desk) -> Client:
    browser = Client()
    browser.force_login(desk.boss)
    return browser

"""A practice, its advisers, and what is shared with them."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django_scopes import scope

from apps.organisations.models import Organisation, Practice, PracticeMembership, User
from apps.review.domain.sharing import share_dossier
from apps.review.models import DossierShare
from apps.rie.models import Dossier
from tests.factories import UserFactory


def adviser_of(*practices: Practice, user: User | None = None) -> User:
    """Somebody who works for these practices."""
    user = user or UserFactory()
    for practice in practices:
        PracticeMembership.objects.create(practice=practice, user=user)
    return user


def browser_for(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def share(dossier: Dossier, practice: Practice, shared_at: datetime | None = None) -> DossierShare:
    """Shared by nobody in particular; works outside a scope."""
    with scope(organisation=dossier.organisation):
        made = share_dossier(dossier=dossier, practice=practice, user=None)
        if shared_at:
            DossierShare.objects.filter(pk=made.pk).update(shared_at=shared_at)
    return made


def shares_in(organisation: Organisation) -> list[DossierShare]:
    with scope(organisation=organisation):
        return list(DossierShare.objects.select_related("practice", "shared_by"))


@pytest.fixture
def practice(db: None) -> Practice:
    return Practice.objects.create(name="Arbodienst De Brug")


@pytest.fixture
def other_practice(db: None) -> Practice:
    return Practice.objects.create(name="Bureau Werkwijs")


@pytest.fixture
def adviser(practice: Practice) -> User:
    return adviser_of(practice)


@pytest.fixture
def adviser_browser(adviser: User) -> Client:
    return browser_for(adviser)


@pytest.fixture
def shared(dossier: Dossier, practice: Practice) -> DossierShare:
    return share(dossier, practice)

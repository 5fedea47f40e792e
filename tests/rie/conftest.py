"""A firm with one dossier, one department and one risk: enough to open every page."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest
from django.urls import reverse
from django_scopes import scope

from apps.organisations.models import Department, Membership, Organisation, Role
from apps.rie.content.tree import InstrumentContent
from apps.rie.domain.delegation import Part
from apps.rie.domain.instrument import instrument_content, latest
from apps.rie.models import Answer, Dossier
from tests.factories import MembershipFactory, UserFactory

RISK = "W43"


@dataclass(frozen=True)
class Firm:
    organisation: Organisation
    dossier: Dossier
    department: Department

    def url(self, name: str, *args: object) -> str:
        """The address of a page of the dossier."""
        return reverse(f"rie:{name}", args=[self.organisation.pk, self.dossier.pk, *args])

    def answer(self, code: str) -> Answer | None:
        """An answer as it is stored now."""
        content = instrument_content(self.dossier.instrument_id)
        with scope(organisation=self.organisation):
            stored = Answer.objects.filter(dossier=self.dossier, factor_id=content.factors[code].id)
            return stored.select_related("updated_by").first()

    def stored(self) -> Dossier:
        """The dossier as it is stored now."""
        with scope(organisation=self.organisation):
            return Dossier.objects.select_related("consultation").get(pk=self.dossier.pk)


@pytest.fixture(scope="session")
def content(django_db_setup: None, django_db_blocker: object) -> InstrumentContent:
    """The instrument that migrating published. Reading it once keeps it in memory for all tests."""
    with django_db_blocker.unblock():
        return instrument_content(latest().pk)


@pytest.fixture
def firm(organisation: Organisation, dossier: Dossier, content: InstrumentContent) -> Firm:
    with scope(organisation=organisation):
        department = Department.objects.create(organisation=organisation, name="Winkel", headcount=8)
        Answer.objects.create(
            organisation=organisation,
            dossier=dossier,
            factor_id=content.factors[RISK].id,
            verdict="partly",
            frequency=3,
            reach=3,
            severity=2,
        )
    return Firm(organisation, dossier, department)


@pytest.fixture
def owner(firm: Firm) -> Membership:
    return MembershipFactory(organisation=firm.organisation, user=UserFactory(name="Anna de Boer"))


@pytest.fixture
def member(firm: Firm) -> Membership:
    return MembershipFactory(
        organisation=firm.organisation,
        role=Role.CONTRIBUTOR,
        user=UserFactory(name="Bram", email="bram@example.org"),
    )


@pytest.fixture
def part(firm: Firm, content: InstrumentContent) -> Part:
    return Part(firm.dossier, content.subthemes["taakeisen"])


@pytest.fixture
def letters(django_capture_on_commit_callbacks: Callable) -> Callable[[], AbstractContextManager[list]]:
    """``with letters(): …`` and the letters are in ``mail.outbox``."""
    return lambda: django_capture_on_commit_callbacks(execute=True)

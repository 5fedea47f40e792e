"""A firm whose RI&E is filled in, with the people who work on it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django_scopes import scope

from apps.organisations.models import Organisation, Role, User
from apps.rie.content.tree import InstrumentContent
from apps.rie.domain.instrument import instrument_content
from apps.rie.models import Answer, Dossier
from tests.factories import MembershipFactory, UserFactory
from tests.journeys.visitor import PASSWORD
from tests.reports.sample import full_dossier


@dataclass(frozen=True)
class Firm:
    dossier: Dossier

    @property
    def organisation(self) -> Organisation:
        return self.dossier.organisation

    def member(self, role: Role, name: str) -> User:
        """Someone with an account who belongs to this firm."""
        user = UserFactory(name=name, password=PASSWORD)
        MembershipFactory(organisation=self.organisation, user=user, role=role)
        return user

    def url(self, view: str, *args: object) -> str:
        """The address of a page of the dossier, for example ``rie:subtheme``."""
        return reverse(view, args=[self.organisation.pk, self.dossier.pk, *args])

    def subtheme_of(self, code: str) -> str:
        """The address of the page on which this statement stands."""
        return self.url("rie:subtheme", self._content.factors[code].spec.subtheme)

    def answer(self, code: str) -> Answer:
        """An answer as it is stored now."""
        with scope(organisation=self.organisation):
            return Answer.objects.get(dossier=self.dossier, factor_id=self._content.factors[code].id)

    @property
    def _content(self) -> InstrumentContent:
        return instrument_content(self.dossier.instrument_id)


def flower_shop() -> Firm:
    """The sample dossier: about fifty statements, fourteen risks and a plan of ten actions."""
    return Firm(full_dossier())

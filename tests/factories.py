"""Test data, made the way the application makes it."""

from __future__ import annotations

import factory
from allauth.account.models import EmailAddress
from django.db.models import Model
from django_scopes import scope, scopes_disabled

from apps.organisations.models import Membership, Organisation, Representation, Role, Sector, User
from apps.rie.domain.dossier import open_dossier
from apps.rie.models import Dossier


class UserFactory(factory.django.DjangoModelFactory):
    """A person who has confirmed her e-mail address."""

    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    name = factory.Sequence(lambda number: f"Person {number}")

    @classmethod
    def _create(cls, model_class: type[User], *args: object, **kwargs: object) -> User:
        user = model_class.objects.create_user(*args, **kwargs)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name = "Bloemenwinkel De Linde"
    kvk_number = "12345678"
    sector = Sector.RETAIL
    headcount = 12
    paid_hours_per_week = 260
    sites = 1
    representation = Representation.NONE


class MembershipFactory(factory.django.DjangoModelFactory):
    """Membership of one person in one organisation; works outside a scope."""

    class Meta:
        model = Membership

    organisation = factory.SubFactory(OrganisationFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.EMPLOYER

    @classmethod
    def _create(cls, model_class: type[Model], *args: object, **kwargs: object) -> Model:
        with scopes_disabled():
            return super()._create(model_class, *args, **kwargs)


class DossierFactory(factory.django.DjangoModelFactory):
    """An open dossier on the newest instrument; works outside a scope."""

    class Meta:
        model = Dossier

    organisation = factory.SubFactory(OrganisationFactory)
    year = 2026

    @classmethod
    def _create(cls, model_class: type[Dossier], *args: object, **kwargs: object) -> Dossier:
        with scope(organisation=kwargs["organisation"]):
            return open_dossier(**kwargs)

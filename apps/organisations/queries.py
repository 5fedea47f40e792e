"""Reads on organisations and members."""

from __future__ import annotations

from django.db.models import QuerySet
from django_scopes import scopes_disabled

from apps.organisations.models import Department, Membership, Organisation, User


def memberships_of(user: User) -> list[Membership]:
    """The organisations someone belongs to, by name. One query.

    Crosses tenants on purpose: this is how a person finds her own organisations.
    """
    with scopes_disabled():
        return list(
            Membership.objects.filter(user=user).select_related("organisation").order_by("organisation__name")
        )


def active_departments(organisation: Organisation) -> QuerySet[Department]:
    """Departments that can be chosen now. One query."""
    return Department.objects.filter(organisation=organisation, is_active=True)


def members(organisation: Organisation) -> QuerySet[Membership]:
    """Members with their user, by name. One query."""
    return (
        Membership.objects.filter(organisation=organisation)
        .select_related("user")
        .order_by("user__name", "user__email")
    )

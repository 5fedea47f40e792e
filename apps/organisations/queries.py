"""Reads on organisations and members."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django_scopes import scopes_disabled

from apps.organisations.models import (
    Department,
    Invitation,
    Membership,
    Organisation,
    PracticeMembership,
    Role,
    SectorManager,
    User,
)
from apps.organisations.tokens import hash_of


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


def open_invitations(organisation: Organisation) -> QuerySet[Invitation]:
    """Letters that nobody used or took back, newest first; also those that are too old now. One query."""
    return Invitation.objects.filter(
        organisation=organisation, accepted_at__isnull=True, revoked_at__isnull=True
    ).select_related("organisation")


def find_invitation(token: str, now: datetime) -> Invitation | None:
    """The invitation that this token opens now; None when unknown, used, taken back or too old. One query.

    Crosses tenants on purpose: who holds the token belongs to no firm yet.
    """
    with scopes_disabled():
        return (
            Invitation.objects.filter(
                token_hash=hash_of(token),
                accepted_at__isnull=True,
                revoked_at__isnull=True,
                expires_at__gt=now,
            )
            .select_related("organisation")
            .first()
        )


def is_only_employer(membership: Membership) -> bool:
    """Whether the firm would have no employer without this member. One query for an employer, else none."""
    if membership.role != Role.EMPLOYER:
        return False
    employers = Membership.objects.filter(organisation_id=membership.organisation_id, role=Role.EMPLOYER)
    return not employers.exclude(pk=membership.pk).exists()


def firms_that_need(user: User) -> list[Organisation]:
    """The firms that would have no employer without this person, by name. One query.

    Crosses tenants on purpose: it is about her own firms only.
    """
    with scopes_disabled():
        others = Membership.objects.filter(organisation=OuterRef("pk"), role=Role.EMPLOYER).exclude(user=user)
        hers = Organisation.objects.filter(memberships__user=user, memberships__role=Role.EMPLOYER)
        return list(hers.exclude(Exists(others)).order_by("name"))


class OtherWork(NamedTuple):
    """What somebody does here besides working in a firm."""

    is_adviser: bool = False
    is_sector_manager: bool = False


def other_work_of(user: User) -> OtherWork:
    """Whether someone is an adviser of a practice, or sees counts of a sector. One query."""
    found = User.objects.filter(pk=user.pk).values_list(
        Exists(PracticeMembership.objects.filter(user=OuterRef("pk"))),
        Exists(SectorManager.objects.filter(user=OuterRef("pk"))),
    )
    return OtherWork(*found.get())

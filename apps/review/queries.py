"""Reads on what is shared with advisers."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django_scopes import scopes_disabled

from apps.organisations.models import Membership, Practice, User
from apps.organisations.presence import ADVISER, Presence
from apps.review.models import DossierShare
from apps.rie.models import Dossier


def find_adviser(user: User, organisation_id: UUID) -> Presence | None:
    """An adviser who comes for the dossiers of this firm that are shared with a practice of hers. One query.

    Runs outside a tenant's scope: it is how an adviser gets into one.
    """
    shares = list(_open_to(user).filter(organisation_id=organisation_id).order_by("practice__name"))
    if not shares:
        return None
    practices: dict[UUID, list[str]] = defaultdict(list)
    for share in shares:
        practices[share.dossier_id].append(share.practice.name)
    return Presence(
        user.pk,
        shares[0].organisation,
        ADVISER,
        dossiers=frozenset(practices),
        on_behalf_of={dossier_id: ", ".join(names) for dossier_id, names in practices.items()},
    )


def queue_of(user: User, practice: Practice | None = None) -> QuerySet[DossierShare]:
    """What is shared with the practices of an adviser (or with one of them), newest first. One query.

    Crosses tenants on purpose: this is how an adviser finds the firms that let her in.
    """
    with scopes_disabled():
        shares = _open_to(user).select_related("dossier").order_by("-shared_at", "id")
        return shares.filter(practice=practice) if practice else shares


def practices_of(user: User) -> list[Practice]:
    """The practices someone is an adviser of, by name; those that have stopped too. One query."""
    return list(Practice.objects.filter(memberships__user=user).order_by("name", "id"))


def open_practices() -> QuerySet[Practice]:
    """The practices on the platform that a dossier can be shared with, by name. One query."""
    return Practice.objects.filter(closed_at__isnull=True).order_by("name", "id")


def shares_of(dossier: Dossier) -> QuerySet[DossierShare]:
    """Every share of a dossier, newest first, ended ones too. One query.

    Each comes with ``works_here``: whether somebody of the practice is (now) a member of the firm.
    """
    colleagues = Membership.objects.filter(
        organisation_id=dossier.organisation_id, user__practices__practice=OuterRef("practice")
    )
    return (
        DossierShare.objects.filter(dossier=dossier)
        .select_related("practice", "shared_by")
        .annotate(works_here=Exists(colleagues))
        .order_by("-shared_at", "id")
    )


def works_in_firm(practice: Practice, organisation_id: UUID) -> bool:
    """Whether somebody of the practice is also a member of the firm in scope. One query."""
    members = Membership.objects.filter(organisation_id=organisation_id)
    return members.filter(user__practices__practice=practice).exists()


def _open_to(user: User) -> QuerySet[DossierShare]:
    """Shares that let somebody in as an adviser. Who is a member of the firm comes in as that, or not at all.

    For use outside a scope.
    """
    own = Membership.objects.filter(organisation=OuterRef("organisation"), user=user)
    return DossierShare.objects.select_related("organisation", "practice").filter(
        ~Exists(own),
        withdrawn_at__isnull=True,
        practice__closed_at__isnull=True,
        practice__memberships__user=user,
    )

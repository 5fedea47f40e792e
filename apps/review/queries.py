"""Reads on what is shared with advisers."""

from __future__ import annotations

from uuid import UUID

from apps.organisations.models import User
from apps.organisations.presence import ADVISER, Presence
from apps.review.models import DossierShare


def find_adviser(user: User, organisation_id: UUID) -> Presence | None:
    """An adviser who comes for the dossiers of this firm that are shared with a practice of hers. One query.

    Runs outside a tenant's scope: it is how an adviser gets into one.
    """
    shares = DossierShare.objects.select_related("organisation").filter(
        organisation_id=organisation_id,
        withdrawn_at__isnull=True,
        practice__closed_at__isnull=True,
        practice__memberships__user=user,
    )
    found = list(shares)
    if not found:
        return None
    return Presence(
        user.pk,
        found[0].organisation,
        ADVISER,
        dossiers=frozenset(share.dossier_id for share in found),
    )

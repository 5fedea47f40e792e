"""Saving the firm's own numbers for the estimate of what absence costs."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps.insights.costs import KEYS
from apps.insights.models import CostAssumptions
from apps.organisations.merging import Merge, merge
from apps.organisations.models import User
from apps.rie.domain.errors import DossierClosedError
from apps.rie.models import Dossier


def own_numbers(assumptions: CostAssumptions | None) -> dict[str, Decimal | None]:
    """Every number of the sum that a firm may give, None where ours counts."""
    stored = assumptions.values if assumptions else {}
    return {key: Decimal(stored[key]) if key in stored else None for key in KEYS}


@transaction.atomic
def save_assumptions(
    *,
    dossier: Dossier,
    seen: Mapping[str, str],
    typed: Mapping[str, Decimal | None],
    user: User | None,
) -> Merge:
    """Save the numbers that were changed, all or none; what a colleague changed meanwhile is a conflict.

    Raises:
        DossierClosedError: the dossier is closed.
    """
    locked = Dossier.objects.select_for_update().get(pk=dossier.pk)
    if not locked.is_open:
        raise DossierClosedError
    assumptions, _created = CostAssumptions.objects.get_or_create(
        dossier=dossier, defaults={"organisation_id": dossier.organisation_id}
    )
    outcome = merge(seen=seen, stored=own_numbers(assumptions), typed=typed)
    if outcome.conflicts or not outcome.changes:
        return outcome
    values = {**own_numbers(assumptions), **outcome.changes}
    CostAssumptions.objects.filter(pk=assumptions.pk).update(
        values={key: str(value) for key, value in values.items() if value is not None},
        version=F("version") + 1,
        updated_at=timezone.now(),
        updated_by=user,
    )
    return outcome

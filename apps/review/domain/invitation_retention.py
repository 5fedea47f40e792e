"""Invitations of advisers and of colleagues are kept as long as those of members, and no longer."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from apps.organisations.domain.retention import also_invitations, count_or_delete
from apps.review.models import AdviserInvitation, ColleagueInvitation


@also_invitations
def forget_review_invitations(*, before: datetime, dry_run: bool) -> int:
    """Those that were accepted, taken back or too old. The round and the adviser stay."""
    unused = Q(accepted_at__isnull=True, expires_at__lt=before)
    advisers = AdviserInvitation.objects.filter(Q(accepted_at__lt=before) | unused)
    ended = Q(accepted_at__lt=before) | Q(revoked_at__lt=before) | unused & Q(revoked_at__isnull=True)
    colleagues = ColleagueInvitation.objects.filter(ended)
    return sum(count_or_delete(rows, dry_run=dry_run) for rows in (advisers, colleagues))

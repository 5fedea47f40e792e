"""How long a practice keeps the record of a review."""

from __future__ import annotations

from datetime import datetime

from apps.organisations.domain.retention import count_or_delete, keep_until
from apps.review.models import ReviewRecord


@keep_until("review_records")
def forget_review_records(*, before: datetime, dry_run: bool) -> int:
    """Records of reviews. Until then they stay, also when the firm deletes its RI&E or itself."""
    return count_or_delete(ReviewRecord.objects.filter(concluded_at__lt=before), dry_run=dry_run)

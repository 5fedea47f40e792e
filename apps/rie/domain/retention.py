"""How long a closed RI&E is kept."""

from __future__ import annotations

from datetime import datetime

from apps.organisations.domain.deletion import delete_with_files
from apps.organisations.domain.retention import keep_until
from apps.rie.models import Dossier, DossierState


@keep_until("closed_dossiers")
def forget_closed_dossiers(*, before: datetime, dry_run: bool) -> int:
    """RI&E's that were closed, with their answers, plan, reports and evidence.

    The law names no term. An employer may have to show what she did about a risk for five years after
    somebody knows of the harm (BW art. 3:310 lid 1, 7:658 lid 2); the term in the settings has room for that.
    """
    closed = Dossier.objects.filter(state=DossierState.ARCHIVED, archived_at__lt=before)
    return closed.count() if dry_run else delete_with_files(rows=closed)

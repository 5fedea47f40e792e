"""How long a spreadsheet that was read back is kept."""

from __future__ import annotations

from datetime import datetime

from apps.organisations.domain.retention import count_or_delete, keep_until
from apps.reports.models import PlanImport


@keep_until("plan_imports")
def forget_plan_imports(*, before: datetime, dry_run: bool) -> int:
    """What was understood of a sheet, carried out or not. The history of the actions themselves stays."""
    return count_or_delete(PlanImport.objects.filter(at__lt=before), dry_run=dry_run)

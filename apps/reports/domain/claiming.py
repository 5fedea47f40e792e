"""Rows of files to make: taken by one worker, taken over when it is lost, finished by who has them.

For models with ``state``, ``requested_at``, ``started_at`` and ``finished_at`` (see ``models.ReportState``).
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from apps.reports.models import ReportState

Row = TypeVar("Row", bound=Model)
# The longest file takes well under a minute; a row that is busy for longer lost its worker.
STUCK_AFTER = timedelta(minutes=5)


def stuck() -> Q:
    """Rows that nobody is working on any more: a crash halfway, or a job that never arrived."""
    long_ago = timezone.now() - STUCK_AFTER
    return Q(state=ReportState.RUNNING, started_at__lt=long_ago) | Q(
        state=ReportState.QUEUED, requested_at__lt=long_ago
    )


def claim_row(model: type[Row], pk: UUID | str, **fields: Any) -> Row | None:
    """Take a waiting (or stuck) row for this worker; None when there is nothing to do.

    Of two workers that try at the same moment, one gets it.
    """
    claimed = (
        model.objects.filter(pk=pk)
        .filter(Q(state=ReportState.QUEUED) | stuck())
        .update(state=ReportState.RUNNING, started_at=timezone.now(), finished_at=None, **fields)
    )
    return model.objects.get(pk=pk) if claimed else None


def mine(row: Row) -> QuerySet[Row]:
    """The row, as long as no other worker has taken it over."""
    return type(row).objects.filter(pk=row.pk, state=ReportState.RUNNING, started_at=row.started_at)


def finish(row: Row, **fields: object) -> bool:
    """Write down how it ended; False when another worker has taken it over."""
    return bool(mine(row).update(finished_at=timezone.now(), **fields))


def place(error: BaseException) -> str:
    """File and line where it went wrong: enough to find it, without what was being handled."""
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    return f"{Path(step.tb_frame.f_code.co_filename).name}:{step.tb_lineno}" if step else "?"

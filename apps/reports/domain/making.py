"""Making a report that was asked for: claim the row, lay out what is in the dossier now, keep the file.

| from                     | verb            | to      | who    |
| ------------------------ | --------------- | ------- | ------ |
|                          | request_report  | queued  | member |
| queued, running (stuck)  | claim           | running | worker |
| running                  | make            | ready   | worker |
| running                  | make            | failed  | worker |
| failed, stuck, file lost | request_report  | queued  | member |
"""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.reports.data import Report
from apps.reports.hashing import content_hash
from apps.reports.models import ReportState, StoredReport, report_path
from apps.reports.queries import build_report
from apps.reports.render import lay_out, write_pdf
from apps.rie.models import Dossier

logger = logging.getLogger(__name__)

# The longest report takes well under a minute; a row that is busy for longer lost its worker.
STUCK_AFTER = timedelta(minutes=5)
READ, LAID_OUT, WRITTEN, DONE = 10, 40, 90, 100


def stuck() -> Q:
    """Rows that nobody is working on any more: a crash halfway, or a job that never arrived."""
    long_ago = timezone.now() - STUCK_AFTER
    return Q(state=ReportState.RUNNING, started_at__lt=long_ago) | Q(
        state=ReportState.QUEUED, requested_at__lt=long_ago
    )


def claim(*, report_id: UUID | str) -> StoredReport | None:
    """Take a waiting (or stuck) row for this worker; None when there is nothing to do.

    Of two workers that try at the same moment, one gets it.
    """
    claimed = (
        StoredReport.objects.filter(pk=report_id)
        .filter(Q(state=ReportState.QUEUED) | stuck())
        .update(state=ReportState.RUNNING, progress=0, started_at=timezone.now(), finished_at=None)
    )
    return StoredReport.objects.get(pk=report_id) if claimed else None


def make(*, stored: StoredReport) -> None:
    """Make the file of a claimed row, or mark it as failed. Never raises for a report that cannot be made.

    What is in the dossier now is what is made, under the hash of what is made. When another row
    already has that hash, this row can only be asked for again, and then leads to the other one.
    """
    try:
        dossier = Dossier.objects.select_related("organisation", "consultation").get(pk=stored.dossier_id)
        report = build_report(dossier=dossier, kind=stored.kind, selection=stored.selection)
        if not _take_hash(stored, content_hash(report)):
            logger.info("report_superseded report=%s dossier=%s", stored.pk, stored.dossier_id)
            _finish(stored, state=ReportState.FAILED)
            return
        _progress(stored, READ)
        _make_file(stored, report)
    except Exception as error:
        # Never the message: it may quote answers or names.
        logger.error(
            "report_failed report=%s dossier=%s error=%s at=%s",
            stored.pk,
            stored.dossier_id,
            type(error).__name__,
            _place(error),
        )
        _finish(stored, state=ReportState.FAILED)


def _make_file(stored: StoredReport, report: Report) -> None:
    document = lay_out(report)
    _progress(stored, LAID_OUT)
    path = report_path(stored, "")
    name = default_storage.save(path, ContentFile(write_pdf(document)))
    _progress(stored, WRITTEN)
    kept = _finish(stored, state=ReportState.READY, progress=DONE, file=name, pages=len(document.pages))
    # Whatever is left over: our file when another worker took over, else that of a crashed attempt.
    if not kept:
        default_storage.delete(name)
    elif name != path:
        default_storage.delete(path)


def _mine(stored: StoredReport) -> QuerySet[StoredReport]:
    """The row, as long as no other worker has taken it over."""
    return StoredReport.objects.filter(pk=stored.pk, state=ReportState.RUNNING, started_at=stored.started_at)


def _take_hash(stored: StoredReport, current: str) -> bool:
    """Let the row stand for the content of this moment; False when another row already does."""
    if current == stored.content_hash:
        return True
    try:
        with transaction.atomic():
            taken = _mine(stored).update(content_hash=current)
    except IntegrityError:
        return False
    stored.content_hash = current
    return bool(taken)


def _progress(stored: StoredReport, percentage: int) -> None:
    _mine(stored).update(progress=percentage)


def _finish(stored: StoredReport, **fields: object) -> bool:
    return bool(_mine(stored).update(finished_at=timezone.now(), **fields))


def _place(error: BaseException) -> str:
    """File and line where it went wrong: enough to find it, without what was being handled."""
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    return f"{Path(step.tb_frame.f_code.co_filename).name}:{step.tb_lineno}" if step else "?"

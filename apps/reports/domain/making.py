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
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from apps.reports.data import Report
from apps.reports.domain.claiming import claim_row, finish, mine, place
from apps.reports.hashing import content_hash
from apps.reports.models import ReportState, StoredReport, report_path
from apps.reports.queries import build_report
from apps.reports.render import lay_out, write_pdf
from apps.rie.models import Dossier

logger = logging.getLogger(__name__)

READ, LAID_OUT, WRITTEN, DONE = 10, 40, 90, 100


def claim(*, report_id: UUID | str) -> StoredReport | None:
    """Take a waiting (or stuck) row for this worker; None when there is nothing to do.

    Of two workers that try at the same moment, one gets it.
    """
    return claim_row(StoredReport, report_id, progress=0)


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
            finish(stored, state=ReportState.FAILED)
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
            place(error),
        )
        finish(stored, state=ReportState.FAILED)


def _make_file(stored: StoredReport, report: Report) -> None:
    document = lay_out(report)
    _progress(stored, LAID_OUT)
    path = report_path(stored, "")
    name = default_storage.save(path, ContentFile(write_pdf(document)))
    _progress(stored, WRITTEN)
    kept = finish(stored, state=ReportState.READY, progress=DONE, file=name, pages=len(document.pages))
    # Whatever is left over: our file when another worker took over, else that of a crashed attempt.
    if not kept:
        default_storage.delete(name)
    elif name != path:
        default_storage.delete(path)


def _take_hash(stored: StoredReport, current: str) -> bool:
    """Let the row stand for the content of this moment; False when another row already does."""
    if current == stored.content_hash:
        return True
    try:
        with transaction.atomic():
            taken = mine(stored).update(content_hash=current)
    except IntegrityError:
        return False
    stored.content_hash = current
    return bool(taken)


def _progress(stored: StoredReport, percentage: int) -> None:
    mine(stored).update(progress=percentage)

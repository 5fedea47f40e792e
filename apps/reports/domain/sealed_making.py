"""Making a toetsverslag: claim the row, lay out what was concluded, seal it, keep the file.

| from             | verb             | to      | who                                       |
| ---------------- | ---------------- | ------- | ----------------------------------------- |
|                  | keep_report      | queued  | the turn that concludes                   |
| queued, stuck    | claim_sealed     | running | worker                                    |
| running          | make_sealed      | ready   | worker                                    |
| running          | make_sealed      | failed  | worker                                    |
| failed, stuck    | ask_again        | queued  | who may read it                           |

A ready one is never made again: it is the original, and the practice keeps its SHA-256.
"""

from __future__ import annotations

import hashlib
import logging
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from apps.reports.domain.claiming import claim_row, finish, place
from apps.reports.models import ReportState, SealedReport, sealed_path
from apps.reports.review_report.data import build_review_report
from apps.reports.review_report.render import render_review
from apps.reports.seal.sealing import seal_pdf
from apps.review.models import ReviewRecord, Submission

logger = logging.getLogger(__name__)


def claim_sealed(*, sealed_id: UUID | str) -> SealedReport | None:
    """Take a waiting (or stuck) row for this worker; None when there is nothing to do."""
    return claim_row(SealedReport, sealed_id)


def make_sealed(*, sealed: SealedReport) -> None:
    """Make the file of a claimed row, or mark it as failed. Never raises for one that cannot be made."""
    try:
        _keep(sealed, _file_of(sealed))
    except Exception as error:
        # Never the message: it may quote what was found.
        logger.error(
            "sealed_report_failed sealed=%s error=%s at=%s", sealed.pk, type(error).__name__, place(error)
        )
        finish(sealed, state=ReportState.FAILED)


def _file_of(sealed: SealedReport) -> bytes:
    submissions = Submission.objects.select_related("version", "practice", "dossier")
    submission = submissions.get(pk=sealed.submission_id)
    record = ReviewRecord.objects.get(submission_id=submission.pk)
    pdf = render_review(build_review_report(submission=submission, record=record))
    return seal_pdf(pdf, reference=record.reference, version_sha256=submission.version.sha256)


def _keep(sealed: SealedReport, content: bytes) -> None:
    """The file, its row and what the practice keeps of it: all of them or none."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = sealed_path(sealed, "")
    name = default_storage.save(path, ContentFile(content))
    try:
        with transaction.atomic():
            kept = finish(sealed, state=ReportState.READY, file=name, sha256=sha256)
            if kept:
                ReviewRecord.objects.filter(submission_id=sealed.submission_id).update(report_sha256=sha256)
    except Exception:
        default_storage.delete(name)
        raise
    # Whatever is left over: our file when another worker took over, else that of a crashed attempt.
    if not kept:
        default_storage.delete(name)
    elif name != path:
        default_storage.delete(path)

"""Making the PDF of a kept report: from what was kept, never from the dossier as it is now.

| from                          | verb           | to      | who             |
| ----------------------------- | -------------- | ------- | --------------- |
| (none), failed, stuck, lost   | ask_for_frozen | queued  | who may read it |
| queued, stuck                 | claim_frozen   | running | worker          |
| running                       | make_frozen    | ready   | worker          |
| running                       | make_frozen    | failed  | worker          |
"""

from __future__ import annotations

import logging
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from apps.reports.domain.claiming import claim_row, finish, place
from apps.reports.frozen.freezing import report_of
from apps.reports.models import FrozenReport, ReportState, frozen_path
from apps.reports.render import render_pdf

logger = logging.getLogger(__name__)


def claim_frozen(*, frozen_id: UUID | str) -> FrozenReport | None:
    """Take a waiting (or stuck) row for this worker; None when there is nothing to do."""
    return claim_row(FrozenReport, frozen_id)


def make_frozen(*, frozen: FrozenReport) -> None:
    """Make the file of a claimed row, or mark it as failed. Never raises for one that cannot be made."""
    try:
        _keep(frozen, render_pdf(report_of(frozen)))
    except Exception as error:
        # Never the message: it may quote answers or names.
        logger.error(
            "frozen_report_failed frozen=%s error=%s at=%s", frozen.pk, type(error).__name__, place(error)
        )
        finish(frozen, state=ReportState.FAILED)


def _keep(frozen: FrozenReport, content: bytes) -> None:
    path = frozen_path(frozen, "")
    name = default_storage.save(path, ContentFile(content))
    kept = finish(frozen, state=ReportState.READY, file=name)
    # Whatever is left over: our file when another worker took over, else that of a crashed attempt.
    if not kept:
        default_storage.delete(name)
    elif name != path:
        default_storage.delete(path)

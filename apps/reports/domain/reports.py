"""Asking for a report. Making it is the worker's job, see :mod:`apps.reports.domain.making`."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from apps.organisations.models import User
from apps.reports.domain.claiming import stuck
from apps.reports.hashing import content_hash
from apps.reports.models import ReportKind, ReportState, StoredReport
from apps.reports.queries import build_report
from apps.reports.tasks import make_report
from apps.rie.models import Dossier


def request_report(
    *, dossier: Dossier, kind: ReportKind | str, user: User | None, selection: str = ""
) -> StoredReport:
    """The stored report of the dossier as it is now.

    Ready already: that one, without any rendering. Otherwise it is made in the background, once,
    however often it is asked for; a failed or stuck one starts again.

    Args:
        selection: for a plan, which part of it (see :mod:`apps.reports.choice`).

    Raises:
        ValueError: ``kind`` is not a kind of report.
    """
    digest = content_hash(build_report(dossier=dossier, kind=kind, selection=selection))
    with transaction.atomic():
        stored, created = StoredReport.objects.get_or_create(
            dossier=dossier,
            kind=ReportKind(kind),
            content_hash=digest,
            defaults={
                "organisation_id": dossier.organisation_id,
                "requested_by": user,
                "selection": selection,
            },
        )
        if created or _ask_again(stored, user):
            # After the commit, so that the worker finds the row.
            transaction.on_commit(partial(make_report.enqueue, str(stored.pk)))
    return stored


def retry(*, report: StoredReport, user: User | None) -> StoredReport:
    """Ask again for a report that failed. The answer is another row when the dossier changed since.

    The failed row is then of no use to anybody and goes.
    """
    current = request_report(dossier=report.dossier, kind=report.kind, user=user, selection=report.selection)
    if current.pk != report.pk:
        StoredReport.objects.filter(pk=report.pk, state=ReportState.FAILED).delete()
    return current


def _ask_again(stored: StoredReport, user: User | None) -> bool:
    """Put a failed or stuck row, or one whose file is gone, back in the queue. True for who did it."""
    again = Q(state=ReportState.FAILED) | stuck()
    if stored.state == ReportState.READY and not stored.file.storage.exists(stored.file.name):
        again |= Q(state=ReportState.READY, file=stored.file.name)
    put_back = (
        StoredReport.objects.filter(pk=stored.pk)
        .filter(again)
        .update(
            state=ReportState.QUEUED,
            progress=0,
            file="",
            requested_at=timezone.now(),
            requested_by=user,
            started_at=None,
            finished_at=None,
        )
    )
    if put_back:
        stored.refresh_from_db()
    return bool(put_back)

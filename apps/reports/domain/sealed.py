"""Asking for a toetsverslag. Making it is the worker's job, see :mod:`apps.reports.domain.sealed_making`."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from apps.reports.domain.claiming import stuck
from apps.reports.models import ReportState, SealedReport
from apps.reports.tasks import make_sealed_report
from apps.review.domain.turns import Verb
from apps.review.models import Submission, SubmissionEvent


def keep_report(event: SubmissionEvent) -> None:
    """Listener of every turn: a round that is concluded gets its toetsverslag."""
    if event.verb == Verb.CONCLUDE:
        ask_for_sealed(submission=event.submission)


@transaction.atomic
def ask_for_sealed(*, submission: Submission) -> SealedReport:
    """The toetsverslag of a concluded round: made once, in the background.

    A failed or stuck one starts again. A ready one stays as it is, whatever happened to its file: another
    file would be another original.
    """
    sealed, created = SealedReport.objects.get_or_create(
        submission=submission, defaults={"organisation_id": submission.organisation_id}
    )
    if created or _ask_again(sealed):
        # After the commit, so that the worker finds the row.
        transaction.on_commit(partial(make_sealed_report.enqueue, str(sealed.pk)))
    return sealed


def _ask_again(sealed: SealedReport) -> bool:
    """Put a failed or stuck row back in the queue. True for who did it."""
    put_back = (
        SealedReport.objects.filter(pk=sealed.pk)
        .filter(Q(state=ReportState.FAILED) | stuck())
        .update(
            state=ReportState.QUEUED, requested_at=timezone.now(), started_at=None, finished_at=None, file=""
        )
    )
    if put_back:
        sealed.refresh_from_db()
    return bool(put_back)

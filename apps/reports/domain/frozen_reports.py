"""Keeping the report of a submitted version, and asking for its PDF.

Making that is the worker's job, see :mod:`apps.reports.domain.frozen_making`.
"""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from apps.reports.domain.claiming import stuck
from apps.reports.frozen.freezing import text_of
from apps.reports.models import FrozenReport, ReportKind, ReportState
from apps.reports.queries import build_report
from apps.reports.tasks import make_frozen_report
from apps.review.content import digest
from apps.review.domain.turns import Verb
from apps.review.models import Submission, SubmissionEvent
from apps.rie.models import Dossier


def keep_submitted_report(event: SubmissionEvent) -> None:
    """Listener of every turn: what is submitted is kept as a report, in the transaction of the turn."""
    if event.verb == Verb.SUBMIT:
        freeze_report(submission=event.submission)


@transaction.atomic
def freeze_report(*, submission: Submission) -> FrozenReport:
    """Keep the report of the dossier as it is now with this round. Once per round.

    The caller holds the lock on the dossier under which the version was frozen.
    """
    dossier = Dossier.objects.select_related("organisation", "consultation").get(pk=submission.dossier_id)
    text = text_of(build_report(dossier=dossier, kind=ReportKind.FULL))
    return FrozenReport.objects.create(
        organisation_id=submission.organisation_id, submission=submission, content=text, sha256=digest(text)
    )


@transaction.atomic
def ask_for_frozen(*, frozen: FrozenReport) -> None:
    """Have the PDF of a kept report made, unless it is there or being made.

    A failed or stuck one, or one whose file is gone, starts again.
    """
    again = Q(state="") | Q(state=ReportState.FAILED) | stuck()
    if frozen.state == ReportState.READY and not frozen.file.storage.exists(frozen.file.name):
        again |= Q(state=ReportState.READY, file=frozen.file.name)
    put_back = (
        FrozenReport.objects.filter(pk=frozen.pk)
        .filter(again)
        .update(
            state=ReportState.QUEUED, file="", requested_at=timezone.now(), started_at=None, finished_at=None
        )
    )
    if put_back:
        # After the commit, so that the worker finds the row.
        transaction.on_commit(partial(make_frozen_report.enqueue, str(frozen.pk)))

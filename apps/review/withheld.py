"""What of a review does not leave the house with a firm's own export: drafts that only advisers see."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from apps.organisations.domain.export import Withheld, register_withheld
from apps.review.domain.judging import JUDGEMENT
from apps.review.models import ChecklistAnswer, Finding, Submission, SubmissionState


def keep_drafts_back() -> None:
    """Findings that were not shown, points of a checklist not concluded with, a judgement not given."""
    register_withheld("review.Finding", Withheld(rows=_shown))
    register_withheld("review.ChecklistAnswer", Withheld(rows=_with_drafts, blank=_draft_point))
    register_withheld("review.Submission", Withheld(blank=_draft_of))


def _shown(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    return findings.filter(shown_at__isnull=False)


def _with_drafts(answers: QuerySet[ChecklistAnswer]) -> QuerySet[ChecklistAnswer]:
    """``is_draft``: no round was concluded since it was written."""
    concluded = Submission.objects.filter(
        dossier=OuterRef("dossier"), state=SubmissionState.CONCLUDED, ended_at__gte=OuterRef("at")
    )
    return answers.annotate(is_draft=~Exists(concluded))


def _draft_point(answer: ChecklistAnswer) -> Iterable[str]:
    return ("state", "note") if answer.is_draft else ()


def _draft_of(submission: Submission) -> Iterable[str]:
    return () if submission.state == SubmissionState.CONCLUDED else JUDGEMENT

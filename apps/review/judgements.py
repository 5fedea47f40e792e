"""Reads for who answers a round: what is still open, and what is known of her already."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet, Value
from django_scopes import scopes_disabled

from apps.organisations.models import User
from apps.review.checklist import POINTS, Point
from apps.review.findings import findings_for_practice
from apps.review.models import (
    ChecklistAnswer,
    Finding,
    FindingState,
    SiteVisit,
    Submission,
    SubmissionState,
    Weight,
)
from apps.review.reading import ReadRisk
from apps.review.round_page import RoundPage
from apps.review.round_queries import RoundBeside
from apps.review.round_reading import Notes


@dataclass(frozen=True)
class StillOpen:
    """What an adviser left open. ``unread``: risks that she neither accepted nor made a finding about."""

    musts: Collection[Finding]
    points: Collection[Point]
    unread: Collection[ReadRisk]
    is_visited: bool

    @property
    def is_nothing(self) -> bool:
        return not (self.musts or self.points or self.unread) and self.is_visited


def open_musts(submission: Submission) -> QuerySet[Finding]:
    """Findings that must be solved and are not closed, own drafts too. One query."""
    return findings_for_practice(submission).filter(weight=Weight.MUST).exclude(state=FindingState.CLOSED)


def still_open(opened: RoundPage) -> StillOpen:
    """What is not done yet in this round. Four queries."""
    findings = list(findings_for_practice(opened.submission))
    done = _done(opened.submission)
    reading = RoundBeside(opened).compose(Notes.of(findings, ()))
    return StillOpen(
        musts=[
            finding
            for finding in findings
            if finding.weight == Weight.MUST and finding.state != FindingState.CLOSED
        ],
        points=[point for point in POINTS if point.key not in done["point"]],
        unread=[risk.read for risk in reading.risks if not risk.is_read],
        is_visited=bool(done["visit"]),
    )


def _done(submission: Submission) -> dict[str, set[str]]:
    """Keys of answered points, and whether there was a visit. One query."""
    answers = ChecklistAnswer.objects.filter(dossier_id=submission.dossier_id).exclude(state="")
    points = answers.values_list(Value("point"), "key")
    visits = visits_of(submission).order_by().values_list(Value("visit"), Value("yes"))
    done: dict[str, set[str]] = {"point": set(), "visit": set()}
    for kind, key in points.union(visits):
        done[kind].add(key)
    return done


def draft_findings(submission: Submission) -> QuerySet[Finding]:
    """Findings that the firm has not seen yet. One query."""
    return findings_for_practice(submission).filter(shown_at__isnull=True)


def visits_of(submission: Submission) -> QuerySet[SiteVisit]:
    """Every visit that the practice of this round made, through its rounds. One query."""
    visits = SiteVisit.objects.filter(
        dossier_id=submission.dossier_id, submission__practice_id=submission.practice_id
    ).select_related("by", "submission")
    return visits.order_by("visited_on", "at", "id")


def own_certificate(user: User) -> dict[str, str]:
    """Name and certificate with which she last concluded a round, whatever firm it was of; else her name.

    Crosses tenants on purpose, and reads nothing there but what is her own. One query.
    """
    with scopes_disabled():
        last = (
            Submission.objects.filter(
                state=SubmissionState.CONCLUDED, events__verb="conclude", events__by=user
            )
            .order_by("-ended_at", "-pk")
            .values("adviser_name", "certificate_type", "certificate_number")
            .first()
        )
    return last or {"adviser_name": user.name}

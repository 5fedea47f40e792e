"""Reads for the inspection file: what there is, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import cached_property

from apps.actions.models import Action, Information
from apps.actions.queries import information_of, titles_of
from apps.reports.models import ReportKind, ReportState, SealedReport, StoredReport
from apps.reports.queries import newest_reports
from apps.review.consents import comments_on, consents_of
from apps.review.models import Consent, CouncilComment, Submission, SubmissionEvent, SubmissionState
from apps.review.rounds import events_of, rounds_of
from apps.rie.models import Dossier, Evidence

# Evidence of more bytes together is not put in one file: it would not fit in anybody's mailbox or memory.
MOST_BYTES = 200_000_000


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """``sealed``: the toetsverslagen that are ready, by round; ``rounds`` oldest first.

    ``newest``: the full report that was made last; None when there is none.
    """

    dossier: Dossier
    newest: StoredReport | None
    rounds: tuple[Submission, ...]
    sealed: tuple[SealedReport, ...]
    consents: tuple[Consent, ...]
    information: tuple[Information, ...]
    evidence: tuple[Evidence, ...]

    @cached_property
    def evidence_bytes(self) -> int:
        return sum(row.size for row in self.evidence)

    @property
    def fits(self) -> bool:
        """Whether the files of the evidence may go along."""
        return self.evidence_bytes <= MOST_BYTES

    @property
    def concluded(self) -> tuple[Submission, ...]:
        return tuple(r for r in self.rounds if r.state == SubmissionState.CONCLUDED)

    @property
    def unsealed(self) -> tuple[Submission, ...]:
        """Concluded rounds of which the toetsverslag is not ready."""
        ready = {sealed.submission_id for sealed in self.sealed}
        return tuple(round_ for round_ in self.concluded if round_.pk not in ready)


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """What only the file itself tells: the turns of the review, remarks, and titles of actions."""

    events: tuple[SubmissionEvent, ...]
    remarks: tuple[CouncilComment, ...]
    titles: tuple[Action, ...]


def gather(dossier: Dossier) -> Gathered:
    """What goes into the file. Seven queries, one less without information."""
    ready = SealedReport.objects.filter(submission__dossier=dossier, state=ReportState.READY)
    return Gathered(
        dossier=dossier,
        newest=newest_reports(dossier).get(ReportKind.FULL),
        rounds=tuple(reversed(rounds_of(dossier))),
        sealed=tuple(ready.select_related("submission").order_by("submission__number")),
        consents=tuple(consents_of(dossier)),
        information=tuple(information_of(dossier)),
        evidence=tuple(Evidence.objects.filter(dossier=dossier).order_by("added_at", "id")),
    )


def what_was_said(dossier: Dossier) -> Spoken:
    """Three queries."""
    return Spoken(
        events=tuple(events_of(dossier)),
        remarks=tuple(comments_on(dossier)),
        titles=tuple(titles_of(dossier)),
    )

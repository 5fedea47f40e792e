"""How far the review is and what came out of it: advice, never an approval (psa.md, section 1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from apps.reports.data.changed import Changed, changes_since
from apps.reports.data.material import Material
from apps.reports.data.parts import LONG, Mark, local_date
from apps.review.models import Finding, FindingState, Submission, SubmissionState, Weight
from apps.rie.models import DossierState


@dataclass(frozen=True, kw_only=True)
class FindingCount:
    """How many findings of one weight there are, by how far they are."""

    weight: Mark
    open: int
    answered: int
    closed: int

    @property
    def total(self) -> int:
        return self.open + self.answered + self.closed


@dataclass(frozen=True, kw_only=True)
class UnderWay:
    """A version that is with an adviser, or came back. ``practice`` is empty while she has not accepted."""

    state: Mark
    round: int
    version: int
    practice: str
    submitted_on: date
    returned_on: date | None
    answer_by: date | None
    findings: tuple[FindingCount, ...]


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """The last review that was concluded. ``changes``: what is not as it was in the reviewed version.

    ``reference`` finds the toetsverslag; empty when there is none. ``visits``: the days of visits.
    """

    outcome: Mark
    on: date
    round: int
    version: int
    practice: str
    adviser: str
    certificate: str
    certificate_number: str
    scope: str
    visits: tuple[date, ...]
    advice: str
    findings: tuple[FindingCount, ...]
    reference: str
    changes: tuple[Changed, ...]

    @property
    def is_long(self) -> bool:
        """Too much text to keep together on one page."""
        return len(self.advice) > LONG


@dataclass(frozen=True, kw_only=True)
class ReviewPart:
    """Both None: no version was ever reviewed, and none is with an adviser."""

    under_way: UnderWay | None
    reviewed: Reviewed | None


def review_part(material: Material) -> ReviewPart:
    """What is with an adviser now, and the last review that was concluded."""
    open_round, concluded = material.standing.under_way, material.standing.reviewed
    return ReviewPart(
        under_way=_under_way(material, open_round) if open_round else None,
        reviewed=_reviewed(material, concluded) if concluded else None,
    )


def review_mark(part: ReviewPart) -> Mark:
    """The review in a few words, for the front of the report."""
    if part.reviewed is not None:
        if part.under_way is not None:
            return Mark("again", _("Reviewed, with advice. A newer version is with the adviser."))
        if part.reviewed.changes:
            return Mark("changed", _("Reviewed, with advice. Changed after the review."))
        return Mark("reviewed", str(DossierState.REVIEWED.label))
    if part.under_way is not None:
        return part.under_way.state
    return Mark("none", _("Not reviewed yet. Your RI&E must be reviewed."))


def _under_way(material: Material, round_: Submission) -> UnderWay:
    is_returned = round_.state == SubmissionState.RETURNED
    return UnderWay(
        state=Mark(round_.state, str(round_.get_state_display())),
        round=round_.number,
        version=round_.version.number,
        practice=round_.practice.name if round_.practice else "",
        submitted_on=local_date(round_.submitted_at),
        returned_on=local_date(round_.returned_at) if is_returned else None,
        answer_by=round_.expected_on if is_returned else round_.agreed_on,
        findings=_counts(material.standing.findings),
    )


def _reviewed(material: Material, round_: Submission) -> Reviewed:
    rounds = {other.pk: other.number for other in material.standing.rounds}
    findings = (row for row in material.standing.findings if rounds[row.submission_id] <= round_.number)
    return Reviewed(
        outcome=Mark(round_.outcome, str(round_.get_outcome_display())),
        on=local_date(round_.ended_at),
        round=round_.number,
        version=round_.version.number,
        practice=round_.practice.name,
        adviser=round_.adviser_name,
        certificate=str(round_.get_certificate_type_display()),
        certificate_number=round_.certificate_number,
        scope=str(round_.get_scope_display()),
        visits=tuple(visit.visited_on for visit in material.standing.visits),
        advice=round_.advice,
        findings=_counts(findings),
        reference=material.standing.reference,
        changes=changes_since(material, round_.version_id),
    )


def _counts(findings: Iterable[Finding]) -> tuple[FindingCount, ...]:
    """A line per weight, heaviest first; empty when there is no finding at all."""
    found = Counter((finding.weight, finding.state) for finding in findings)
    if not found:
        return ()
    return tuple(
        FindingCount(
            weight=Mark(weight.value, str(weight.label)),
            open=found[weight, FindingState.OPEN],
            answered=found[weight, FindingState.ANSWERED],
            closed=found[weight, FindingState.CLOSED],
        )
        for weight in Weight
    )

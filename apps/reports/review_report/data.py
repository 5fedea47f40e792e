"""From a concluded round to the values of its toetsverslag.

What stands in the RI&E comes from the frozen version alone, never from the dossier as it is now.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from apps.organisations.models import Representation
from apps.reports.data.parts import Mark, local_date, mark_from_key, priority_mark
from apps.reports.data.sources import product_version
from apps.reports.review_report.parts import (
    CheckPart,
    Cover,
    CriterionPart,
    FindingPart,
    PriorityPart,
    ReviewReport,
    RoundPart,
    Talk,
    VisitPart,
    Voice,
)
from apps.review.checklist import POINTS, answers_on
from apps.review.consents import newest_consent, read_content
from apps.review.models import (
    ConsentDecision,
    Criterion,
    Finding,
    FindingState,
    ReviewRecord,
    SiteVisit,
    Submission,
    SubmissionState,
)
from apps.review.reading import ReadVersion, read
from apps.review.rounds import rounds_of
from apps.rie.content.tree import InstrumentContent
from apps.rie.domain.instrument import instrument_content

LANGUAGE = "nl"  # of the toets in Dutch law; one original, in one language
KIND = "review"


class NotConcludedError(Exception):
    """There is no toetsverslag of a round without an outcome."""


def build_review_report(*, submission: Submission, record: ReviewRecord) -> ReviewReport:
    """Everything on the toetsverslag of a concluded round. In the scope of the firm; eight queries.

    Findings, visits and rounds are those since the review before this one: what that one closed stands on
    its own report. What was said after the conclusion is left out.

    Args:
        submission: with its version and practice.
        record: of this round; gives the reference.

    Raises:
        NotConcludedError: the round has no outcome.
    """
    if submission.state != SubmissionState.CONCLUDED:
        raise NotConcludedError
    with translation.override(LANGUAGE):
        return _build(submission, record)


def _build(submission: Submission, record: ReviewRecord) -> ReviewReport:
    content = instrument_content(submission.dossier.instrument_id)
    frozen = read_content(submission.version)
    version = read(frozen, content)
    rounds = _rounds_until(submission)
    findings = _findings(submission, rounds)
    return ReviewReport(
        language=LANGUAGE,
        kind=KIND,
        product_version=product_version(),
        made_on=local_date(submission.ended_at),
        cover=Cover(firm=frozen["firm"]["name"], subject=content.title, year=frozen["dossier"]["year"]),
        reference=record.reference,
        verify_at=f"{settings.SITE_URL}{reverse('reports:verify')}",
        version_number=submission.version.number,
        version_sha256=submission.version.sha256,
        frozen_on=local_date(submission.version.made_at),
        facts=tuple((label, str(value)) for label, value in version.facts if value not in ("", None)),
        outcome=Mark(submission.outcome, submission.get_outcome_display()),
        scope=submission.get_scope_display(),
        advice=submission.advice,
        practice=submission.practice.name,
        adviser_name=submission.adviser_name,
        certificate=submission.get_certificate_type_display(),
        certificate_number=submission.certificate_number,
        criteria=_criteria(findings, submission, version, content),
        priorities=tuple(_priorities(findings, version, content)),
        checklist=_checklist(submission),
        visits=_visits(submission, rounds),
        rounds=tuple(_round(each) for each in rounds),
        voice=_voice(submission, frozen["firm"]["representation"], version),
    )


def _rounds_until(submission: Submission) -> list[Submission]:
    """The rounds of this review, the oldest first: after the conclusion before, up to this one."""
    rounds = list(rounds_of(submission.dossier).filter(number__lte=submission.number).order_by("number"))
    ends = [r.number for r in rounds if r.state == SubmissionState.CONCLUDED and r.pk != submission.pk]
    return [each for each in rounds if each.number > max(ends, default=0)]


def _findings(submission: Submission, rounds: Sequence[Submission]) -> list[Finding]:
    """Those made in this review, and those that an earlier one left open. Drafts stay with the adviser."""
    found = Finding.objects.filter(
        dossier_id=submission.dossier_id, submission__number__lte=submission.number, shown_at__isnull=False
    )
    found = found.select_related("submission").prefetch_related("messages").order_by("number")
    first = rounds[0]
    return [
        finding
        for finding in found
        if finding.submission.number >= first.number
        or finding.closed_at is None
        or finding.closed_at >= first.submitted_at
    ]


def _criteria(
    findings: Sequence[Finding], submission: Submission, version: ReadVersion, content: InstrumentContent
) -> tuple[CriterionPart, ...]:
    return tuple(
        CriterionPart(
            title=str(criterion.label),
            findings=tuple(
                _finding(finding, submission, version, content)
                for finding in findings
                if finding.criterion == criterion
            ),
        )
        for criterion in Criterion
    )


def _finding(
    finding: Finding, submission: Submission, version: ReadVersion, content: InstrumentContent
) -> FindingPart:
    return FindingPart(
        number=finding.number,
        subject=_subject(finding, version, content),
        weight=Mark(finding.weight, finding.get_weight_display()),
        state=FindingState(finding.state).label,
        observation=finding.observation,
        evidence=finding.evidence,
        advice=finding.advice,
        talk=tuple(
            Talk(is_adviser=message.is_adviser, on=local_date(message.at), text=message.text)
            for message in finding.messages.all()
            if message.at <= submission.ended_at
        ),
    )


def _subject(finding: Finding, version: ReadVersion, content: InstrumentContent) -> str:
    """The risk, statement or action in words; one that this version no longer holds is named so."""
    if not finding.factor_code and not finding.action_id:
        return ""
    title = version.title_of(finding.factor_code, finding.action_id)
    factor = content.factors.get(finding.factor_code)
    return title or (factor.text.statement if factor else _("An action that this version no longer holds"))


def _priorities(
    findings: Iterable[Finding], version: ReadVersion, content: InstrumentContent
) -> Iterable[PriorityPart]:
    """Proposed classes beside those of the firm in this version; the firm may have taken one over."""
    given = {risk.code: risk.priority for risk in version.risks}
    for finding in findings:
        if not finding.proposed_priority:
            continue
        firms = given.get(finding.factor_code)
        yield PriorityPart(
            finding=finding.number,
            subject=_subject(finding, version, content),
            firms=priority_mark(firms) if firms else None,
            proposed=mark_from_key(finding.proposed_priority),
        )


def _checklist(submission: Submission) -> tuple[CheckPart, ...]:
    answers = answers_on(submission.dossier)
    return tuple(
        CheckPart(
            question=str(point.question),
            state=answers[point.key].get_state_display() if point.key in answers else "",
            note=answers[point.key].note if point.key in answers else "",
        )
        for point in POINTS
    )


def _visits(submission: Submission, rounds: Sequence[Submission]) -> tuple[VisitPart, ...]:
    visits = SiteVisit.objects.filter(submission__in=[each.pk for each in rounds])
    return tuple(
        VisitPart(on=visit.visited_on, spoken_with=visit.spoken_with, seen=visit.seen) for visit in visits
    )


def _round(each: Submission) -> RoundPart:
    return RoundPart(
        number=each.number,
        version_number=each.version.number,
        submitted_on=local_date(each.submitted_at),
        state=SubmissionState(each.state).label,
        comment=each.return_comment if each.returned_at else "",
    )


def _voice(submission: Submission, representation: str, version: ReadVersion) -> Voice:
    consent = newest_consent(submission.version)
    if consent is not None and consent.at > submission.ended_at:
        consent = None
    return Voice(
        has_council=representation != Representation.NONE,
        consented=consent.decision == ConsentDecision.CONSENTED if consent else None,
        decided_on=consent.decided_on if consent else None,
        reason=consent.reason if consent else submission.no_consent_reason,
        hearing=tuple((label, str(value)) for label, value in version.hearing if value not in ("", None)),
    )

"""What we can say about a file that claims to be a toetsverslag: its seal, and what we know of the review."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from apps.reports.seal.verifying import Seal, SealState, read_seal
from apps.review.domain.freezing import is_intact
from apps.review.models import ReviewRecord, Submission


class Verdict(StrEnum):
    """``version_changed``: the file is genuine, but the version that we hold is not the one of the review."""

    GENUINE = "genuine"
    VERSION_CHANGED = "version_changed"
    UNKNOWN = "unknown"
    CHANGED = "changed"
    NOT_OURS = "not_ours"


TITLES: dict[Verdict, Promise] = {
    Verdict.GENUINE: _("Genuine and unchanged"),
    Verdict.VERSION_CHANGED: _("Genuine, but the version in Werkbalans is not the same any more"),
    Verdict.UNKNOWN: _("Genuine, but this report is not known (any more)"),
    Verdict.CHANGED: _("Changed after it was sealed"),
    Verdict.NOT_OURS: _("Not from Werkbalans, or without a seal"),
}
MEANINGS: dict[Verdict, Promise] = {
    Verdict.GENUINE: _("This file is, to the last sign, the report of the review below."),
    Verdict.VERSION_CHANGED: _(
        "The file is the report of the review below. The version that it is about was changed in Werkbalans "
        "afterwards, which cannot happen in a normal way. Trust the file, and tell whoever manages "
        "Werkbalans."
    ),
    Verdict.UNKNOWN: _(
        "Werkbalans sealed this file and nobody changed it. What it is about is not kept here any more: "
        "after some years we delete the record of a review. Ask the adviser who is named in the report."
    ),
    Verdict.CHANGED: _(
        "Werkbalans sealed this file, but it is not what was sealed any more. Do not rely on it. Saving it "
        "anew in a PDF program already changes it: ask the firm for the file as it was downloaded."
    ),
    Verdict.NOT_OURS: _(
        "We find no seal of Werkbalans that we can read. So we cannot say anything about this file. A scan, "
        "a print to PDF, a damaged file and a file with a password have no seal either: choose the file as "
        "it was downloaded."
    ),
}


class VersionState(StrEnum):
    """``gone``: the firm deleted its RI&E; then the record of the practice still tells of the review."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True)
class Judged:
    """The outcome of a check. ``record`` and ``version`` only for a file that we know."""

    verdict: Verdict
    seal: Seal
    record: ReviewRecord | None = None
    version: VersionState | None = None

    @property
    def is_genuine(self) -> bool:
        return self.verdict == Verdict.GENUINE

    @property
    def title(self) -> Promise:
        return TITLES[self.verdict]

    @property
    def meaning(self) -> Promise:
        return MEANINGS[self.verdict]


def judge(content: bytes) -> Judged:
    """What this file is. Keeps nothing. At most two queries; never raises for what stands in the file."""
    seal = read_seal(content)
    if seal.state == SealState.BROKEN:
        return Judged(Verdict.CHANGED, seal)
    if seal.state != SealState.WHOLE:
        return Judged(Verdict.NOT_OURS, seal)
    record = ReviewRecord.objects.filter(reference=seal.reference).first()
    if record is None or not record.report_sha256 or record.version_sha256 != seal.version_sha256:
        return Judged(Verdict.UNKNOWN, seal)
    if record.report_sha256 != seal.file_sha256:
        return Judged(Verdict.CHANGED, seal)
    version = _version_of(record)
    verdict = Verdict.VERSION_CHANGED if version == VersionState.CHANGED else Verdict.GENUINE
    return Judged(verdict, seal, record, version)


def _version_of(record: ReviewRecord) -> VersionState:
    """Whether the version of a review still stands here as it was.

    Crosses tenants: the seal is the ticket.
    """
    with scopes_disabled():
        submission = Submission.objects.select_related("version").filter(pk=record.submission_id).first()
        if submission is None:
            return VersionState.GONE
        version = submission.version
    same = version.sha256 == record.version_sha256 and is_intact(version)
    return VersionState.SAME if same else VersionState.CHANGED

"""Who makes a toetsverslag and when: once, after the conclusion, and again only after a failure."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as django_settings
from django.utils import timezone

from apps.reports.domain.claiming import STUCK_AFTER
from apps.reports.domain.sealed import ask_for_sealed
from apps.reports.domain.sealed_making import claim_sealed, make_sealed
from apps.reports.models import ReportState, SealedReport
from apps.reports.review_report.data import NotConcludedError, build_review_report
from apps.reports.seal.certificate import NoCertificateError, own_fingerprints, signer
from apps.reports.seal.verdict import Verdict, judge
from apps.reports.tasks import make_sealed_report
from apps.review.models import Consent, FindingMessage, ReviewRecord, Submission
from tests.reports.seal.conftest import REFERENCE, read_review

pytestmark = pytest.mark.django_db


def work(submission: Submission) -> SealedReport:
    """Let the worker do its job, and look at the row after it."""
    row = SealedReport.objects.get(submission=submission)
    make_sealed_report.func(str(row.pk))
    row.refresh_from_db()
    return row


def test_a_conclusion_puts_it_in_the_queue_once(reviewed):
    assert SealedReport.objects.get().state == ReportState.QUEUED
    assert ask_for_sealed(submission=reviewed).pk == SealedReport.objects.get().pk


def test_other_turns_make_nothing(reviewed):
    assert [row.submission for row in SealedReport.objects.all()] == [reviewed]


def test_the_worker_makes_a_genuine_file_that_the_practice_remembers(reviewed):
    row = work(reviewed)

    with row.file.open("rb") as file:
        content = file.read()
    assert row.state == ReportState.READY
    assert row.sha256 == hashlib.sha256(content).hexdigest()
    assert ReviewRecord.objects.get().report_sha256 == row.sha256
    assert judge(content).verdict == Verdict.GENUINE


def test_a_ready_one_is_never_made_again(reviewed):
    first = work(reviewed)

    ask_for_sealed(submission=reviewed)
    second = work(reviewed)

    assert (second.sha256, second.finished_at) == (first.sha256, first.finished_at)


def test_without_a_certificate_it_fails_and_can_be_tried_again(reviewed, settings, caplog):
    ours, settings.SEAL_FILE, settings.SEAL_SELF_SIGNED = settings.SEAL_FILE, "", False
    assert work(reviewed).state == ReportState.FAILED
    assert "NoCertificateError" in caplog.text
    assert ReviewRecord.objects.get().report_sha256 == ""

    settings.SEAL_FILE = ours
    ask_for_sealed(submission=reviewed)

    assert work(reviewed).state == ReportState.READY


def test_a_review_without_a_record_fails_and_names_no_contents(reviewed, caplog):
    ReviewRecord.objects.all().delete()

    assert work(reviewed).state == ReportState.FAILED
    assert "De avondploeg" not in caplog.text


def test_a_worker_that_is_lost_is_followed_up(reviewed):
    row = SealedReport.objects.get()
    assert claim_sealed(sealed_id=row.pk) is not None
    assert claim_sealed(sealed_id=row.pk) is None

    with time_machine.travel(timezone.now() + STUCK_AFTER + timedelta(seconds=1), tick=False):
        assert claim_sealed(sealed_id=row.pk) is not None


def test_of_two_workers_one_file_stays(reviewed):
    slow = claim_sealed(sealed_id=SealedReport.objects.get().pk)
    with time_machine.travel(timezone.now() + STUCK_AFTER + timedelta(seconds=1), tick=False):
        fast = claim_sealed(sealed_id=slow.pk)
        make_sealed(sealed=fast)
    kept = SealedReport.objects.get()

    make_sealed(sealed=slow)

    after = SealedReport.objects.get()
    assert (after.sha256, after.file.name) == (kept.sha256, kept.file.name)
    assert ReviewRecord.objects.get().report_sha256 == kept.sha256
    folder = after.file.storage.listdir(f"reviews/{reviewed.organisation_id}")[1]
    assert [after.file.name.rsplit("/", 1)[1]] == folder


# --- what stands in it ---


def test_it_tells_what_was_concluded(reviewed):
    report = read_review(reviewed)

    assert (report.reference, report.outcome.key) == (REFERENCE, "after_changes")
    assert report.version_sha256 == reviewed.version.sha256
    assert report.certificate_number == "AO-12345"
    assert [(each.number, each.comment) for each in report.rounds] == [
        (1, "Vul de oorzaken aan en hoor de avondploeg."),
        (2, ""),
    ]
    assert report.visits[0].spoken_with == "Bedrijfsleider, twee verkopers"
    assert [point.note for point in report.checklist if point.note] == ["Twee van de drie."]
    assert report.verify_at.startswith(django_settings.SITE_URL)


def test_findings_stand_under_their_criterion_with_the_answer_and_without_drafts(reviewed):
    report = read_review(reviewed)

    assert [[finding.number for finding in part.findings] for part in report.criteria] == [[1], [2], [], [3]]
    assert report.findings[0].talk[0].text == "De avondploeg staat er nu in."
    assert not report.findings[0].talk[0].is_adviser
    assert report.priorities[0].proposed.key == "high"


def test_what_is_said_afterwards_does_not_change_it(reviewed):
    before = read_review(reviewed)
    talk = FindingMessage.objects.get()
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        FindingMessage.objects.create(
            organisation=reviewed.organisation, finding=talk.finding, text="Toch niet.", is_adviser=True
        )
        Consent.objects.create(
            organisation=reviewed.organisation,
            version=reviewed.version,
            decision="consented",
            decided_on=timezone.localdate(),
        )
        reviewed.organisation.name = "Een andere naam"
        reviewed.organisation.save()

    assert read_review(reviewed) == before


def test_a_decision_of_the_works_council_stands_in_it(reviewed):
    with time_machine.travel(timezone.now() - timedelta(days=3), tick=False):
        Consent.objects.create(
            organisation=reviewed.organisation,
            version=reviewed.version,
            decision="withheld",
            decided_on=timezone.localdate(),
            reason="De avond ontbreekt.",
        )

    voice = read_review(reviewed).voice

    assert (voice.consented, voice.reason) == (False, "De avond ontbreekt.")


def test_a_round_without_an_outcome_has_no_toetsverslag(reviewed):
    first = Submission.objects.get(number=1)

    with pytest.raises(NotConcludedError):
        build_review_report(submission=first, record=ReviewRecord.objects.get())


def test_markup_and_long_words_are_printed_as_text(original):
    from apps.reports.review_report.render import review_html

    html = review_html(replace(original.report, advice="<script>alert(1)</script>\n" + "w" * 4000))

    assert "<script>" not in html
    assert "&lt;script&gt;" in html


# --- the certificate ---


def test_a_certificate_of_its_own_is_made_once_and_for_our_eyes_only(settings, tmp_path):
    settings.SEAL_FILE, settings.SEAL_SELF_SIGNED = "", True
    settings.SEAL_OWN_FILE = tmp_path / "deep" / "seal.p12"

    first = own_fingerprints()

    assert own_fingerprints() == first
    assert settings.SEAL_OWN_FILE.stat().st_mode & 0o077 == 0
    assert [path.name for path in settings.SEAL_OWN_FILE.parent.iterdir()] == ["seal.p12"]


def test_a_wrong_password_is_told_in_words(settings, tmp_path):
    settings.SEAL_FILE = str(tmp_path / "nowhere.p12")
    with pytest.raises(NoCertificateError, match="cannot be read"):
        signer()

    (tmp_path / "nowhere.p12").write_bytes(b"nothing")
    with pytest.raises(NoCertificateError, match="SEAL_PASSWORD"):
        signer()

"""Making a report: by one worker, under the hash of what was made, and quiet about what is in it."""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django_scopes import scope
from pypdf import PdfReader

from apps.reports.data import Report
from apps.reports.domain import making
from apps.reports.domain.claiming import STUCK_AFTER
from apps.reports.domain.making import claim, make
from apps.reports.domain.reports import retry
from apps.reports.hashing import content_hash
from apps.reports.models import ReportState, StoredReport, report_path
from apps.reports.queries import build_report
from apps.reports.tasks import make_report
from tests.factories import OrganisationFactory
from tests.reports.conftest import Paper, Sample, set_state, stored, text_of
from tests.reports.sample import answer

SECRET = "Geheim antwoord over Piet"


def test_the_real_thing_is_a_pdf_with_as_many_pages_as_the_row_says(ask):
    ask("full")
    with stored().file.open("rb") as file:
        assert len(PdfReader(BytesIO(file.read())).pages) == stored().pages > 1


def test_the_job_run_twice_makes_one_file(ask, layouts):
    report = ask()
    make_report.enqueue(str(report.pk))
    assert len(layouts) == 1


def test_of_two_workers_one_gets_the_report(ask, jobs):
    report = ask()
    assert claim(report_id=report.pk) is not None
    assert claim(report_id=report.pk) is None


def test_a_job_for_a_report_that_is_gone_does_nothing(db):
    make_report.enqueue(str(uuid.uuid4()))


def test_progress_is_visible_while_the_report_is_made(ask, jobs, layouts, monkeypatch):
    seen: list[int] = []
    update = making._progress

    def watch(report: StoredReport, percentage: int) -> None:
        update(report, percentage)
        seen.append(stored().progress)
        assert stored().state == ReportState.RUNNING

    monkeypatch.setattr(making, "_progress", watch)
    make(stored=claim(report_id=ask().pk))
    assert seen == [10, 40, 90]
    assert stored().progress == 100


def failing(report: Report) -> Paper:
    raise RuntimeError(SECRET)


def test_a_failure_is_a_state_and_a_log_line_with_ids_only(ask, monkeypatch, caplog, small: Sample):
    monkeypatch.setattr(making, "lay_out", failing)
    with caplog.at_level(logging.INFO):
        ask()
    report = stored()
    assert (report.state, bool(report.file)) == (ReportState.FAILED, False)
    assert report.finished_at is not None
    lines = [record.getMessage() for record in caplog.records if record.name == making.__name__]
    assert len(lines) == 1
    assert str(report.pk) in lines[0]
    assert "RuntimeError" in lines[0]
    assert "test_report_making.py:" in lines[0]
    assert not any(text in caplog.text for text in (SECRET, small.user.name, "Bloemenwinkel"))


def test_a_stuck_report_can_be_taken_over_and_the_late_worker_leaves_no_trace(ask, jobs, layouts):
    report = ask()
    slow = claim(report_id=report.pk)
    long_ago = timezone.now() - STUCK_AFTER - timedelta(seconds=1)
    set_state(report, started_at=long_ago)
    slow.started_at = long_ago
    fast = claim(report_id=report.pk)
    make(stored=fast)
    kept = stored().file.name
    make(stored=slow)
    assert stored().file.name == kept
    assert default_storage.listdir(f"reports/{report.organisation_id}")[1] == [kept.rpartition("/")[2]]


def test_the_file_of_a_crashed_attempt_does_not_stay_behind(ask, jobs, layouts):
    report = ask()
    default_storage.save(report_path(report, ""), ContentFile(b"half a file"))
    make(stored=claim(report_id=report.pk))
    assert len(default_storage.listdir(f"reports/{report.organisation_id}")[1]) == 1
    assert text_of(stored()).startswith("%PDF")


def test_content_that_changed_while_waiting_is_made_under_its_own_hash(ask, jobs, layouts, small: Sample):
    report = ask("full")
    answer(small.dossier, "W01", small.user, verdict="in_order", note="Vooral op vrijdag.")
    make_report.enqueue(str(report.pk))
    now = content_hash(build_report(dossier=small.dossier, kind="full"))
    assert now != report.content_hash
    assert layouts == [now]
    assert (stored().content_hash, stored().state) == (now, ReportState.READY)
    assert text_of(stored()) == f"%PDF {now}"


def test_a_report_whose_content_another_row_has_makes_way(ask, jobs, layouts, small: Sample):
    old = ask("full")
    answer(small.dossier, "W01", small.user, verdict="in_order", note="Vooral op vrijdag.")
    new = ask("full")
    make_report.enqueue(str(new.pk))
    make_report.enqueue(str(old.pk))
    old.refresh_from_db()
    assert len(layouts) == 1
    assert (old.state, bool(old.file)) == (ReportState.FAILED, False)
    assert retry(report=old, user=small.user).pk == new.pk
    assert stored().state == ReportState.READY


def test_the_worker_finds_the_scope_of_the_firm_by_itself(ask, jobs, layouts):
    report = ask()
    other = OrganisationFactory(name="Een ander bedrijf", kvk_number="87654321")
    with scope(organisation=other):
        make_report.enqueue(str(report.pk))
        assert not StoredReport.objects.exists()
    assert stored().state == ReportState.READY


def test_a_failed_report_can_be_asked_for_again(ask, layouts, monkeypatch):
    good = making.lay_out
    monkeypatch.setattr(making, "lay_out", failing)
    failed = ask()
    monkeypatch.setattr(making, "lay_out", good)
    assert ask().pk == failed.pk
    assert stored().state == ReportState.READY

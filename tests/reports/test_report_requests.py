"""Asking for a report: made once per content, and again only when it failed, got stuck or was lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError
from django.utils import timezone

from apps.reports.domain.claiming import STUCK_AFTER
from apps.reports.domain.reports import request_report, retry
from apps.reports.models import ReportState, StoredReport, report_path
from tests.reports.conftest import Sample, set_state, stored, text_of
from tests.reports.sample import answer


def test_a_report_that_is_asked_for_is_made_and_kept(ask, layouts, small: Sample):
    asked = ask()
    report = stored()
    assert report.pk == asked.pk
    assert (report.state, report.progress, report.pages) == (ReportState.READY, 100, 3)
    assert report.requested_by == small.user
    assert report.started_at <= report.finished_at
    assert report.file.name == report_path(report, "")
    assert text_of(report) == f"%PDF {report.content_hash}"


def test_the_same_content_asked_again_comes_from_the_store(ask, layouts):
    first = ask()
    written = default_storage.get_modified_time(stored().file.name)
    second = ask()
    assert second.pk == first.pk
    assert second.state == ReportState.READY
    assert len(layouts) == 1
    assert default_storage.get_modified_time(stored().file.name) == written


def test_both_kinds_are_stored_beside_each_other(ask, layouts):
    assert ask("plan").pk != ask("full").pk
    assert len(layouts) == 2


def test_a_change_makes_a_new_report_and_keeps_the_old_one(ask, layouts, small: Sample):
    first = ask("full")
    answer(small.dossier, "W01", small.user, verdict="in_order", note="Vooral op vrijdag.")
    second = ask("full")
    assert first.pk != second.pk
    assert StoredReport.objects.filter(state=ReportState.READY).count() == 2


def test_asking_many_times_while_it_waits_puts_one_job_in_the_queue(ask, jobs):
    assert len({ask().pk, ask().pk, ask().pk}) == 1
    assert jobs == [str(stored().pk)]


def test_nothing_is_queued_when_the_transaction_does_not_end_well(
    small: Sample, jobs, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=False):
        request_report(dossier=small.dossier, kind="plan", user=small.user)
    assert jobs == []


def test_trying_again_after_a_failure_makes_the_same_report(ask, layouts, small: Sample, jobs):
    report = ask()
    set_state(report, state=ReportState.FAILED)
    again = retry(report=stored(), user=small.user)
    assert again.pk == report.pk
    assert again.state == ReportState.QUEUED


def test_trying_again_after_a_change_leads_to_the_new_report_and_drops_the_failed_one(
    ask, jobs, small: Sample
):
    failed = ask("full")
    set_state(failed, state=ReportState.FAILED)
    answer(small.dossier, "W01", small.user, verdict="in_order", note="Vooral op vrijdag.")
    again = retry(report=stored(), user=small.user)
    assert again.pk != failed.pk
    assert stored().pk == again.pk


@pytest.mark.parametrize(("minutes", "again"), [(4, False), (6, True)])
def test_a_crash_halfway_is_over_after_five_minutes(ask, jobs, minutes: int, again: bool):
    report = ask()
    started = timezone.now() - timedelta(minutes=minutes)
    set_state(report, state=ReportState.RUNNING, started_at=started, progress=40)
    asked = ask()
    assert len(jobs) == (2 if again else 1)
    assert asked.state == (ReportState.QUEUED if again else ReportState.RUNNING)


def test_a_job_that_never_arrived_is_queued_again(ask, jobs):
    set_state(ask(), requested_at=timezone.now() - STUCK_AFTER - timedelta(seconds=1))
    ask()
    ask()
    assert len(jobs) == 2


def test_a_file_that_was_lost_is_made_again(ask, layouts):
    report = ask()
    default_storage.delete(stored().file.name)
    assert ask().pk == report.pk
    assert len(layouts) == 2
    assert default_storage.exists(stored().file.name)


def test_the_database_keeps_two_rows_of_one_content_apart(ask, jobs, small: Sample):
    report = ask()
    with pytest.raises(IntegrityError):
        StoredReport.objects.create(
            organisation=small.dossier.organisation,
            dossier=small.dossier,
            kind=report.kind,
            content_hash=report.content_hash,
        )

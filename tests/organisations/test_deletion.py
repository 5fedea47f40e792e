"""The end of a firm: nothing of it is left, and nothing of another firm is touched."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from apps.organisations.domain.deletion import (
    Deleted,
    delete_left_over_files,
    delete_organisation,
    delete_with_files,
    models_of_a_firm,
)
from apps.organisations.models import AuditEvent, AuditKind, Organisation, User
from apps.reports.domain.reports import request_report
from apps.reports.models import ReportKind, StoredReport
from apps.rie.models import Answer, Dossier, Evidence
from tests.reports.sample import full_dossier

pytestmark = pytest.mark.django_db
Committing = Callable[..., AbstractContextManager[list[Any]]]


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def full(django_capture_on_commit_callbacks: Committing) -> Dossier:
    """A filled-in dossier with a report, a piece of evidence and a record of who looked."""
    dossier = full_dossier()
    organisation = dossier.organisation
    with scope(organisation=organisation):
        with django_capture_on_commit_callbacks(execute=True):
            request_report(dossier=dossier, kind=ReportKind.PLAN, user=None)
        evidence = Evidence(organisation=organisation, dossier=dossier, name="a.pdf", size=1)
        evidence.file.save("a.pdf", ContentFile(b"x"))
        AuditEvent.objects.create(
            organisation=organisation,
            at=timezone.now(),
            actor_label="Wil",
            as_role="employer",
            kind=AuditKind.LOOKED,
            action="rie:overview",
        )
        assert StoredReport.objects.get().file
    return dossier


def rows_of(organisation: Organisation) -> dict[str, int]:
    counts = {
        model._meta.label: model._base_manager.filter(organisation=organisation.pk).count()
        for model in models_of_a_firm()
    }
    return {label: number for label, number in counts.items() if number}


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def job(*args: object, status: str = TaskResultStatus.SUCCESSFUL) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status=status,
        args_kwargs={"args": list(args), "kwargs": {}},
        task_path="apps.reports.tasks.make_report",
        backend_name="default",
        run_after=get_date_max(),
        exception_class_path="",
        traceback="",
    )


class TestDeletingAFirm:
    def test_leaves_no_row_and_no_file(self, full, folder, django_capture_on_commit_callbacks):
        organisation = full.organisation
        assert {"rie.Answer", "actions.Action", "reports.StoredReport", "rie.Evidence"} <= set(
            rows_of(organisation)
        )
        assert len(files_in(folder)) == 2

        with django_capture_on_commit_callbacks(execute=True):
            deleted = delete_organisation(organisation=organisation)

        assert rows_of(organisation) == {}
        assert not Organisation.objects.exists()
        assert list(folder.rglob(f"*{organisation.pk}*")) == []
        assert files_in(folder) == []
        assert deleted.files == 2
        assert deleted.rows["rie.Answer"] > 40
        assert deleted.rows["organisations.AuditEvent"] >= 1

    def test_leaves_people_their_account(self, full):
        number = User.objects.count()

        delete_organisation(organisation=full.organisation)

        assert User.objects.count() == number > 0

    def test_leaves_another_firm_alone(self, full, folder, django_capture_on_commit_callbacks):
        other = full_dossier()
        with scope(organisation=other.organisation):
            evidence = Evidence(organisation=other.organisation, dossier=other, name="b.pdf", size=1)
            evidence.file.save("b.pdf", ContentFile(b"y"))
        before, theirs = rows_of(other.organisation), job(str(other.pk))

        with django_capture_on_commit_callbacks(execute=True):
            delete_organisation(organisation=full.organisation)

        assert rows_of(other.organisation) == before
        assert default_storage.exists(evidence.file.name)
        assert DBTaskResult.objects.get() == theirs

    def test_keeps_the_files_of_a_firm_that_stays_after_all(
        self, full, folder, django_capture_on_commit_callbacks
    ):
        @transaction.atomic
        def delete_and_stumble() -> None:
            delete_organisation(organisation=full.organisation)
            raise RuntimeError("stumbled")

        with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError, match="stumbled"):
            delete_and_stumble()

        assert rows_of(full.organisation) != {}
        assert len(files_in(folder)) == 2

    def test_takes_a_half_made_file_along(self, full, folder, django_capture_on_commit_callbacks):
        """A worker wrote it and crashed before a row said so."""
        default_storage.save(f"reports/{full.organisation.pk}/deeper/half.pdf", ContentFile(b"%PDF"))

        with django_capture_on_commit_callbacks(execute=True):
            delete_organisation(organisation=full.organisation)

        assert files_in(folder) == []

    def test_does_not_mind_a_file_that_is_gone_already(
        self, full, folder, django_capture_on_commit_callbacks
    ):
        for path in files_in(folder):
            path.unlink()

        with django_capture_on_commit_callbacks(execute=True):
            assert delete_organisation(organisation=full.organisation).files == 2

    def test_a_second_time_does_nothing(self, organisation):
        delete_organisation(organisation=organisation)

        assert delete_organisation(organisation=Organisation(pk=organisation.pk)) == Deleted({}, 0, 0)

    def test_works_inside_and_outside_the_scope_of_the_firm(self, organisation):
        with scope(organisation=organisation):
            delete_organisation(organisation=organisation)

        assert not Organisation.objects.exists()

    def test_forgets_the_jobs_that_name_it(self, full):
        with scope(organisation=full.organisation):
            report = StoredReport.objects.get()
        for status in (TaskResultStatus.READY, TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED):
            job(str(report.pk), status=status)
        job(f"https://werkbalans.example/b/{full.organisation.pk}/")

        assert delete_organisation(organisation=full.organisation).jobs == 4
        assert not DBTaskResult.objects.exists()

    def test_leaves_a_job_that_runs_to_its_worker(self, full):
        """The worker writes its result in that row, and would stop without it."""
        running = job(str(full.pk), status=TaskResultStatus.RUNNING)

        delete_organisation(organisation=full.organisation)

        assert DBTaskResult.objects.get() == running

    def test_a_report_that_is_being_made_leaves_no_file(
        self, full, folder, django_capture_on_commit_callbacks
    ):
        from apps.reports.domain import making

        with scope(organisation=full.organisation):
            stored = StoredReport.objects.get()
            StoredReport.objects.update(state="running", started_at=timezone.now())
            stored.refresh_from_db()
            with django_capture_on_commit_callbacks(execute=True):
                delete_organisation(organisation=full.organisation)
            making.make(stored=stored)

        assert files_in(folder) == []

    def test_says_nothing_about_what_it_was(self, full, caplog):
        with caplog.at_level(logging.DEBUG):
            delete_organisation(organisation=full.organisation)

        assert full.organisation.name not in caplog.text


def test_every_file_of_a_firm_stands_in_a_folder_of_its_own(full):
    """Else files without a row would not be found (``delete_left_over_files``)."""
    with scopes_disabled():
        names = [Evidence.objects.get().file.name, StoredReport.objects.get().file.name]

    assert all(name.split("/")[1] == str(full.organisation.pk) for name in names)


class TestDeletingPartOfAFirm:
    def test_takes_what_hangs_on_it_with_the_files(self, full, folder, django_capture_on_commit_callbacks):
        with scope(organisation=full.organisation), django_capture_on_commit_callbacks(execute=True):
            assert delete_with_files(rows=Dossier.objects.filter(pk=full.pk)) == 1

        assert files_in(folder) == []
        with scopes_disabled():
            assert not Answer.objects.exists()
        assert Organisation.objects.exists()

    def test_nothing_to_delete_is_no_mistake(self, organisation):
        with scopes_disabled():
            assert delete_with_files(rows=Dossier.objects.none()) == 0


class TestFilesThatAreLeft:
    def test_of_a_firm_that_is_gone_are_deleted(self, full, folder):
        gone = "0191e0a6-0000-4000-8000-000000000000"
        default_storage.save(f"reports/{gone}/x.pdf", ContentFile(b"x"))
        default_storage.save("reports/readme.txt", ContentFile(b"x"))
        default_storage.save("other/not-an-id/x.txt", ContentFile(b"x"))

        lines = delete_left_over_files(now=timezone.now(), dry_run=False)

        assert lines == ["firms of which only files were left: 1"]
        assert not default_storage.exists(f"reports/{gone}")
        assert len(files_in(folder)) == 4

    def test_are_only_counted_in_a_dry_run(self, folder):
        gone = "0191e0a6-0000-4000-8000-000000000000"
        default_storage.save(f"evidence/{gone}/x.pdf", ContentFile(b"x"))

        lines = delete_left_over_files(now=timezone.now() + timedelta(days=1), dry_run=True)

        assert lines == ["firms of which only files were left: 1"]
        assert len(files_in(folder)) == 1

    def test_without_any_folder_there_is_nothing_to_do(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path / "not-made-yet"

        lines = delete_left_over_files(now=timezone.now(), dry_run=False)

        assert lines == ["firms of which only files were left: 0"]

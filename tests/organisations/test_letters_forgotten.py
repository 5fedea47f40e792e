"""What stays of a letter in the queue of the worker: nothing but its id."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from apps.organisations.domain.post import letters
from apps.organisations.letters import deliver
from apps.organisations.models import Letter, LetterState
from tests.factories import OrganisationFactory
from tests.organisations.posting import DATABASE_QUEUE, post, stored

SECRET = "https://w.example/uitnodiging/geheim/"


@pytest.fixture
def letter(settings: Any, transactional_db: None) -> Letter:
    settings.TASKS = DATABASE_QUEUE
    context = {"firm": "De Linde", "practice": "Bos", "sender": "Ans", "name": "Bea", "link": SECRET}
    return post(OrganisationFactory(), context=context)


def work() -> DBTaskResult:
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    return DBTaskResult.objects.get()


def said(job: DBTaskResult) -> str:
    return f"{job.args_kwargs} {job.return_value} {job.traceback}"


def test_before_and_after_it_left_no_address_and_no_secret_stand_there(letter: Letter) -> None:
    assert not {SECRET, letter.to} & set(said(DBTaskResult.objects.get()).split())
    job = work()
    assert SECRET in mail.outbox[0].body
    assert job.status == TaskResultStatus.SUCCESSFUL
    assert SECRET not in said(job)
    assert letter.to not in said(job)


def test_nor_when_it_could_not_leave(letter: Letter, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: object) -> None:
        raise ConnectionRefusedError(f"nobody here for {letter.to}")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.open", refuse)
    job = work()
    assert letter.to not in said(job)
    assert stored(letter).state == LetterState.WAITING


def test_a_job_for_a_letter_that_is_gone_does_nothing(letter: Letter) -> None:
    letters().all().delete()
    assert work().status == TaskResultStatus.SUCCESSFUL
    assert mail.outbox == []


def test_a_job_that_runs_twice_sends_once(letter: Letter) -> None:
    deliver.enqueue(str(letter.pk))
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    assert len(mail.outbox) == 1

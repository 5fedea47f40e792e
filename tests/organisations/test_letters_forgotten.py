"""What stays of a letter in the queue of the worker."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.management import call_command
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from apps.organisations.letters import deliver

LETTER = {
    "to": "new@example.org",
    "subject": "Hello",
    "text": "/uitnodiging/secret/\n",
    "html": "<p>Hello</p>",
}


@task()
def something_else() -> None:
    """A job that is no letter."""


@pytest.fixture(autouse=True)
def _queue(settings: Any, transactional_db: None) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}


def work() -> None:
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


def test_a_letter_that_left_is_forgotten_by_the_queue() -> None:
    deliver.enqueue(**LETTER)
    assert "secret" in str(DBTaskResult.objects.get().args_kwargs)
    work()
    assert [letter.to for letter in mail.outbox] == [["new@example.org"]]
    assert not DBTaskResult.objects.exists()


def test_a_letter_that_could_not_leave_stays_to_be_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: EmailMultiAlternatives) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMultiAlternatives, "send", fail)
    deliver.enqueue(**LETTER)
    work()
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED


def test_other_jobs_are_not_touched() -> None:
    something_else.enqueue()
    work()
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL

"""Daily jobs: each once a day, whoever looks, whatever goes wrong."""

from __future__ import annotations

import logging
import os
import signal
import threading
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import OperationalError

from apps.organisations import schedule
from apps.organisations.domain import daily as running
from apps.organisations.domain.daily import Outcome, Result, run_due
from apps.organisations.management.commands import schedule as command
from apps.organisations.models import ScheduledRun
from apps.organisations.schedule import daily, jobs
from tests.factories import UserFactory
from tests.organisations.posting import post

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Counted:
    """A job that remembers how it was called, and fails as long as it is told to."""

    def __init__(self, error: Exception | None = None) -> None:
        self.calls: list[bool] = []
        self.error = error

    def __call__(self, *, now: datetime, dry_run: bool) -> list[str]:
        self.calls.append(dry_run)
        if self.error:
            raise self.error
        return ["things done: 3"]


@pytest.fixture(autouse=True)
def _no_other_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "_jobs", {})
    monkeypatch.setattr(schedule, "_hours", {})


@pytest.fixture
def job() -> Counted:
    job = Counted()
    daily("sweeping", job)
    return job


def test_a_job_of_the_same_name_takes_the_place_of_the_first(job):
    other = Counted()
    daily("sweeping", other)

    run_due(now=NOW, dry_run=False)

    assert (job.calls, other.calls) == ([], [False])


class TestRunning:
    def test_runs_what_is_due_and_writes_down_what_came_of_it(self, job):
        assert run_due(now=NOW, dry_run=False) == [Outcome("sweeping", Result.DONE, ("things done: 3",))]

        run = ScheduledRun.objects.get()
        assert (run.job, run.due_on, run.started_at) == ("sweeping", date(2026, 11, 23), NOW)
        assert run.finished_at is not None
        assert run.outcome == "things done: 3"

    def test_runs_once_a_day(self, job):
        run_due(now=NOW, dry_run=False)

        assert run_due(now=NOW + 10 * HOUR, dry_run=False) == [Outcome("sweeping", Result.NOT_DUE)]
        assert len(job.calls) == 1

    def test_runs_again_the_next_day_of_the_netherlands(self, job):
        run_due(now=NOW, dry_run=False)

        run_due(now=datetime(2026, 11, 23, 22, 59, tzinfo=UTC), dry_run=False)
        assert len(job.calls) == 1
        run_due(now=datetime(2026, 11, 23, 23, 1, tzinfo=UTC), dry_run=False)
        assert len(job.calls) == 2

    def test_logs_how_many_and_no_more(self, job, caplog):
        with caplog.at_level(logging.INFO):
            run_due(now=NOW, dry_run=False)

        assert "daily_job job=sweeping things done: 3" in caplog.text


class TestTwoWorkers:
    def test_run_a_job_once(self, job):
        """The second one looks while the first is busy."""

        def slow(*, now: datetime, dry_run: bool) -> list[str]:
            inner.append(run_due(now=NOW + timedelta(seconds=1), dry_run=False))
            return job(now=now, dry_run=dry_run)

        inner: list[list[Outcome]] = []
        daily("sweeping", slow)

        run_due(now=NOW, dry_run=False)

        assert inner == [[Outcome("sweeping", Result.NOT_DUE)]]
        assert len(job.calls) == 1

    def test_that_both_find_a_crashed_run_do_not_both_take_it(self, job):
        """Both read the old row; the second writes after the first did."""
        ScheduledRun.objects.create(job="sweeping", due_on=NOW.date(), started_at=NOW - 2 * HOUR)
        first = running._claim("sweeping", NOW)

        assert first is not None
        assert running._claim("sweeping", NOW + timedelta(seconds=1)) is None

    def test_a_slow_one_that_was_taken_over_does_not_end_the_run_of_the_other(self, job):
        slow = running._claim("sweeping", NOW)
        taken_over = running._claim("sweeping", NOW + HOUR)

        running._finished(slow, ["late"])
        assert ScheduledRun.objects.get().finished_at is None
        running._finished(taken_over, ["in time"])
        assert ScheduledRun.objects.get().outcome == "in time"


class TestAfterACrash:
    def test_nobody_takes_over_within_an_hour(self, job):
        ScheduledRun.objects.create(job="sweeping", due_on=NOW.date(), started_at=NOW)

        run_due(now=NOW + HOUR - timedelta(seconds=1), dry_run=False)

        assert job.calls == []

    def test_after_an_hour_the_job_runs_again(self, job):
        ScheduledRun.objects.create(job="sweeping", due_on=NOW.date(), started_at=NOW)

        run_due(now=NOW + HOUR, dry_run=False)

        assert len(job.calls) == 1
        assert ScheduledRun.objects.get().finished_at is not None


class TestAJobThatFails:
    @pytest.fixture
    def broken(self) -> Counted:
        broken = Counted(ValueError("Ans de Vries, ans@example.org"))
        daily("breaking", broken)
        return broken

    def test_does_not_keep_the_others(self, broken):
        other = Counted()
        daily("sweeping", other)

        outcomes = run_due(now=NOW, dry_run=False)

        assert [outcome.result for outcome in outcomes] == [Result.FAILED, Result.DONE]

    def test_tells_the_kind_of_error_and_nobodys_name(self, broken, caplog):
        with caplog.at_level(logging.DEBUG):
            run_due(now=NOW, dry_run=False)

        assert "job=breaking error=ValueError" in caplog.text
        assert "Ans" not in caplog.text
        assert ScheduledRun.objects.get().outcome == "ValueError"

    def test_is_tried_again_after_an_hour(self, broken):
        run_due(now=NOW, dry_run=False)
        assert run_due(now=NOW + HOUR / 2, dry_run=False)[0].result is Result.NOT_DUE
        broken.error = None

        assert run_due(now=NOW + HOUR, dry_run=False)[0].result is Result.DONE

    def test_fails_in_a_dry_run_too(self, broken):
        assert run_due(now=NOW, dry_run=True) == [Outcome("breaking", Result.FAILED, ("ValueError",))]


class TestADryRun:
    def test_asks_the_job_what_it_would_do_and_takes_no_lock(self, job):
        assert run_due(now=NOW, dry_run=True) == [Outcome("sweeping", Result.DONE, ("things done: 3",))]

        assert job.calls == [True]
        assert not ScheduledRun.objects.exists()

    def test_says_what_has_run_already(self, job):
        run_due(now=NOW, dry_run=False)

        assert run_due(now=NOW, dry_run=True) == [Outcome("sweeping", Result.NOT_DUE)]

    def test_leaves_nothing_of_a_job_that_writes_all_the_same(self):
        def careless(*, now: datetime, dry_run: bool) -> list[str]:
            UserFactory(email="left@example.org")
            return []

        daily("careless", careless)

        run_due(now=NOW, dry_run=True)

        assert not type(UserFactory.build()).objects.exists()


class TestTheCommand:
    def test_prints_what_was_done(self, job):
        assert output("daily") == "sweeping: done\n  things done: 3\n"
        assert output("daily") == "sweeping: has run today, or is running\n"

    def test_with_dry_run_changes_nothing(self, job):
        assert output("daily", "--dry-run") == "sweeping: done\n  things done: 3\n"
        assert job.calls == [True]

    def test_ends_with_an_error_when_a_job_fails(self):
        daily("breaking", Counted(ValueError("x")))

        with pytest.raises(CommandError, match="Failed: breaking"):
            output("daily")


class TestTheSchedule:
    @pytest.fixture(autouse=True)
    def keeps_the_connection_of_the_test(self, monkeypatch):
        """A command that closes it would end the transaction the test runs in."""
        monkeypatch.setattr(command, "close_old_connections", lambda: None)

    def test_looks_again_and_again(self, job):
        output("schedule", "--interval=0", "--rounds=3")

        assert len(job.calls) == 1
        assert ScheduledRun.objects.count() == 1

    def test_lives_on_when_the_database_is_away_for_a_moment(self, job, monkeypatch, caplog):
        looks = []

        def look(**options: object) -> list[Outcome]:
            looks.append(options)
            if len(looks) == 1:
                raise OperationalError("database is locked")
            return []

        monkeypatch.setattr(command, "run_due", look)

        output("schedule", "--interval=0", "--rounds=2")

        assert len(looks) == 2
        assert "schedule_without_database error=OperationalError" in caplog.text

    def test_looks_for_letters_every_time_and_for_jobs_at_their_own_pace(self, monkeypatch, time_machine):
        looks: list[str] = []
        monkeypatch.setattr(command, "deliver_waiting", lambda **options: looks.append("letters"))
        monkeypatch.setattr(command, "run_due", lambda **options: looks.append("jobs"))

        output("schedule", "--interval=0", "--rounds=3")

        assert looks == ["letters", "jobs", "letters", "letters"]
        assert command.LOOK_EVERY == 60
        assert command.DAILY_EVERY == 300

    def test_brings_a_letter_away_whose_job_was_lost(self, organisation):
        letter = post(organisation)

        output("schedule", "--interval=0", "--rounds=1")

        assert [message.to for message in mail.outbox] == [[letter.to]]

    def test_stops_between_two_letters_when_asked(self, organisation, monkeypatch):
        stop = threading.Event()
        for number in range(2):
            post(organisation, f"n{number}@example.org")
        send = EmailBackend.send_messages

        def asked_meanwhile(self: EmailBackend, messages: list) -> int:
            stop.set()
            return send(self, messages)

        monkeypatch.setattr(EmailBackend, "send_messages", asked_meanwhile)
        command.keep_looking(stop, interval=600)

        assert len(mail.outbox) == 1

    @pytest.mark.parametrize("number", command.STOP_SIGNALS)
    def test_finishes_its_job_and_stops_when_asked(self, number):
        before = signal.getsignal(number)

        def asked_meanwhile(*, now: datetime, dry_run: bool) -> list[str]:
            os.kill(os.getpid(), number)
            return ["finished"]

        daily("sweeping", asked_meanwhile)

        output("schedule", "--interval=600")

        assert ScheduledRun.objects.get().outcome == "finished"
        assert signal.getsignal(number) is before

    def test_does_not_begin_when_it_was_stopped(self, job):
        stop = threading.Event()
        stop.set()

        command.keep_looking(stop, interval=0)

        assert job.calls == []


def test_a_job_with_an_hour_of_its_own_waits_for_it():
    letters = Counted()
    daily("letters", letters, from_hour=7)
    early = datetime(2026, 11, 23, 5, 59, tzinfo=UTC)  # one minute to seven in the Netherlands

    assert run_due(now=early, dry_run=False) == [Outcome("letters", Result.NOT_DUE)]
    assert run_due(now=early + timedelta(minutes=1), dry_run=False)[0].result == Result.DONE
    assert letters.calls == [False]


def output(name: str, *arguments: str) -> str:
    written = StringIO()
    call_command(name, *arguments, stdout=written)
    return written.getvalue()


def test_the_jobs_of_the_application_are_registered():
    from django.apps import apps

    apps.get_app_config("organisations").ready()

    assert {"trials", "files"} <= set(jobs())


def test_every_job_of_the_application_can_be_tried_out():
    from django.apps import apps

    apps.get_app_config("organisations").ready()

    assert {outcome.result for outcome in run_due(now=NOW, dry_run=True)} == {Result.DONE}

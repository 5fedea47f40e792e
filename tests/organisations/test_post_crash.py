"""Two workers die in the middle of handing over: every letter leaves once, and none is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.db import connection
from django.utils import timezone

from apps.organisations.domain.post import (
    STUCK_AFTER,
    TRY_LASTS,
    confirm,
    deliver_waiting,
    letters,
    message_id,
)
from apps.organisations.models import LetterState
from tests.factories import OrganisationFactory
from tests.organisations.mail_server import ENOUGH, MailServer, a_mail_server, send_by
from tests.organisations.posting import DATABASE_QUEUE, post

Start = Callable[..., subprocess.Popen]
SECOND = timedelta(seconds=1)


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    with a_mail_server() as server:
        send_by(server.port, settings)
        yield server


@pytest.fixture
def start_worker(mail_server: MailServer, tmp_path: Path) -> Iterator[Start]:
    """Start a worker like the one of production, on the database of this test."""
    started: list[subprocess.Popen] = []
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.organisations.post_worker_settings",
        "SCRATCH_DATABASE": str(connection.settings_dict["NAME"]),
        "MAIL_SERVER_PORT": str(mail_server.port),
        "TMPDIR": str(tmp_path),
    }

    def start(*options: str) -> subprocess.Popen:
        command = [
            sys.executable,
            "manage.py",
            "db_worker",
            "--interval",
            "0.1",
            "--no-startup-delay",
            *options,
        ]
        log = (tmp_path / f"worker-{len(started)}.log").open("wb")
        with log:
            process = subprocess.Popen(
                command, cwd=project.BASE_DIR, env=environment, stdout=log, stderr=subprocess.STDOUT
            )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def states() -> dict[str, int]:
    found = [letter.state for letter in letters().all()]
    return {state: found.count(state) for state in found}


@pytest.mark.django_db(transaction=True)
def test_every_letter_leaves_once_when_workers_are_killed(
    mail_server: MailServer, start_worker: Start, settings: Any
) -> None:
    settings.TASKS = DATABASE_QUEUE
    organisation = OrganisationFactory()
    ids = [message_id(post(organisation, f"n{number}@example.org")) for number in range(6)]

    # One dies before the text was asked for, the other when the text was taken and nobody told it so.
    mail_server.once("DATA", "hold")
    mail_server.once("TEXT", "hold")
    workers = [start_worker() for _number in range(2)]
    assert {mail_server.held.get(timeout=ENOUGH) for _worker in workers} == {"DATA", "TEXT"}
    for worker in workers:
        worker.kill()
        worker.wait()
    mail_server.released.set()
    assert states() == {LetterState.WAITING: 5, LetterState.HANDING_OVER: 1}

    # Two new ones take what is left in the queue, each letter one of them.
    for worker in [start_worker("--batch") for _number in range(2)]:
        assert worker.wait(timeout=ENOUGH) == 0
    assert states() == {LetterState.SENT: 4, LetterState.WAITING: 1, LetterState.HANDING_OVER: 1}

    # The clock: what certainly did not leave goes again, of the other nobody knows.
    now = timezone.now()
    deliver_waiting(now=now + TRY_LASTS + SECOND)
    deliver_waiting(now=now + STUCK_AFTER + SECOND)
    assert states() == {LetterState.SENT: 5, LetterState.UNDECIDED: 1}
    assert mail_server.taken() == dict.fromkeys(ids, 1)

    (undecided,) = letters().filter(state=LetterState.UNDECIDED)
    confirm(letter_id=undecided.pk, now=now)
    assert states() == {LetterState.SENT: 6}

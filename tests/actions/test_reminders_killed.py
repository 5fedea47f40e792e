"""Two workers write reminders at the same moment and are killed halfway: everybody gets one letter."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as project
from django.db import connection
from django.utils import timezone

from apps.actions.domain.reminders import send_reminders
from tests.actions.reminding import letters, make, member, written_to
from tests.organisations.posting import DATABASE_QUEUE

PEOPLE = 25
ENOUGH = 60.0  # seconds
WORK = (
    "from django.utils import timezone; from apps.actions.domain.reminders import send_reminders;"
    "send_reminders(now=timezone.now(), dry_run=False)"
)


def start_worker(folder: Path) -> subprocess.Popen:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.organisations.post_worker_settings",
        "SCRATCH_DATABASE": str(connection.settings_dict["NAME"]),
        "MAIL_SERVER_PORT": "9",
        "TMPDIR": str(folder),
    }
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", WORK]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, cwd=project.BASE_DIR, env=environment, **quiet)


@pytest.mark.django_db(transaction=True)
def test_the_weekly_letter_is_written_once_when_both_workers_are_killed(
    organisation, dossier, tmp_path, settings
):
    settings.TASKS = DATABASE_QUEUE  # letters stay as they were written
    late = timezone.localdate() - timedelta(days=30)
    people = [member(organisation) for _number in range(PEOPLE)]
    for person in people:
        make(dossier, owner=person, due_on=late)

    workers = [start_worker(tmp_path) for _number in range(2)]
    try:
        ends_at = time.monotonic() + ENOUGH
        while len(letters(organisation)) < 3 and time.monotonic() < ends_at:
            time.sleep(0.005)
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    assert len(letters(organisation)) >= 3

    send_reminders(now=timezone.now(), dry_run=False)

    assert written_to(organisation, "actions_overdue") == sorted(person.user.email for person in people)

"""``manage.py schedule``, the clock: keeps running, brings letters away and runs the daily jobs when due."""

from __future__ import annotations

import logging
import signal
import threading
import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from apps.organisations.domain.daily import run_due
from apps.organisations.domain.post import deliver_waiting

logger = logging.getLogger(__name__)

LOOK_EVERY = 60.0  # seconds, for letters whose job was lost or that could not leave before
DAILY_EVERY = 300.0  # seconds, for jobs of the day
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Command(BaseCommand):
    help = (
        "Look every minute for letters that have to leave, and for daily jobs. Any number of these may run."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--interval", type=float, default=LOOK_EVERY, help="seconds between two looks")
        parser.add_argument("--rounds", type=int, default=0, help="stop after so many looks; 0: never")

    def handle(self, *args: object, **options: object) -> None:
        stop = threading.Event()
        before = {number: signal.signal(number, lambda *_: stop.set()) for number in STOP_SIGNALS}
        try:
            keep_looking(stop, interval=float(options["interval"]), rounds=int(options["rounds"]))
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def keep_looking(stop: threading.Event, *, interval: float, rounds: int = 0) -> None:
    """Look, wait ``interval`` seconds, look again; until ``stop`` is set (a letter or job is finished first).

    A database that is away for a moment ends nothing: the next look is another try.
    """
    looked, daily_at = 0, time.monotonic()
    while not stop.is_set():
        close_old_connections()
        try:
            deliver_waiting(now=timezone.now(), stopping=stop.is_set)
            if time.monotonic() >= daily_at and not stop.is_set():
                run_due(now=timezone.now(), dry_run=False)
                daily_at = time.monotonic() + DAILY_EVERY
        except DatabaseError as error:
            logger.error("schedule_without_database error=%s", type(error).__name__)
        looked += 1
        if looked == rounds:
            return
        stop.wait(interval)

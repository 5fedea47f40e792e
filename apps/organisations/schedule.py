"""Jobs that run once a day, also with two workers and after a crash.

A room registers its job when the application starts::

    daily("trials", delete_expired_trials)

``manage.py daily`` runs what is due today; ``--dry-run`` says what would happen and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol


class Job(Protocol):
    """What a daily job looks like. Returns sentences that say what it did (or would do, when ``dry_run``)."""

    def __call__(self, *, now: datetime, dry_run: bool) -> list[str]: ...


_jobs: dict[str, Job] = {}
_hours: dict[str, int] = {}


def daily(name: str, job: Job, *, from_hour: int = 0) -> None:
    """Register a job; a second one of the same name takes its place.

    ``from_hour``: the hour of the day (0 to 23, local time) before which it is not its turn.
    """
    _jobs[name], _hours[name] = job, from_hour


def from_hour(name: str) -> int:
    """The hour of the day from which it is the turn of a job."""
    return _hours.get(name, 0)


def jobs() -> dict[str, Callable[..., list[str]]]:
    """All jobs by name, in the order in which they were registered."""
    return dict(_jobs)

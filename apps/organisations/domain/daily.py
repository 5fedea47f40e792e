"""Running the jobs of the day: each once, also with two workers, also after one of them crashed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from apps.organisations.models import ScheduledRun
from apps.organisations.schedule import from_hour, jobs

logger = logging.getLogger(__name__)

# A job that has not finished by then lost its worker, or failed: somebody may try again.
TAKEN_OVER_AFTER = timedelta(hours=1)


class Result(StrEnum):
    DONE = "done"
    FAILED = "failed"
    NOT_DUE = "not due"


@dataclass(frozen=True)
class Outcome:
    """What became of one job. ``lines`` say how many, never who; of an error only the kind."""

    job: str
    result: Result
    lines: tuple[str, ...] = ()


def run_due(*, now: datetime, dry_run: bool) -> list[Outcome]:
    """Run every job that has not run today (in local time), in the order in which they were registered.

    A job that fails does not keep the others; it is tried again after an hour. A dry run looks at the
    same jobs, takes no locks and leaves nothing changed, whatever a job does.
    """
    return [_run_one(name, job, now, dry_run) for name, job in jobs().items()]


def _run_one(name: str, job: Callable[..., list[str]], now: datetime, dry_run: bool) -> Outcome:
    if timezone.localtime(now).hour < from_hour(name):
        return Outcome(name, Result.NOT_DUE)
    if dry_run:
        return _try_out(name, job, now) if _is_due(name, now) else Outcome(name, Result.NOT_DUE)
    run = _claim(name, now)
    if run is None:
        return Outcome(name, Result.NOT_DUE)
    try:
        lines = job(now=now, dry_run=False)
    except Exception as error:
        return _failed(run, error)
    return _finished(run, lines)


def _is_due(name: str, now: datetime) -> bool:
    run = ScheduledRun.objects.filter(job=name, due_on=_day(now)).first()
    return run is None or (run.finished_at is None and run.started_at <= now - TAKEN_OVER_AFTER)


def _day(now: datetime) -> object:
    return timezone.localdate(now)


def _claim(name: str, now: datetime) -> ScheduledRun | None:
    """Take the job of today for this worker. Of two that try at the same moment, one gets it."""
    run, created = ScheduledRun.objects.get_or_create(
        job=name, due_on=_day(now), defaults={"started_at": now}
    )
    if created:
        return run
    lost = ScheduledRun.objects.filter(
        pk=run.pk, finished_at__isnull=True, started_at__lte=now - TAKEN_OVER_AFTER
    )
    if not lost.update(started_at=now, outcome=""):
        return None
    run.started_at = now
    return run


def _finished(run: ScheduledRun, lines: list[str]) -> Outcome:
    _write(run, finished_at=timezone.now(), outcome="\n".join(lines))
    for line in lines:
        logger.info("daily_job job=%s %s", run.job, line)
    return Outcome(run.job, Result.DONE, tuple(lines))


def _failed(run: ScheduledRun, error: Exception) -> Outcome:
    """Leave the run unfinished: it is taken over. Never the message: it may quote what people typed."""
    kind = type(error).__name__
    _write(run, outcome=kind)
    logger.error("daily_job_failed job=%s error=%s", run.job, kind)
    return Outcome(run.job, Result.FAILED, (kind,))


def _write(run: ScheduledRun, **fields: object) -> None:
    """Only when nobody took the run over meanwhile."""
    ScheduledRun.objects.filter(pk=run.pk, started_at=run.started_at).update(**fields)


def _try_out(name: str, job: Callable[..., list[str]], now: datetime) -> Outcome:
    try:
        with transaction.atomic():
            lines = job(now=now, dry_run=True)
            transaction.set_rollback(True)
    except Exception as error:
        logger.error("daily_job_failed job=%s error=%s", name, type(error).__name__)
        return Outcome(name, Result.FAILED, (type(error).__name__,))
    return Outcome(name, Result.DONE, tuple(lines))

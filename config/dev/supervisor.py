"""Keep a few programs running together: all of them or none. Needs only the standard library."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

POLL_SECONDS = 0.2
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Program:
    """A program by the name that messages use, and the command that starts it."""

    name: str
    command: Sequence[str]


@dataclass(frozen=True)
class Running:
    program: Program
    process: subprocess.Popen[bytes]

    def has_ended(self) -> bool:
        return self.process.poll() is not None


@dataclass(frozen=True)
class Readiness:
    """How to see that the programs do their work, what to do then, and how long to wait for it."""

    is_ready: Callable[[], bool]
    announce: Callable[[], None]
    seconds: float = 60.0


def supervise(programs: Sequence[Program], *, readiness: Readiness, grace_seconds: float = 10.0) -> int:
    """Start the programs and keep them until a signal to stop, or until one of them ends.

    Args:
        grace_seconds: how long a program gets to finish its work after SIGTERM before it is killed.

    Returns:
        The exit code: 0 when asked to stop, 1 when a program ended or nothing became ready.
    """
    running: list[Running] = []
    with stop_requested() as stop:
        try:
            # extend() with a generator keeps those already started when a later one cannot start
            running.extend(start(program) for program in programs)
            problem = watch(running, stop=stop, readiness=readiness)
        finally:
            stop_all(running, grace_seconds=grace_seconds)
    print(problem or "Stopped.", file=sys.stderr if problem else sys.stdout, flush=True)
    return 1 if problem else 0


@contextmanager
def stop_requested() -> Iterator[threading.Event]:
    """An event that is set by Ctrl-C, SIGTERM or a closed terminal; the old handlers come back afterwards."""
    event = threading.Event()
    before = {number: signal.signal(number, lambda *_: event.set()) for number in STOP_SIGNALS}
    try:
        yield event
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def start(program: Program) -> Running:
    """Start in a session of its own: Ctrl-C reaches us alone, and we stop the programs in order."""
    process = subprocess.Popen(list(program.command), start_new_session=True)  # noqa: S603
    return Running(program=program, process=process)


def watch(running: Sequence[Running], *, stop: threading.Event, readiness: Readiness) -> str:
    """Wait until we are asked to stop. Returns the problem in a sentence, or nothing when all went well."""
    deadline = time.monotonic() + readiness.seconds
    announced = False
    while not stop.is_set():
        for one in running:
            if one.has_ended():
                return f"The {one.program.name} ended (exit code {one.process.returncode}); all is stopped."
        if not announced and readiness.is_ready():
            readiness.announce()
            announced = True
        if not announced and time.monotonic() > deadline:
            return f"There was no answer within {readiness.seconds:.0f} seconds; all is stopped."
        stop.wait(POLL_SECONDS)
    return ""


def stop_all(running: Sequence[Running], *, grace_seconds: float) -> None:
    """Ask every program to stop, wait for them together, then remove whatever is left of each group."""
    for one in running:
        if not one.has_ended():
            one.process.terminate()
    deadline = time.monotonic() + grace_seconds
    for one in running:
        with suppress(subprocess.TimeoutExpired):
            one.process.wait(timeout=max(0.0, deadline - time.monotonic()))
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(one.process.pid, signal.SIGKILL)
        one.process.wait()

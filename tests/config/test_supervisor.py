"""Two stand-in programs under a real supervisor, in a process of its own: signals can be sent to it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

SUPERVISOR = """
import sys
from pathlib import Path
from config.dev.supervisor import Program, Readiness, supervise

folder = Path(sys.argv[1])
commands = [[sys.executable, "-c", code, str(folder)] for code in sys.argv[3:]]
programs = [Program(f"program {number}", command) for number, command in enumerate(commands, 1)]
ready = Readiness(
    is_ready=lambda: (folder / "one").exists() and (folder / "two").exists() and sys.argv[2] == "ready",
    announce=lambda: print("ready", flush=True),
    seconds=30 if sys.argv[2] == "ready" else 0.5,
)
sys.exit(supervise(programs, readiness=ready, grace_seconds=2))
"""
# Each leaves its process id behind and goes on until it is told to stop.
STAYS = """
import os, pathlib, sys, time
file = pathlib.Path(sys.argv[1]) / "{name}"
file.with_suffix(".tmp").write_text(str(os.getpid()))
file.with_suffix(".tmp").rename(file)
time.sleep(60)
"""
ONE, TWO = STAYS.format(name="one"), STAYS.format(name="two")
DIES = TWO.replace("time.sleep(60)", "sys.exit(7)")
IGNORES_TERM = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + TWO

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[subprocess.Popen[str]] = []

    def start_supervisor(*codes: str, becomes_ready: bool = True) -> subprocess.Popen[str]:
        mode = "ready" if becomes_ready else "never"
        command = [sys.executable, "-c", SUPERVISOR, str(tmp_path), mode, *codes]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        started.append(subprocess.Popen(command, cwd=settings.BASE_DIR, text=True, **pipes))
        return started[-1]

    yield start_supervisor
    for process in started:
        process.kill()
        process.communicate()


def process_ids(folder: Path) -> list[int]:
    return [int(file.read_text()) for file in (folder / "one", folder / "two") if file.exists()]


def is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_to_stop_stops_both_cleanly(start: Start, tmp_path: Path, number: signal.Signals) -> None:
    supervisor = start(ONE, TWO)
    assert supervisor.stdout.readline() == "ready\n"
    supervisor.send_signal(number)
    out, _ = supervisor.communicate(timeout=30)
    assert supervisor.returncode == 0
    assert out == "Stopped.\n"
    assert len(process_ids(tmp_path)) == 2
    assert not any(is_alive(process_id) for process_id in process_ids(tmp_path))


def test_when_one_dies_the_other_is_stopped_and_it_says_so(start: Start, tmp_path: Path) -> None:
    supervisor = start(ONE, DIES)
    _, err = supervisor.communicate(timeout=30)
    assert supervisor.returncode == 1
    assert err == "The program 2 ended (exit code 7); all is stopped.\n"
    assert not any(is_alive(process_id) for process_id in process_ids(tmp_path))


def test_when_one_is_killed_later_the_other_is_stopped_too(start: Start, tmp_path: Path) -> None:
    supervisor = start(ONE, TWO)
    assert supervisor.stdout.readline() == "ready\n"
    os.kill(int((tmp_path / "one").read_text()), signal.SIGKILL)
    _, err = supervisor.communicate(timeout=30)
    assert supervisor.returncode == 1
    assert "The program 1 ended (exit code -9)" in err
    assert not any(is_alive(process_id) for process_id in process_ids(tmp_path))


def test_a_program_that_will_not_stop_is_killed_after_the_grace(start: Start, tmp_path: Path) -> None:
    supervisor = start(ONE, IGNORES_TERM)
    assert supervisor.stdout.readline() == "ready\n"
    begin = time.monotonic()
    supervisor.terminate()
    supervisor.communicate(timeout=30)
    assert time.monotonic() - begin >= 2
    assert not any(is_alive(process_id) for process_id in process_ids(tmp_path))


def test_without_an_answer_in_time_all_is_stopped(start: Start, tmp_path: Path) -> None:
    supervisor = start(ONE, TWO, becomes_ready=False)
    _, err = supervisor.communicate(timeout=30)
    assert supervisor.returncode == 1
    assert "There was no answer within" in err
    assert not any(is_alive(process_id) for process_id in process_ids(tmp_path))

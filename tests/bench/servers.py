"""Programs that the benchmark starts: each is ended by its own id, whatever happens."""

from __future__ import annotations

import http.client
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.dev.run import web_server as command_of_web_server
from tests.bench.environment import ROOT

HOST = "127.0.0.1"
POLL_SECONDS = 0.01


class NotStartedError(Exception):
    """A program ended at once, or never did what we waited for."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    cookies: dict[str, str]


@dataclass(frozen=True)
class WebServer:
    """A running web server. ``seconds_to_start``: until its first answer with status 200."""

    port: int
    pid: int
    seconds_to_start: float

    def ask(self, path: str, *, body: str | None = None, headers: Mapping[str, str] | None = None) -> Answer:
        """One request on a connection of its own; with a body it is a POST.

        Someone who fills in a form waits longer between two saves than the server keeps a connection.
        """
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        try:
            connection.request(
                "GET" if body is None else "POST", path, body=body, headers=dict(headers or {})
            )
            response = connection.getresponse()
            return Answer(response.status, response.read(), _cookies(response))
        finally:
            connection.close()


@contextmanager
def running(command: Sequence[str], **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Start a program; end it afterwards: asked first, forced after ten seconds."""
    process = subprocess.Popen(list(command), stdin=subprocess.DEVNULL, start_new_session=True, **options)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def web_server(*, processes: int, environment: Mapping[str, str], log: Path) -> Iterator[WebServer]:
    """The web server as ``make run`` starts it, with another number of processes and production settings.

    Raises:
        NotStartedError: it does not answer within half a minute.
    """
    port = free_port()
    # of an option that is given twice the last one counts
    command = [*command_of_web_server(port).command, "--workers", str(processes)]
    start = time.perf_counter()
    with (
        log.open("ab") as output,
        running(command, cwd=ROOT, env=dict(environment), stdout=output, stderr=output) as process,
    ):
        try:
            wait_until(lambda: _answers(port), process=process, seconds=30)
        except NotStartedError as error:
            raise NotStartedError(f"the web server: {error}; {last_line(log)}") from None
        yield WebServer(port=port, pid=process.pid, seconds_to_start=time.perf_counter() - start)


def wait_until(is_ready: Callable[[], bool], *, process: subprocess.Popen[bytes], seconds: float) -> None:
    """Look every hundredth of a second.

    Raises:
        NotStartedError: the program ended, or the time is up.
    """
    deadline = time.monotonic() + seconds
    while not is_ready():
        if process.poll() is not None:
            raise NotStartedError(f"{process.args[0]} ended with exit code {process.returncode}")
        if time.monotonic() > deadline:
            raise NotStartedError(f"{process.args[0]} was not ready within {seconds:.0f} seconds")
        time.sleep(POLL_SECONDS)


def last_line(log: Path) -> str:
    """What a program said last."""
    lines = log.read_text(errors="replace").splitlines()
    return lines[-1] if lines else "it said nothing"


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _cookies(response: http.client.HTTPResponse) -> dict[str, str]:
    pairs = (header.partition(";")[0].partition("=") for header in response.headers.get_all("Set-Cookie", ()))
    return {name: value for name, _sign, value in pairs}

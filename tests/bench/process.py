"""What a process of the web server weighs after a while, and how soon a server answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tests.bench.application import PAGES, Site, UnexpectedAnswerError, log_in
from tests.bench.environment import Effort, of_server
from tests.bench.report import Budget, Row
from tests.bench.servers import WebServer, web_server

MEMORY, START = Budget(150), Budget(3)
TIMES = 20


def rows(site: Site, effort: Effort, place: Path) -> Iterator[Row]:
    """Memory after serving every main page twenty times; seconds to the first answer, the best of some."""
    site.migrate()
    log, environment = place / "web.log", of_server()
    starts = []
    for _turn in range(effort.starts - 1):
        with web_server(processes=1, environment=environment, log=log) as server:
            starts.append(server.seconds_to_start)
    with web_server(processes=1, environment=environment, log=log) as server:
        starts.append(server.seconds_to_start)
        serve_pages(site, server)
        yield memory(worker_of(server.pid))
    yield Row("start to first answer", min(starts), "s", START, note=f"the best of {len(starts)}")


def serve_pages(site: Site, server: WebServer) -> None:
    """Every main page twenty times.

    Raises:
        UnexpectedAnswerError: another status than 200.
    """
    for page in PAGES:
        dossier = site.dossier_for(page)
        cookie = {"Cookie": f"sessionid={log_in(dossier).cookies['sessionid'].value}"}
        for _turn in range(TIMES):
            status = server.ask(page.path(dossier), headers=cookie).status
            if status != 200:
                raise UnexpectedAnswerError(f"{page.name} answered {status}")


def memory(pid: int | None) -> Row:
    """Resident memory; the part of it that is this process's own share stands beside it."""
    name = "memory of a web process"
    resident = kilobytes(Path(f"/proc/{pid}/status"), "VmRSS:")
    if resident is None:
        return Row(name, None, "MB", MEMORY, note="not measured: this system has no /proc")
    share = kilobytes(Path(f"/proc/{pid}/smaps_rollup"), "Pss:")
    note = f"resident (RSS), after each main page {TIMES} times"
    if share is not None:
        note += f"; its share (PSS) is {share * 1024 / 1e6:.0f} MB"
    return Row(name, resident * 1024 / 1e6, "MB", MEMORY, note=note)


def kilobytes(file: Path, label: str) -> int | None:
    """The number behind a label in a file of /proc; None when it is not there."""
    with suppress(OSError):
        for text in file.read_text().splitlines():
            if text.startswith(label):
                return int(text.split()[1])
    return None


def worker_of(pid: int) -> int | None:
    """The process that gunicorn started to do the work; None when this system does not tell."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return None
    return int(children[0]) if children else None

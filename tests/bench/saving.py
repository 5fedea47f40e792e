"""Answers saved per second by two processes of the web server, over HTTP, as browsers save them."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median

import psycopg2

from tests.bench import postgresql
from tests.bench.environment import ROOT, Effort, of_server
from tests.bench.load import Load, Person, save_together
from tests.bench.report import Budget, Row
from tests.bench.servers import web_server
from tests.bench.timing import percentile_95

PROCESSES = 2
PEOPLE = 4
# What Euphorie 20.1, the engine under comparable RI&E tools, does with one process: 31 ms for an answer.
BUDGET = Budget(32, at_least=True)
SQLITE, POSTGRESQL = "saved per second: SQLite", f"saved per second: PostgreSQL {postgresql.VERSION}"


def rows(place: Path, effort: Effort) -> Iterator[Row]:
    """A row for SQLite and one for PostgreSQL."""
    yield measure(SQLITE, f"sqlite:///{place / 'data' / 'load.sqlite3'}", place, effort)
    programs = postgresql.find()
    if programs is None:
        missing = f"not measured: PostgreSQL {postgresql.VERSION} not found"
        yield Row(POSTGRESQL, None, "/s", BUDGET, note=missing)
        return
    with postgresql.postgresql(place / "postgresql", programs) as url:
        yield measure(POSTGRESQL, url, place, effort)


def measure(name: str, url: str, place: Path, effort: Effort) -> Row:
    """Fill a database, start the web server on it, let people save, and count what is stored."""
    environment = of_server(url)
    people = prepare(environment)
    with web_server(processes=PROCESSES, environment=environment, log=place / "web.log") as server:
        load = save_together([Person(server, **person) for person in people], seconds=effort.seconds)
    return row(name, load, stored=stored_saves(url))


def row(name: str, load: Load, *, stored: int) -> Row:
    """The number of saves in a second; wrong when one failed, or when other than what was said is stored."""
    problem = load.problem
    if not problem and stored != load.saved:
        problem = f"{load.saved} answers were reported as saved, {stored} are stored"
    if len(load.seconds) < 2:
        return Row(name, None, "/s", BUDGET, problem=problem or "fewer than two answers were saved")
    waits = f"{median(load.seconds) * 1000:.0f} ms, 95% within {percentile_95(load.seconds) * 1000:.0f} ms"
    note = f"{PROCESSES} processes, {PEOPLE} people at once; an answer takes {waits}"
    return Row(name, load.per_second, "/s", BUDGET, note=note, problem=problem)


def prepare(environment: dict[str, str]) -> list[dict[str, object]]:
    """A firm for each person: session and pages (see ``prepare.py``)."""
    command = [sys.executable, "-m", "tests.bench.prepare", str(PEOPLE)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True, timeout=120
    )
    return json.loads(done.stdout.splitlines()[-1])


def stored_saves(url: str) -> int:
    """How many saves the database holds: every answer counts its own."""
    is_sqlite = url.startswith("sqlite:///")
    connect = sqlite3.connect if is_sqlite else psycopg2.connect
    with (
        closing(connect(url.removeprefix("sqlite:///"))) as connection,
        closing(connection.cursor()) as cursor,
    ):
        cursor.execute("SELECT COALESCE(SUM(version), 0) FROM rie_answer")
        return cursor.fetchone()[0]

"""A PostgreSQL 15 of our own for a moment: own folder, a free port on loopback, ordinary care for the data.

Other than in ``.ci/`` the database waits for the disk as it does in production: this one is measured.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2

from tests.bench.servers import HOST, free_port, running, wait_until

VERSION = "15"
PLACES = (Path(f"/usr/lib/postgresql/{VERSION}/bin"), Path(f"/opt/homebrew/opt/postgresql@{VERSION}/bin"))


def find() -> Path | None:
    """The folder with the programs of PostgreSQL 15; None when it is not on this machine."""
    on_path = shutil.which("initdb")
    places = (*PLACES, *([Path(on_path).resolve().parent] if on_path else ()))
    return next((place for place in places if _version(place) == VERSION), None)


@contextmanager
def postgresql(folder: Path, programs: Path) -> Iterator[str]:
    """Start an empty one in ``folder``; gives its DATABASE_URL.

    Raises:
        NotStartedError: it does not take connections within half a minute.
        subprocess.CalledProcessError: the data folder could not be made.
    """
    data, log, port = folder / "data", folder / "log", free_port()
    data.mkdir(parents=True, mode=0o700)
    options = _as_a_user_without_rights(folder, data)
    initdb = [programs / "initdb", "-D", data, "-U", "werkbalans", "-A", "trust", "-E", "UTF8", "--locale=C"]
    subprocess.run(initdb, check=True, capture_output=True, cwd="/", **options)
    command = [str(programs / "postgres"), "-D", str(data), "-p", str(port), "-h", HOST, "-k", ""]
    url = f"postgres://werkbalans@{HOST}:{port}/postgres"
    with (
        log.open("ab") as output,
        running(command, cwd="/", stdout=output, stderr=output, **options) as process,
    ):
        wait_until(lambda: _takes_connections(url), process=process, seconds=30)
        yield url


def _version(place: Path) -> str:
    """The main version of the server in this folder, or nothing."""
    program = place / "postgres"
    if not (program.is_file() and (place / "initdb").is_file()):
        return ""
    said = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    return said.rpartition(") ")[2].partition(".")[0].strip()


def _as_a_user_without_rights(*folders: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then the folders go to another user, who runs it."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    for folder in folders:
        os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _takes_connections(url: str) -> bool:
    try:
        psycopg2.connect(url).close()
    except psycopg2.OperationalError:
        return False
    return True

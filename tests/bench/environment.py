"""Where the benchmark runs: throw-away data, the settings of production, and what machine this is."""

from __future__ import annotations

import os
import platform
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Effort:
    """How often everything is done. ``seconds``: how long answers are saved on each database."""

    turns: int = 150
    documents: int = 3
    stored: int = 20
    seconds: float = 8.0
    starts: int = 3


QUICK = Effort(turns=30, documents=1, stored=5, seconds=2.0, starts=1)


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for databases and files that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="werkbalans-bench-") as name:
        # PostgreSQL may run as another user than we do: let that one pass to its own folder.
        Path(name).chmod(0o711)
        yield Path(name)


def set_environment(data: Path) -> None:
    """Settings as on a server (DEBUG off), with throw-away data. Nothing is taken from outside."""
    for name in ("DATABASE_URL", "MAIL_URL", "MAIL_FROM"):
        os.environ.pop(name, None)
    data.mkdir(mode=0o700)
    os.environ |= {
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "testserver,127.0.0.1",
        "BEHIND_HTTPS": "0",
        "DATA_DIR": str(data),
        "DEMO": "0",
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
    }


def of_server(database_url: str = "") -> dict[str, str]:
    """The environment of a program we start: the settings of the product itself."""
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": database_url}


def machine() -> dict[str, object]:
    """What a reader must know of this machine to compare numbers."""
    return {
        "processors": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "processor": _processor(),
        "memory_gb": round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((text.partition(":")[2].strip() for text in lines if text.startswith("model name")), "")

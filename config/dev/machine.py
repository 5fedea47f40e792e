"""What set-up asks of the computer it runs on. Tests hand in a pretend one."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


class SetUpError(Exception):
    """Set-up cannot go on; the message tells the reader what to do."""


def can_load(library: str) -> bool:
    """Whether the system's loader finds this shared library, as WeasyPrint will ask for it."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def run_command(command: Sequence[str]) -> int:
    """Run a command with its output on the screen; returns its exit code."""
    return subprocess.call(list(command))  # noqa: S603 (the commands are written in this package)


@dataclass(frozen=True)
class Machine:
    """The computer: who we are on it, what it can load, find and run."""

    platform: str = sys.platform
    is_root: bool = field(default_factory=lambda: os.geteuid() == 0)
    loads: Callable[[str], bool] = can_load
    finds: Callable[[str], str | None] = shutil.which
    run: Callable[[Sequence[str]], int] = run_command

    def can_install(self) -> bool:
        """Only as root on Debian and its family do we install system packages ourselves."""
        return self.is_root and self.finds("apt-get") is not None

    def install(self, packages: Sequence[str]) -> None:
        """Install Debian packages, saying so first. A failure shows in what is still missing afterwards."""
        print(f"Installing with apt-get: {' '.join(packages)}", flush=True)
        apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
        self.run([*apt, "update"])
        self.run([*apt, "install", "--yes", "--no-install-recommends", *packages])

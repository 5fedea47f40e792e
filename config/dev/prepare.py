"""Prepare this machine: system libraries, .venv and the pinned packages. Needs only the standard library.

Usage: ``python -m config.dev.prepare base`` (to run) or ``... dev`` (to test and to change the code).
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from config.dev import system_libraries
from config.dev.machine import Machine, SetUpError

ROOT = Path(__file__).resolve().parents[2]
OLDEST_PYTHON = (3, 11)
# The development requirements are a complete list: they hold those of the application too.
HOLDS = {"base": ("base",), "dev": ("base", "dev")}


class Preparation:
    """The virtual environment of one working copy, and whether it is up to date."""

    def __init__(self, *, root: Path, machine: Machine) -> None:
        self.root, self.machine = root, machine
        self.venv = root / ".venv"
        self.python = self.venv / "bin" / "python"

    def ensure_venv(self) -> None:
        """Make .venv with the Python that runs this, unless there is one that works.

        Raises:
            SetUpError: this Python cannot make virtual environments, or making one failed.
        """
        if self.venv_works():
            return
        self.ensure_venv_module()
        print(f"Making .venv with Python {sys.version.split()[0]}.", flush=True)
        if self.machine.run([sys.executable, "-m", "venv", "--clear", str(self.venv)]) != 0:
            raise SetUpError("The virtual environment .venv could not be made; the lines above say why.")

    def venv_works(self) -> bool:
        """Whether .venv holds a Python that starts and is new enough (it may point to one that is gone)."""
        code = f"import sys; sys.exit(sys.version_info < {OLDEST_PYTHON})"
        try:
            return subprocess.run([self.python, "-c", code], capture_output=True).returncode == 0  # noqa: S603
        except OSError:
            return False

    def ensure_venv_module(self) -> None:
        """Debian keeps the module that fills a virtual environment in a package of its own."""
        if find_spec("ensurepip"):
            return
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if self.machine.can_install():
            self.machine.install([package])
        elif self.machine.finds("apt-get"):
            raise SetUpError(f"Python lacks its venv part. Install it: sudo apt-get install {package}")

    def ensure_packages(self, part: str) -> None:
        """Install requirements/<part>.txt with hashes, unless exactly those are installed already.

        Raises:
            SetUpError: pip failed.
        """
        if self.is_installed(part):
            return
        print(f"Installing the packages of requirements/{part}.txt; this can take a minute.", flush=True)
        # Quiet twice: errors are shown, remarks about the reader's own pip settings are not.
        pip = [str(self.python), "-m", "pip", "install", "-qq", "--no-input", "--require-hashes"]
        if self.machine.run([*pip, "-r", str(self.requirements(part))]) != 0:
            raise SetUpError("The Python packages could not be installed; the lines above say why.")
        for held in HOLDS[part]:
            self.stamp(held).write_text(self.fingerprint(held))

    def is_installed(self, part: str) -> bool:
        """Whether every list that this part holds was installed in the state it has now."""
        return all(
            self.stamp(held).is_file() and self.stamp(held).read_text() == self.fingerprint(held)
            for held in HOLDS[part]
        )

    def requirements(self, part: str) -> Path:
        return self.root / "requirements" / f"{part}.txt"

    def stamp(self, part: str) -> Path:
        """Lives inside .venv, so that a new .venv starts without one."""
        return self.venv / f"installed-{part}.sha256"

    def fingerprint(self, part: str) -> str:
        return hashlib.sha256(self.requirements(part).read_bytes()).hexdigest()


def prepare(part: str, *, root: Path = ROOT, machine: Machine | None = None) -> None:
    """Bring this machine to the state in which the application runs (base) or is tested (dev).

    Raises:
        SetUpError: with a message for the reader.
    """
    machine = machine or Machine()
    system_libraries.ensure(machine)
    preparation = Preparation(root=root, machine=machine)
    preparation.ensure_venv()
    preparation.ensure_packages(part)


def main() -> int:
    try:
        prepare(sys.argv[1])
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())

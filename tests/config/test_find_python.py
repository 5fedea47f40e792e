"""Which Python makes .venv: the newest that works, or a message when there is none."""

import subprocess
from pathlib import Path

import pytest
from django.conf import settings

SCRIPT = settings.BASE_DIR / "config" / "dev" / "find_python.sh"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def put(folder: Path, name: str, *, version: tuple[int, int], has_ensurepip: bool = True) -> None:
    """A stand-in for an interpreter: it answers as that version would, and fails where that would fail."""
    ensurepip = "" if has_ensurepip else 'case "$2" in *ensurepip*) exit 1;; esac\n'
    answer = f"echo {folder}/{name}" if version >= (3, 11) else "exit 1"
    (folder / name).write_text(f"#!/bin/sh\n{ensurepip}{answer}\n")
    (folder / name).chmod(0o755)


def find(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(folder), **environment}
    return subprocess.run(["/bin/sh", SCRIPT], env=environment, capture_output=True, text=True)


def test_the_newest_one_is_chosen(folder: Path) -> None:
    put(folder, "python3.11", version=(3, 11))
    put(folder, "python3.13", version=(3, 13))
    assert find(folder).stdout == f"{folder}/python3.13\n"


def test_a_plain_python3_will_do_when_it_is_new_enough(folder: Path) -> None:
    put(folder, "python3", version=(3, 12))
    assert find(folder).stdout == f"{folder}/python3\n"


def test_one_that_can_make_virtual_environments_goes_first(folder: Path) -> None:
    put(folder, "python3.13", version=(3, 13), has_ensurepip=False)
    put(folder, "python3.11", version=(3, 11))
    assert find(folder).stdout == f"{folder}/python3.11\n"


def test_one_that_cannot_is_better_than_none(folder: Path) -> None:
    put(folder, "python3.13", version=(3, 13), has_ensurepip=False)
    assert find(folder).stdout == f"{folder}/python3.13\n"


def test_the_one_that_was_named_is_the_only_candidate(folder: Path) -> None:
    put(folder, "python3.13", version=(3, 13))
    put(folder, "mine", version=(3, 11))
    assert find(folder, PYTHON="mine").stdout == f"{folder}/mine\n"


def test_without_a_usable_one_it_says_what_to_install(folder: Path) -> None:
    put(folder, "python3", version=(3, 9))
    (folder / "cat").symlink_to("/bin/cat")
    done = find(folder)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Werkbalans needs Python 3.11 or newer." in done.stderr
    assert "sudo apt-get install python3 python3-venv" in done.stderr

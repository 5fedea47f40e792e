"""Set-up does each thing once, and again only when the lists of packages changed."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from config.dev import prepare as module
from config.dev.machine import SetUpError
from config.dev.prepare import Preparation


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A working copy with requirements and a .venv whose Python works."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "base.txt").write_text("django==5\n")
    (tmp_path / "requirements" / "dev.txt").write_text("django==5\npytest==9\n")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    return tmp_path


@pytest.fixture
def preparation(root: Path, pretend: Callable) -> tuple[Preparation, list[list[str]]]:
    computer = pretend()
    return Preparation(root=root, machine=computer.machine(is_root=False, has_apt=True)), computer.commands


def test_packages_are_installed_with_hashes(preparation: tuple, root: Path) -> None:
    step, commands = preparation
    step.ensure_packages("base")
    assert commands[0][1:4] == ["-m", "pip", "install"]
    assert "--require-hashes" in commands[0]
    assert commands[0][-2:] == ["-r", str(root / "requirements" / "base.txt")]


def test_a_second_time_nothing_is_done(preparation: tuple) -> None:
    step, commands = preparation
    step.ensure_packages("base")
    step.ensure_packages("base")
    assert len(commands) == 1


def test_a_changed_list_is_installed_again(preparation: tuple, root: Path) -> None:
    step, commands = preparation
    step.ensure_packages("base")
    (root / "requirements" / "base.txt").write_text("django==6\n")
    step.ensure_packages("base")
    assert len(commands) == 2


def test_the_packages_to_run_come_with_those_to_test(preparation: tuple) -> None:
    step, commands = preparation
    step.ensure_packages("dev")
    step.ensure_packages("base")
    assert len(commands) == 1


def test_the_packages_to_test_do_not_come_with_those_to_run(preparation: tuple) -> None:
    step, commands = preparation
    step.ensure_packages("base")
    step.ensure_packages("dev")
    assert len(commands) == 2


def test_a_failed_installation_stops_and_is_tried_again(root: Path, pretend: Callable) -> None:
    computer = pretend(exit_code=1)
    step = Preparation(root=root, machine=computer.machine(is_root=False, has_apt=False))
    for _ in range(2):
        with pytest.raises(SetUpError, match="could not be installed"):
            step.ensure_packages("base")
    assert len(computer.commands) == 2


def test_a_virtual_environment_that_works_is_kept(preparation: tuple) -> None:
    step, commands = preparation
    step.ensure_venv()
    assert commands == []


def test_one_whose_python_is_gone_is_made_anew(preparation: tuple, root: Path) -> None:
    step, commands = preparation
    (root / ".venv" / "bin" / "python").unlink()
    (root / ".venv" / "bin" / "python").symlink_to("/nowhere/python3")
    step.ensure_venv()
    assert commands == [[sys.executable, "-m", "venv", "--clear", str(root / ".venv")]]


def test_the_venv_package_of_debian_is_asked_for_by_its_name(
    preparation: tuple, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    step, commands = preparation
    with pytest.raises(SetUpError, match=r"sudo apt-get install python3\.\d+-venv"):
        step.ensure_venv_module()
    assert commands == []


def test_as_root_the_venv_package_of_debian_is_installed(
    root: Path, pretend: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    computer = pretend()
    Preparation(root=root, machine=computer.machine(is_root=True, has_apt=True)).ensure_venv_module()
    assert computer.commands[-1][-1] == f"python3.{sys.version_info.minor}-venv"


def test_the_list_to_test_holds_every_line_of_the_list_to_run() -> None:
    def pins(name: str) -> set[str]:
        text = (module.ROOT / "requirements" / name).read_text()
        return {line.removesuffix(" \\") for line in text.splitlines() if line and line[0] not in " #"}

    assert pins("base.txt") <= pins("dev.txt")

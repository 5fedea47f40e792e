"""PDF libraries: found, installed by ourselves, or named with the exact command."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import weasyprint

from config.dev.machine import Machine, SetUpError
from config.dev.system_libraries import DEBIAN_PACKAGES, LIBRARIES, ensure, find_missing, loader_variables

LINUX_FILES = {library.linux for library in LIBRARIES}


def test_nothing_is_run_when_all_libraries_are_there(pretend: Callable) -> None:
    computer = pretend(installed=set(LINUX_FILES))
    ensure(computer.machine(is_root=True, has_apt=True))
    assert computer.commands == []


def test_as_root_on_debian_they_are_installed_and_it_says_so(
    pretend: Callable, capsys: pytest.CaptureFixture[str]
) -> None:
    computer = pretend(installed=LINUX_FILES - {"libpango-1.0.so.0"}, appears_after_install=LINUX_FILES)
    ensure(computer.machine(is_root=True, has_apt=True))
    update, install = computer.commands
    assert update[-1] == "update"
    assert install[-len(DEBIAN_PACKAGES) :] == list(DEBIAN_PACKAGES)
    assert "Missing for PDF reports: Pango." in capsys.readouterr().out


@pytest.mark.parametrize(("is_root", "has_apt"), [(False, True), (True, False), (False, False)])
def test_otherwise_the_command_for_each_system_is_named_and_nothing_is_run(
    pretend: Callable, is_root: bool, has_apt: bool
) -> None:
    computer = pretend(installed=LINUX_FILES - {"libpango-1.0.so.0", "libharfbuzz-subset.so.0"})
    with pytest.raises(SetUpError) as caught:
        ensure(computer.machine(is_root=is_root, has_apt=has_apt))
    assert computer.commands == []
    assert "missing here: Pango, HarfBuzz Subset." in str(caught.value)
    assert "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in str(caught.value)
    assert "sudo dnf install pango" in str(caught.value)
    assert "brew install pango" in str(caught.value)


def test_when_installing_did_not_help_it_stops(pretend: Callable) -> None:
    computer = pretend(exit_code=100)
    with pytest.raises(SetUpError, match="missing here: GObject, Pango"):
        ensure(computer.machine(is_root=True, has_apt=True))


def test_on_macos_homebrews_own_folder_counts(pretend: Callable) -> None:
    computer = pretend(installed={f"/opt/homebrew/lib/{library.macos}" for library in LIBRARIES})
    machine = computer.machine(is_root=False, has_apt=False, platform="darwin")
    assert find_missing(machine) == []
    assert "/opt/homebrew/lib" in loader_variables("darwin")["DYLD_FALLBACK_LIBRARY_PATH"]
    assert loader_variables("linux") == {}


def test_we_look_for_every_library_that_weasyprint_insists_on() -> None:
    source = (Path(weasyprint.__file__).parent / "text" / "ffi.py").read_text()
    calls = re.findall(r"= _dlopen\((.*?)\)\n", source, flags=re.DOTALL)
    needed = [call for call in calls if "allow_fail" not in call]
    assert needed
    for call in needed:
        assert any(f"'{library.linux}'" in call and f"'{library.macos}'" in call for library in LIBRARIES), (
            call
        )


def test_this_machine_has_them() -> None:
    assert find_missing(Machine()) == []

"""The shared libraries that WeasyPrint loads to draw a PDF, and how to get them.

They are looked up under the names that WeasyPrint itself uses (``weasyprint/text/ffi.py``), without
importing it: this runs before any package is installed.
"""

from __future__ import annotations

from dataclasses import dataclass

from config.dev.machine import Machine, SetUpError

DEBIAN_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "libfontconfig1")
COMMANDS = {
    "Debian, Ubuntu": f"sudo apt-get install {' '.join(DEBIAN_PACKAGES)}",
    "Fedora": "sudo dnf install pango harfbuzz fontconfig",
    "macOS": "brew install pango",
}
HOMEBREW_FOLDERS = ("/opt/homebrew/lib", "/usr/local/lib")


@dataclass(frozen=True)
class Library:
    """A library by the name people know, and its file name on Linux and on macOS."""

    name: str
    linux: str
    macos: str


LIBRARIES = (
    Library("GObject", "libgobject-2.0.so.0", "libgobject-2.0.0.dylib"),
    Library("Pango", "libpango-1.0.so.0", "libpango-1.0.dylib"),
    Library("PangoFT2", "libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    Library("HarfBuzz", "libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    # WeasyPrint still starts without this one, with a warning: our tests count warnings as errors.
    Library("HarfBuzz Subset", "libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
    Library("Fontconfig", "libfontconfig.so.1", "libfontconfig.1.dylib"),
)


def ensure(machine: Machine) -> None:
    """Make sure that PDFs can be drawn on this machine.

    Raises:
        SetUpError: libraries are missing and we may not install them; names them and the commands.
    """
    missing = find_missing(machine)
    if missing and machine.can_install():
        print(f"Missing for PDF reports: {', '.join(missing)}.")
        machine.install(DEBIAN_PACKAGES)
        missing = find_missing(machine)
    if missing:
        raise SetUpError(explain(missing))


def find_missing(machine: Machine) -> list[str]:
    """The names of the libraries that cannot be loaded, in a fixed order."""
    return [lib.name for lib in LIBRARIES if not any(machine.loads(file) for file in files(lib, machine))]


def files(library: Library, machine: Machine) -> list[str]:
    """The file names to try. On macOS also in Homebrew's folders, where the loader does not look."""
    if machine.platform != "darwin":
        return [library.linux]
    return [library.macos, *(f"{folder}/{library.macos}" for folder in HOMEBREW_FOLDERS)]


def explain(missing: list[str]) -> str:
    """What is missing and the exact command per system."""
    lines = [
        f"PDF reports need system libraries that are missing here: {', '.join(missing)}.",
        "Install them:",
    ]
    lines += [f"  {system + ':':16}{command}" for system, command in COMMANDS.items()]
    return "\n".join([*lines, "Then give the same command again."])


def loader_variables(platform: str) -> dict[str, str]:
    """Environment variables with which WeasyPrint finds the libraries: only macOS needs one."""
    if platform != "darwin":
        return {}
    return {"DYLD_FALLBACK_LIBRARY_PATH": ":".join([*HOMEBREW_FOLDERS, "/usr/lib"])}

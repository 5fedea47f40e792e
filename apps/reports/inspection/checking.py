"""Checking an inspection file: whether everything is there, and whether it is what was put in.

Needs no database. That somebody changed a file *and* all sums along with it shows in the sealed report of a
review only, which names the SHA-256 of the version that was reviewed.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from apps.reports import inspection as makeup
from apps.reports.inspection.packing import chunks_of
from apps.reports.seal.verifying import SealState, read_seal

SUM_LINE = re.compile(r"(?P<sha256>[0-9a-f]{64})  (?P<name>[^\n]+)")
MOST_BYTES = 2_000_000_000  # unpacked; more than any file we make


@dataclass(frozen=True)
class Result:
    """What was found about one file. ``problem`` is empty when it is right."""

    name: str
    problem: str = ""

    @property
    def is_right(self) -> bool:
        return not self.problem


def check_file(path: Path) -> list[Result]:
    """Every file in the ZIP and every file that should be, with what is wrong. Never raises for content."""
    try:
        with zipfile.ZipFile(path) as archive:
            return list(_check(archive))
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        return [Result(path.name, f"cannot be read as a ZIP ({type(error).__name__})")]


def _check(archive: zipfile.ZipFile) -> Iterator[Result]:
    infos = archive.infolist()
    names = [info.filename for info in infos]
    if sum(info.file_size for info in infos) > MOST_BYTES:
        yield Result("(all)", "unpacks to far more than such a file holds")
        return
    odd = {name for name in names if not _is_safe(name) or names.count(name) > 1}
    yield from (Result(name, "a name that does not belong in it, or is in it twice") for name in sorted(odd))
    found = {name: _sha256(archive, name) for name in names if name not in odd}
    sums = _sums(archive, found)
    if sums is None:
        yield Result(makeup.SUMS, "missing, or not as we write it")
        return
    yield from _against_sums(found, sums)
    yield from _parts(archive, found)


def _is_safe(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and not name.endswith("/")


def _sha256(archive: zipfile.ZipFile, name: str) -> str:
    """Empty when it cannot be unpacked whole: then it is not what was put in either."""
    digest = hashlib.sha256()
    try:
        with archive.open(name) as member:
            for chunk in chunks_of(member):
                digest.update(chunk)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        return ""
    except zipfile.zlib.error:
        return ""
    return digest.hexdigest()


def _sums(archive: zipfile.ZipFile, found: dict[str, str]) -> dict[str, str] | None:
    """Name → SHA-256 as the list says; None when there is no list that we wrote."""
    if not found.get(makeup.SUMS):
        return None
    try:
        lines = archive.read(makeup.SUMS).decode("utf-8").split("\n")
    except UnicodeDecodeError:
        return None
    matches = [SUM_LINE.fullmatch(line) for line in lines[:-1]]
    if lines[-1] or not matches or not all(matches):
        return None
    return {match["name"]: match["sha256"] for match in matches}


def _against_sums(found: dict[str, str], sums: dict[str, str]) -> Iterator[Result]:
    for name in sorted({*found, *sums} - {makeup.SUMS}):
        if name not in found:
            yield Result(name, f"stands in {makeup.SUMS} and is not there")
        elif name not in sums:
            yield Result(name, f"does not stand in {makeup.SUMS}")
        else:
            yield Result(name, "" if found[name] == sums[name] else "was changed: its SHA-256 is another one")


def _parts(archive: zipfile.ZipFile, found: dict[str, str]) -> Iterator[Result]:
    """Whether what the manifest names is there, and is what it was when the review was done."""
    manifest = _manifest(archive, found)
    if manifest is None:
        yield Result(makeup.MANIFEST, "missing, or not as we write it")
        return
    expected = {*makeup.ALWAYS, *manifest["files"]}
    yield from (Result(name, "belongs in it and is not there") for name in sorted(expected - set(found)))
    extra = set(found) - expected - {makeup.SUMS}
    yield from (Result(name, f"does not stand in {makeup.MANIFEST}") for name in sorted(extra))
    for version in manifest["versions"]:
        if found.get(version["path"]) != version["sha256"]:
            yield Result(version["path"], "is not the version that was submitted")
    for review in manifest["reviews"]:
        yield _review(archive, found, review, {version["sha256"] for version in manifest["versions"]})


def _manifest(archive: zipfile.ZipFile, found: dict[str, str]) -> dict[str, Any] | None:
    try:
        kept = json.loads(archive.read(makeup.MANIFEST)) if found.get(makeup.MANIFEST) else None
        if kept["format"] != makeup.FORMAT:
            return None
        for entry in (*kept["versions"], *kept["reviews"]):
            _path, _sha256 = entry["path"], entry["sha256"]
        return {name: kept[name] for name in ("files", "versions", "reviews")}
    except (ValueError, TypeError, KeyError):
        return None


def _review(
    archive: zipfile.ZipFile, found: dict[str, str], review: dict[str, Any], versions: set[str]
) -> Result:
    name = review["path"]
    label = f"{name} (seal)"
    if found.get(name) != review["sha256"]:
        return Result(label, "is not the report that was sealed")
    seal = read_seal(archive.read(name))
    if seal.state != SealState.WHOLE:
        return Result(label, f"the seal is not whole ({seal.state})")
    known = seal.version_sha256 in versions
    return Result(label, "" if known else "seals a version that is not in this file")

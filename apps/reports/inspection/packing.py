"""Writing the inspection file: fixed names, order and time, so that the same content is the same file."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO, Any

from django.db.models.fields.files import FieldFile
from django.utils.text import slugify

from apps.reports import inspection as makeup

# ZIP knows no earlier day. The days that matter stand in the files themselves.
STAMP = (1980, 1, 1, 0, 0, 0)
READABLE = 0o644 << 16
CHUNK = 1 << 16  # bytes
EXTENSION = re.compile(r"\.[a-z0-9]{1,8}")


@dataclass
class Packer:
    """A ZIP that is being written, with the SHA-256 of everything in it."""

    target: IO[bytes]
    sums: dict[str, str] = field(default_factory=dict)

    def __enter__(self) -> Packer:
        self._zip = zipfile.ZipFile(self.target, "w", zipfile.ZIP_DEFLATED)
        return self

    def __exit__(self, *error: object) -> None:
        self._zip.close()

    def add(self, name: str, content: bytes | Iterable[bytes]) -> str:
        """Write one file; returns its SHA-256. ``name`` is one of ours, never what somebody typed.

        Raises:
            ValueError: the name is in it already.
        """
        if name in self.sums:
            raise ValueError(f"{name} is in it already.")
        info = zipfile.ZipInfo(name, STAMP)
        info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, READABLE
        digest = hashlib.sha256()
        with self._zip.open(info, "w") as member:
            for chunk in (content,) if isinstance(content, bytes) else content:
                digest.update(chunk)
                member.write(chunk)
        self.sums[name] = digest.hexdigest()
        return self.sums[name]

    def add_stored(self, name: str, file: FieldFile) -> str | None:
        """Write a file of the storage; returns its SHA-256, or None when the storage does not have it."""
        try:
            opened = file.open("rb")
        except (FileNotFoundError, ValueError):  # ValueError: no file at all
            return None
        with opened:
            return self.add(name, chunks_of(opened))

    def finish(self, manifest: dict[str, Any]) -> None:
        """Write what the file is made of and the sums: the last two files."""
        text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
        self.add(makeup.MANIFEST, text.encode())
        lines = "".join(f"{self.sums[name]}  {name}\n" for name in sorted(self.sums))
        self.add(makeup.SUMS, lines.encode())


def chunks_of(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def evidence_name(number: int, name: str) -> str:
    """A safe name inside the ZIP for what somebody called her file: no folders, no odd signs, never twice."""
    path = PurePosixPath(name.replace("\\", "/"))
    extension = path.suffix.lower()
    kept = extension if EXTENSION.fullmatch(extension) else ""
    return f"{makeup.EVIDENCE_FOLDER}/{number:03d}-{slugify(path.stem)[:60] or 'bestand'}{kept}"

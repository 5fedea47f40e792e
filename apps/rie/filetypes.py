"""What a file really is, told by its content. Its name and what the browser says of it prove nothing."""

from __future__ import annotations

import hashlib
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType

import puremagic
from django.core.files.base import File

MAX_NAME = 150
HEAD = 4_096  # bytes that hold every signature
MAX_PARTS = 5_000  # files inside an office document
MAX_UNPACKED = 200_000_000  # bytes
MAX_RATIO = 100  # unpacked against packed; text in a document seldom passes 20
MAX_CONTENT_TYPES = 500_000  # bytes of the list of parts of an office document


class UnusableFileError(Exception):
    """A file is refused. ``reason`` is one of the constants below, for the form to put in words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


UNKNOWN_TYPE = "unknown_type"
WRONG_NAME = "wrong_name"
MACROS = "macros"
UNREADABLE = "unreadable"
EMPTY = "empty"
TOO_LARGE = "too_large"


@dataclass(frozen=True)
class FileType:
    """A kind of file that may be kept. A download says ``content_type``, whatever the browser sent."""

    key: str
    content_type: str
    extensions: tuple[str, ...]


_OFFICE = "application/vnd.openxmlformats-officedocument."
_WORD = f"{_OFFICE}wordprocessingml.document"
_SHEET = f"{_OFFICE}spreadsheetml.sheet"
_ODT = "application/vnd.oasis.opendocument.text"
FILE_TYPES = MappingProxyType(
    {
        kind.key: kind
        for kind in (
            FileType("pdf", "application/pdf", (".pdf",)),
            FileType("png", "image/png", (".png",)),
            FileType("jpeg", "image/jpeg", (".jpg", ".jpeg")),
            FileType("docx", _WORD, (".docx",)),
            FileType("xlsx", _SHEET, (".xlsx",)),
            FileType("odt", _ODT, (".odt",)),
            FileType("txt", "text/plain; charset=utf-8", (".txt",)),
        )
    }
)
EXTENSIONS = tuple(extension for kind in FILE_TYPES.values() for extension in kind.extensions)
_SIGNED = {".pdf": "pdf", ".png": "png", ".jpg": "jpeg"}


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept. Made by :func:`check_file` only, so whoever has one knows it was looked at."""

    content: File
    kind: FileType
    name: str
    size: int
    sha256: str


def check_file(content: File, *, max_bytes: int) -> CheckedFile:
    """Look at a file that was sent.

    Raises:
        UnusableFileError: it is empty, too large, of a kind that is not kept, holds macros, cannot be read,
            or its name promises another kind than it is.
    """
    if not content.size:
        raise UnusableFileError(EMPTY)
    if content.size > max_bytes:
        raise UnusableFileError(TOO_LARGE)
    kind = _kind_of(content)
    name = clean_name(content.name or "")
    extension = PurePosixPath(name).suffix.lower()
    if extension not in kind.extensions:
        raise UnusableFileError(WRONG_NAME if extension in EXTENSIONS else UNKNOWN_TYPE)
    return CheckedFile(content, kind, name, content.size, _sha256(content))


def clean_name(name: str) -> str:
    """A name to show, never to store under: no folders, nothing invisible, at most 150 characters.

    Invisible signs include the one that turns the reading direction, with which ``exe.pdf`` hides.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    visible = "".join(" " if char.isspace() else char for char in last if _is_shown(char))
    tidy = " ".join(visible.split()).strip(". ")
    stem, extension = PurePosixPath(tidy).stem, PurePosixPath(tidy).suffix
    return f"{stem[: MAX_NAME - len(extension)].rstrip()}{extension}"[-MAX_NAME:]


def _is_shown(char: str) -> bool:
    return char.isspace() or unicodedata.category(char)[0] != "C"


def _kind_of(content: File) -> FileType:
    content.seek(0)
    head = content.read(HEAD)
    found = _signatures(head)
    for extension, key in _SIGNED.items():
        if extension in found:
            return FILE_TYPES[key]
    if ".zip" in found:
        return FILE_TYPES[_kind_of_package(content)]
    if _is_text(content):
        return FILE_TYPES["txt"]
    raise UnusableFileError(UNKNOWN_TYPE)


def _signatures(head: bytes) -> set[str]:
    try:
        return {match.extension for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):  # nothing it knows, which is what plain text is
        return set()


def _is_text(content: File) -> bool:
    """Readable text that nothing would run: no markup, no script, no bytes that a person never types."""
    content.seek(0)
    raw = content.read()
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"#!", b"%PDF", b"%!PS", b"{\\rtf", b"MZ")):
        return False
    text = _decode(raw)
    return text is not None and not any(_is_control(char) for char in set(text))


def _decode(raw: bytes) -> str | None:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _is_control(char: str) -> bool:
    return unicodedata.category(char) == "Cc" and char not in "\t\n\r\f"


def _kind_of_package(content: File) -> str:
    """Which office document a zip is."""
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as package:
            _refuse_bomb(package, content.size)
            return _office_kind(package)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError):
        # All that zipfile raises for a package that is broken, locked or packed in a way nobody uses.
        raise UnusableFileError(UNREADABLE) from None


def _refuse_bomb(package: zipfile.ZipFile, size: int) -> None:
    """A small file that unpacks to an enormous one, or whose parts overlap to look small."""
    parts = package.infolist()
    packed, unpacked = sum(part.compress_size for part in parts), sum(part.file_size for part in parts)
    too_many = len(parts) > MAX_PARTS or packed > size
    if (
        too_many
        or unpacked > min(MAX_UNPACKED, MAX_RATIO * size)
        or any(part.flag_bits & 1 for part in parts)
    ):
        raise UnusableFileError(UNREADABLE)


def _office_kind(package: zipfile.ZipFile) -> str:
    names = [name.lower() for name in package.namelist()]
    if "[Content_Types].xml" in package.namelist():
        types = _read(package, "[Content_Types].xml", MAX_CONTENT_TYPES)
        if _has_macros(names) or b"macroenabled" in types.lower() or b"vbaproject" in types.lower():
            raise UnusableFileError(MACROS)
        for key in ("docx", "xlsx"):
            if f"{FILE_TYPES[key].content_type}.main+xml".encode() in types:
                return key
    elif "mimetype" in package.namelist() and _read(package, "mimetype", 100).strip() == _ODT.encode():
        if any(name.startswith(("basic/", "scripts/")) for name in names):
            raise UnusableFileError(MACROS)
        return "odt"
    raise UnusableFileError(UNKNOWN_TYPE)


def _has_macros(names: list[str]) -> bool:
    parts = [PurePosixPath(name) for name in names]
    return any(part.name.startswith("vba") or "macrosheets" in part.parts for part in parts)


def _read(package: zipfile.ZipFile, name: str, limit: int) -> bytes:
    with package.open(name) as part:
        return part.read(limit)


def _sha256(content: File) -> str:
    digest = hashlib.sha256()
    content.seek(0)
    for chunk in content.chunks():
        digest.update(chunk)
    content.seek(0)
    return digest.hexdigest()

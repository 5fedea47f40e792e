"""Before a workbook is parsed: is it what it says, and is it no larger than a plan can be?

What the parser gets is a package made here, of the few parts that are needed, each unpacked under a limit. So
it never sees more than was counted, whatever the lists inside the file say about sizes. The rest (pictures,
links to other files, remarks) is not looked at.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.etree import ElementTree

from django.core.files.base import File

from apps.reports.exports.counting import count
from apps.reports.exports.names import SHEET_PLAN
from apps.rie import filetypes
from apps.rie.filetypes import UnusableFileError, check_file

MAX_BYTES = 5_000_000  # of the file
MAX_UNPACKED = 30_000_000  # bytes, of all parts that are read
MAX_LISTS = 1_000_000  # bytes, of each of the parts that say what is in the package

NO_SHEET = "no_sheet"
NO_WORKBOOK = "no_workbook"

_BOOK, _LINKS, _SHARED = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
_NEEDED = ("[Content_Types].xml", "_rels/.rels", _BOOK, _LINKS)
_MAYBE = (_SHARED, "xl/styles.xml")
_STRANGE = (b"\0", b"<!DOCTYPE", b"<![CDATA[")  # no program writes these in a workbook
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']""")


@dataclass(frozen=True)
class SafeWorkbook:
    """A package that may be parsed. ``without_value``: cells with a formula of which no outcome is kept."""

    content: io.BytesIO
    sheet: str
    without_value: frozenset[str]


def guard(content: File) -> SafeWorkbook:
    """Look at a file that was sent, and take out what is needed of it.

    Raises:
        UnusableFileError: it is empty, too large, no xlsx, has macros or a password, is broken or a bomb, has
            no sheet "Plan", or too many rows. ``reason``: one of ``filetypes`` or of this module.
    """
    try:
        if check_file(content, max_bytes=MAX_BYTES).kind.key != "xlsx":
            raise UnusableFileError(NO_WORKBOOK)
        content.seek(0)
        with zipfile.ZipFile(content) as package:
            return _take_out(package)
    except (
        zipfile.BadZipFile,
        zlib.error,
        ElementTree.ParseError,
        KeyError,
        NotImplementedError,
        EOFError,
        OSError,
        ValueError,
        RuntimeError,
    ):
        # All that zipfile and the XML parser raise for what is broken, locked or packed in an odd way.
        raise UnusableFileError(filetypes.UNREADABLE) from None


def _take_out(package: zipfile.ZipFile) -> SafeWorkbook:
    unpacking = _Unpacking(package)
    parts = {name: unpacking.part(name, limit=MAX_LISTS) for name in _NEEDED}
    sheet = _sheet_part(parts[_BOOK], parts[_LINKS])
    parts[sheet] = unpacking.part(sheet)
    parts.update({name: unpacking.part(name) for name in _MAYBE if unpacking.has(name)})
    counted = count(parts[sheet], shared=parts.get(_SHARED, b""))
    repacked = io.BytesIO()
    with zipfile.ZipFile(repacked, "w", zipfile.ZIP_STORED) as safe:
        for name, content in parts.items():
            safe.writestr(name, content)
    repacked.seek(0)
    return SafeWorkbook(repacked, SHEET_PLAN, counted.without_value)


class _Unpacking:
    """Reads parts one by one, and stops when together they are too much."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self.package = package
        self.left = MAX_UNPACKED
        self.names = {name.lower(): name for name in package.namelist()}

    def has(self, name: str) -> bool:
        """Programs do not agree on capitals in names, and readers do not mind them."""
        return name.lower() in self.names

    def part(self, name: str, *, limit: int = MAX_UNPACKED) -> bytes:
        """One part, as plain UTF-8 XML that declares nothing of its own."""
        limit = min(limit, self.left)
        with self.package.open(self.names[name.lower()]) as stream:
            content = stream.read(limit + 1)
        self.left -= len(content)
        encoding = _ENCODING.match(content.removeprefix(b"\xef\xbb\xbf"))
        is_utf8 = encoding is None or encoding[1].lower() in (b"utf-8", b"utf8", b"us-ascii")
        if len(content) > limit or not is_utf8 or any(sign in content for sign in _STRANGE):
            raise UnusableFileError(filetypes.UNREADABLE)
        content.decode("utf-8")
        return content


def _sheet_part(book: bytes, links: bytes) -> str:
    """In which part the sheet with the plan stands."""
    # No entities can hide here: a part with a DOCTYPE was refused. Two standards name these differently.
    sheets = [tag for tag in ElementTree.fromstring(book).iter() if tag.tag.endswith("}sheet")]  # noqa: S314
    plan = next((sheet for sheet in sheets if sheet.get("name") == SHEET_PLAN), None)
    if plan is None:
        raise UnusableFileError(NO_SHEET)
    wanted = {value for name, value in plan.attrib.items() if name.endswith("}id")}
    for link in ElementTree.fromstring(links):  # noqa: S314
        if link.get("Id") in wanted:
            return _inside(link.attrib)
    raise UnusableFileError(filetypes.UNREADABLE)


def _inside(link: Mapping[str, str]) -> str:
    """The part a link leads to; one that leads out of the file is refused."""
    target = link.get("Target", "")
    if link.get("TargetMode") == "External" or ".." in PurePosixPath(target).parts:
        raise UnusableFileError(filetypes.UNREADABLE)
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"

"""How much a sheet holds, counted before anything is made of it.

A small file can ask for much: a cell at the far end of the sheet makes the parser reserve all that lies
before it, and a text that many cells share stands in the file once and in memory once for each of them. One
pass over the tags tells. A tag that is written in a way no spreadsheet program does is refused, so that
nothing can hide from the counting that the parser would see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from apps.rie import filetypes
from apps.rie.filetypes import UnusableFileError

TOO_MANY_ROWS = "too_many_rows"
MAX_ROWS = 2_000  # with something in them, the header not counted
LAST_ROW, LAST_COLUMN = 20_000, 200
MAX_TAGS = MAX_ROWS * 500
MAX_TEXT = 60_000_000  # bytes, when every cell has its own copy

_START = re.compile(rb"<(?:[^\s<>/:!?]*:)?(row|c|f|v|is)(?=[\s/>])")
_ATTRIBUTES = re.compile(rb"""(?:\s+[^\s=<>"']+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*+\s*/?>""")
_PLACE = re.compile(rb"""\sr\s*=\s*["']([^"']*)["']""")
_REFERENCE = re.compile(rb"([A-Z]{0,3})([0-9]{0,7})")
_END_OF_SHARED = re.compile(rb"</(?:[^\s<>/:]*:)?si\s*>")
_ANY_TEXT = -1


@dataclass(frozen=True)
class Counted:
    """``without_value``: cells with a formula of which no outcome is kept."""

    without_value: frozenset[str]


def count(sheet: bytes, *, shared: bytes) -> Counted:
    """Count a sheet and the texts its cells share.

    Raises:
        UnusableFileError: too many rows, a cell too far away, or written in a way that cannot be counted.
    """
    counting = _Counting(sheet)
    for name, attributes, end in _tags(sheet):
        counting.meet(name, attributes, end)
    counting.end_cell()
    _refuse_copies(counting.texts, shared)
    return Counted(frozenset(counting.without_value))


def _tags(xml: bytes) -> Iterator[tuple[str, bytes, int]]:
    """Name, attributes and end of each tag that counts."""
    for number, start in enumerate(_START.finditer(xml)):
        rest = _ATTRIBUTES.match(xml, start.end())
        if rest is None:
            raise UnusableFileError(filetypes.UNREADABLE)
        if number > MAX_TAGS:
            raise UnusableFileError(TOO_MANY_ROWS)
        yield start[1].decode(), rest[0], rest.end()


class _Counting:
    """Where the pass is: in which cell, and whether its row had something in it already.

    ``texts``: the numbers in cells, any of which may be that of a shared text.
    """

    def __init__(self, xml: bytes) -> None:
        self.xml = xml
        self.rows = 0
        self.row_counts = self.has_formula = self.has_value = False
        self.place = ""
        self.texts: list[int] = []
        self.without_value: set[str] = set()

    def meet(self, name: str, attributes: bytes, end: int) -> None:
        """One tag, in the order of the file."""
        if name in ("row", "c"):
            self.end_cell()
            self.place = _place(attributes)
            self.row_counts = self.row_counts and name == "c"
        elif name == "f":
            self.has_formula = True
        elif name == "is":
            self._value()
        elif not attributes.endswith(b"/>"):
            self._number(self.xml[end : self.xml.find(b"</", end)].strip())

    def end_cell(self) -> None:
        if self.has_formula and not self.has_value:
            self.without_value.add(self.place)
        self.has_formula = self.has_value = False

    def _number(self, text: bytes) -> None:
        if not text:
            return
        self._value()
        digits = text.removeprefix(b"+")
        if digits.isdigit():
            self.texts.append(int(digits[-12:]))
        elif b"&" in text or b"<" in text:
            self.texts.append(_ANY_TEXT)

    def _value(self) -> None:
        self.has_value = True
        if self.row_counts:
            return
        self.row_counts = True
        self.rows += 1
        if self.rows > MAX_ROWS + 1:
            raise UnusableFileError(TOO_MANY_ROWS)


def _place(attributes: bytes) -> str:
    """Where a row or cell says it stands; empty when it follows on the one before it."""
    place = ""
    for found in _PLACE.finditer(attributes):
        reference = _REFERENCE.fullmatch(found[1])
        if reference is None:
            raise UnusableFileError(filetypes.UNREADABLE)
        if _column(reference[1]) > LAST_COLUMN or int(reference[2] or 0) > LAST_ROW:
            raise UnusableFileError(TOO_MANY_ROWS)
        place = found[1].decode()
    return place


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _refuse_copies(texts: list[int], shared: bytes) -> None:
    sizes, begin = [], 0
    for end in _END_OF_SHARED.finditer(shared):
        sizes.append(end.start() - begin)
        begin = end.end()
    longest = max(sizes, default=0)
    copied = sum(longest if number == _ANY_TEXT else sizes[number] for number in texts if number < len(sizes))
    if copied > MAX_TEXT:
        raise UnusableFileError(filetypes.UNREADABLE)

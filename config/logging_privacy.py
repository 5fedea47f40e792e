"""Keeps people out of the logs: no e-mail addresses, no keys, no text that somebody typed.

What may stand there: when, which page, which kind of error, and where in the code. The message of an
exception is left out, because it often quotes the value that was wrong ("invalid literal for int(): …",
"Key (email)=(…) already exists"); so are requests, which carry what was sent.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterator
from types import TracebackType

EMAIL = re.compile(r"[^\s@<>()\[\]\"',;:/=]+@[^\s@<>()\[\]\"',;:/=]+\.[^\s@<>()\[\]\"',;:/=]+")
QUERY = re.compile(r"(?<=[\w/])\?[^\s\"']+=[^\s\"']*")
# A part of an address that opens a door: long, with a capital or a digit (a slug has neither), and no UUID.
_UUID = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
KEY = re.compile(rf"(?<=/)(?!{_UUID}(?:/|\s|$))(?=[^/\s]*[A-Z0-9])[\w:=.~-]{{20,}}(?=/|\s|$)")
# What Django and others hang on a record besides its text.
CARRIED = ("request", "data", "params", "sql")


def without_people(text: str) -> str:
    """A line of a log without e-mail addresses, query strings and keys in addresses."""
    return KEY.sub("[key]", QUERY.sub("", EMAIL.sub("[e-mail]", text)))


class WithoutPeople(logging.Filter):
    """Put on a handler; changes what the record says and lets everything through."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_people(record.getMessage()), ()
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = where_it_went_wrong(record.exc_info[1])
        record.exc_info = None
        for name in CARRIED:
            record.__dict__.pop(name, None)
        return True


def where_it_went_wrong(error: BaseException) -> str:
    """A traceback of files, lines and kinds of error, without a single value."""
    lines: list[str] = []
    for cause in _chain(error):
        lines += [*_frames(cause.__traceback__), type(cause).__name__]
    return "\n".join(["Traceback (messages and values left out):", *lines])


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what led to it, the first one first."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _chain(before)
    yield error


def _frames(trace: TracebackType | None) -> list[str]:
    return [
        f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}'
        for frame in traceback.extract_tb(trace)
    ]

"""Letters as files: one ``.eml`` for each Message-ID, for who develops. ``/post/`` shows them."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMessage
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

NOT_IN_A_NAME = re.compile(r"[^\w.@-]+", re.ASCII)
MAX_NAME = 200  # characters; file systems take 255 bytes


class EmailBackend(BaseEmailBackend):
    """Writes beside the place and moves the file there, so a letter is there whole or not at all."""

    keeps_one_of_each = True

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Returns how many were written.

        Raises:
            OSError: the folder cannot be written to.
        """
        letters = [message.message() for message in email_messages if message.recipients()]
        for letter in letters:
            write(file_name(letter["Message-ID"]), letter.as_bytes())
        return len(letters)


def folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


def file_name(message_id: str) -> str:
    """The name for a Message-ID: the same every time, and never a way out of the folder."""
    return f"{NOT_IN_A_NAME.sub('-', message_id.strip('<> ')).strip('.-')[:MAX_NAME]}.eml"


def write(name: str, content: bytes) -> None:
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=folder(), suffix=".tmp")  # for the owner only
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(beside).replace(folder() / name)


@dataclass(frozen=True)
class StoredLetter:
    """A letter in the folder; ``name`` is that of its file, without ``.eml``."""

    name: str
    written_at: datetime
    subject: str
    sender: str
    to: str
    text: str
    html: str


def newest(limit: int) -> list[StoredLetter]:
    """Newest first. A folder that is not there yet is empty."""
    files = sorted(folder().glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True)
    return [read(file) for file in files[:limit]]


def find(name: str) -> StoredLetter | None:
    """The letter in the file of that name; None when there is none."""
    file = folder() / file_name(name)
    return read(file) if file.is_file() else None


def read(file: Path) -> StoredLetter:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    return StoredLetter(
        name=file.stem,
        written_at=datetime.fromtimestamp(file.stat().st_mtime).astimezone(),
        subject=message["Subject"] or "",
        sender=message["From"] or "",
        to=message["To"] or "",
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: ParsedMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return part.get_content() if part is not None else ""

"""The virus scanner of docs/uploads.md works as it stands there."""

from __future__ import annotations

import re
import socket
import struct
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from apps.rie.domain.evidence import InfectedFileError

DOCUMENT = settings.BASE_DIR / "docs" / "uploads.md"
Scan = Callable[[ContentFile], None]


class Clamd(threading.Thread):
    """Answers one request as clamd does: reads the chunks up to the empty one, then says its verdict."""

    def __init__(self, path: Path, verdict: bytes) -> None:
        super().__init__()
        self.verdict, self.received = verdict, b""
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listener.bind(str(path))
        self.listener.listen()

    def run(self) -> None:
        connection, _address = self.listener.accept()
        with connection, connection.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while size := struct.unpack(">I", stream.read(4))[0]:
                self.received += stream.read(size)
            connection.sendall(self.verdict)
        self.listener.close()


@pytest.fixture
def place() -> Iterator[Path]:
    """The path of a socket has to be short."""
    with tempfile.TemporaryDirectory(prefix="wb") as folder:
        yield Path(folder) / "clamd"


@pytest.fixture
def scan(place: Path) -> Scan:
    """The example, loaded from the document, with our socket in place of clamd's."""
    code = re.search(r"```python\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)[1]
    module: dict[str, Any] = {}
    exec(code, module)  # noqa: S102 (our own document)
    module["SOCKET"] = str(place)
    return module["scan"]


@pytest.mark.parametrize(
    ("verdict", "raises"),
    [
        (b"stream: OK\0", None),
        (b"stream: Eicar-Signature FOUND\0", InfectedFileError),
        (b"INSTREAM size limit exceeded. ERROR\0", OSError),
    ],
)
def test_each_verdict_has_its_outcome(scan: Scan, place: Path, verdict: bytes, raises: type | None) -> None:
    clamd = Clamd(place, verdict)
    clamd.start()
    raised = None
    try:
        scan(ContentFile(b"x" * 200_000))
    except Exception as error:
        raised = type(error)
    clamd.join(timeout=10)

    assert raised is raises
    assert clamd.received == b"x" * 200_000


def test_a_scanner_that_is_not_there_is_an_error_of_the_system(scan: Scan) -> None:
    with pytest.raises(OSError, match="No such file"):
        scan(ContentFile(b"x"))

"""A mail server of the tests, on this machine: it keeps what it takes, and can stop at any point.

Points, in the order of a conversation: ``MAIL``, ``RCPT``, ``DATA`` (asked whether the text may come; not
answered yet) and ``TEXT`` (the text is taken; not answered yet).
"""

from __future__ import annotations

import contextlib
import queue
import socketserver
import threading
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from typing import Any

ANSWERS = {"MAIL": "250 go on", "RCPT": "250 go on", "DATA": "354 go on", "TEXT": "250 taken"}
ENOUGH = 90.0  # seconds; only a test that fails waits so long


class HangUp(Exception):  # noqa: N818 (no error: the server does it on purpose)
    """End this conversation at once."""


class Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        with contextlib.suppress(HangUp, ConnectionError):
            self.say("220 ready")
            for line in self.rfile:
                self.answer(line.decode().split(maxsplit=1)[0].upper())

    def answer(self, command: str) -> None:
        if command == "QUIT":
            self.say("221 bye")
            raise HangUp
        if command not in ANSWERS:
            self.say("250 fine")
            return
        if self.at(command) and command == "DATA":
            text = self.text()
            self.server.texts.append(text)
            self.at("TEXT", else_forget=text)

    def at(self, point: str, *, else_forget: bytes = b"") -> bool:
        """Do what the test wants here, or else give the usual answer. Says whether it was that one."""
        steps = self.server.steps[point]
        if not steps:
            self.say(ANSWERS[point])
            return True
        wanted = steps.popleft()
        if wanted == "hold":
            self.server.held.put(point)
            self.server.released.wait(ENOUGH)
            self.say(ANSWERS[point])
            return True
        if else_forget:
            self.server.texts.remove(else_forget)
        if wanted == "hang up":
            raise HangUp
        self.say(wanted)
        return False

    def text(self) -> bytes:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                return b"".join(lines)
            lines.append(line)
        raise HangUp  # the other side stopped before the end: nothing is taken

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """``texts``: what was taken. ``held``: the points at which somebody waits now."""

    daemon_threads = allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.texts: list[bytes] = []
        self.steps: dict[str, deque[str]] = defaultdict(deque)
        self.held: queue.Queue[str] = queue.Queue()
        self.released = threading.Event()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def once(self, point: str, step: str) -> None:
        """At the next conversation that comes here: ``hold``, ``hang up``, or say this line."""
        self.steps[point].append(step)

    def taken(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        return Counter(message_from_bytes(text)["Message-ID"] for text in self.texts)


@contextmanager
def a_mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.released.set()
            server.shutdown()
            thread.join()


def send_by(port: int, settings: Any) -> None:
    """Let the application send by the server at this port, without encryption."""
    settings.EMAIL_BACKEND = "config.mail.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""

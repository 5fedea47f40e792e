"""What goes on behind a page while someone uses it: errors, questions of the browser, requests elsewhere."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Request

LOCAL_SCHEMES = ("data", "blob", "about")


class Watch:
    """Everything that no page may do, collected in ``problems``; a test fails when that is not empty.

    ``expected`` names parts of messages that belong to the story of a test, such as ``"422"`` for text
    that is refused: a browser writes every refused request on its console.
    """

    def __init__(self, context: BrowserContext, server: str) -> None:
        self.server = server
        self.problems: list[str] = []
        self.expected: list[str] = []
        self.questions: list[str] = []
        self.stays: bool | None = None
        context.on("console", self._console)
        context.on("weberror", lambda error: self.problems.append(f"Uncaught: {error.error}"))
        context.on("request", self._request)
        context.on("dialog", self._dialog)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        if not any(part in message.text for part in self.expected):
            self.problems.append(f"Console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).scheme not in LOCAL_SCHEMES and not request.url.startswith(self.server):
            self.problems.append(f"Request to another host: {request.url}")

    def _dialog(self, dialog: Dialog) -> None:
        """Answer a question of the browser. ``stays`` is None as long as a test expects none."""
        self.questions.append(dialog.type)
        if self.stays is None:
            self.problems.append(f"The browser asked something: {dialog.type} {dialog.message}")
        if self.stays:
            dialog.dismiss()
        else:
            dialog.accept()

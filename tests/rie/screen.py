"""A form as a browser holds it: filled in by hand, sent whole, and partly redrawn by htmx.

Tests use it instead of made-up POST data, so that they find out what happens to someone who keeps
a page open: which fields it shows, and which fingerprints it carries after each save.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr", "path", "circle"}
HTMX = {"HX-Request": "true"}


def text_of(answer: HttpResponse) -> str:
    """A page as it reads, so without & written as &amp; and the like."""
    return unescape(answer.content.decode())


@dataclass
class Control:
    name: str
    kind: str
    value: str
    chosen: bool
    action: str
    inside: tuple[str, ...]

    @property
    def is_choice(self) -> bool:
        return self.kind in ("radio", "checkbox", "option")


class _Reader(HTMLParser):
    """Collects the controls of a page, and the ids of everything that stands at its top level."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.controls: list[Control] = []
        self.top_ids: list[str] = []
        self.open: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if not self.open and "id" in attributes:
            self.top_ids.append(attributes["id"])
        if tag == "input" and "disabled" not in attributes:
            kind = attributes.get("type", "text")
            ticked = "on" if kind in ("checkbox", "radio") else ""
            value = attributes.get("value", ticked)
            self._add(attributes.get("name", ""), kind, value, "checked" in attributes)
        elif tag == "textarea":
            self._add(attributes.get("name", ""), "textarea", "", True)
        elif tag == "option":
            name = next((a.get("name", "") for t, a in reversed(self.open) if t == "select"), "")
            self._add(name, "option", attributes.get("value", ""), "selected" in attributes)
        if tag not in VOID:
            self.open.append((tag, attributes))

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _ in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] == "textarea":
            self.controls[-1].value += data.removeprefix("\n") if not self.controls[-1].value else data

    def _add(self, name: str, kind: str, value: str, chosen: bool) -> None:
        if not name:
            return
        inside = tuple(a["id"] for _, a in self.open if "id" in a)
        action = next((a.get("action", "") for t, a in reversed(self.open) if t == "form"), "")
        self.controls.append(Control(name, kind, value if kind != "textarea" else "", chosen, action, inside))


class Screen:
    """One form of a page that someone has open."""

    def __init__(self, browser: Client, page_url: str, action: str) -> None:
        self.browser, self.page_url, self.action = browser, page_url, action
        self.controls: list[Control] = []
        page = browser.get(page_url)
        assert self.redraw(page, page_url), f"there is no form for {action} here (status {page.status_code})"

    def redraw(self, page: HttpResponse, url: str) -> bool:
        """A whole page came back: this is what she sees now. False when the form is not on it."""
        # A form without an address is sent to the page it stands on.
        own = (self.action, "") if url == self.action else (self.action,)
        controls = [control for control in _Reader(page.content.decode()).controls if control.action in own]
        self.controls = controls or self.controls
        return bool(controls)

    def shows(self, name: str) -> bool:
        return any(control.name == name for control in self.controls)

    def fill(self, **typed: Any) -> None:
        """Type and choose. A choice is its value or, for check boxes, a list of values."""
        for name, value in typed.items():
            name = name.replace("__", "-")
            controls = [control for control in self.controls if control.name == name]
            assert controls, f"the page does not show {name}"
            wanted = {str(item) for item in value} if isinstance(value, list) else {str(value)}
            for control in controls:
                if control.is_choice:
                    control.chosen = control.value in wanted
                else:
                    control.value = str(value)

    def data(self) -> dict[str, list[str]]:
        """What the browser sends."""
        sent: dict[str, list[str]] = {}
        for control in self.controls:
            if not control.is_choice or control.chosen:
                # A browser sends the line ends of a text as CRLF.
                value = control.value.replace("\n", "\r\n") if control.kind == "textarea" else control.value
                sent.setdefault(control.name, []).append(value)
        return sent

    def save(self, **typed: Any) -> HttpResponse:
        """The page saves by itself: send the form with htmx and put the answer in its place."""
        self.fill(**typed)
        answer = self.browser.post(self.action, self.data(), headers=HTMX)
        if answer.headers.get("HX-Refresh"):
            self.redraw(self.browser.get(self.page_url), self.page_url)
        elif answer.status_code in (200, 409, 422):
            self._swap(answer.content.decode())
        return answer

    def send(self, **typed: Any) -> HttpResponse:
        """The button was pressed in a browser without JavaScript."""
        self.fill(**typed)
        answer = self.browser.post(self.action, self.data())
        self.redraw(answer, self.action)
        return answer

    def _swap(self, html: str) -> None:
        drawn = _Reader(html)
        redrawn = set(drawn.top_ids)
        kept = [control for control in self.controls if not redrawn & set(control.inside)]
        # A redrawn card brings its own save line; the loose one then has no place to go.
        nested = {region for control in drawn.controls for region in control.inside[1:] if region in redrawn}
        self.controls = kept + [
            control for control in drawn.controls if control.inside and control.inside[0] in redrawn - nested
        ]

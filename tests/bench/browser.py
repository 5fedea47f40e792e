"""What a browser does with a page that saves by itself: read its forms, fill in, send, swap in the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

# Parts of a form that an answer of the server replaces (see static/js/app.js and htmx).
SWAPPED = ("save-", "details-")
REST = ""
FORM_TYPE = "application/x-www-form-urlencoded"


@dataclass
class Part:
    """``values``: what would be sent. ``offered``: per field on the page, the values to choose from."""

    values: list[tuple[str, str]] = field(default_factory=list)
    offered: dict[str, list[str]] = field(default_factory=dict)

    def choose(self, name: str, values: Sequence[str]) -> None:
        """Fill in one field."""
        self.values = [pair for pair in self.values if pair[0] != name] + [(name, value) for value in values]


@dataclass
class Form:
    """A form that saves by itself, in parts by the id of the element that holds them."""

    action: str
    parts: dict[str, Part]

    def offers(self, name: str) -> list[str] | None:
        """The values to choose from, an empty list for a text; None when the field is not on the page."""
        return next((part.offered[name] for part in self.parts.values() if name in part.offered), None)

    def fill_in(self, name: str, *values: str) -> None:
        """Type in a text, or choose.

        Raises:
            KeyError: there is no such field on the page.
        """
        part = next((part for part in self.parts.values() if name in part.offered), None)
        if part is None:
            raise KeyError(name)
        part.choose(name, values)

    def value(self, name: str) -> list[str]:
        """What the field would send now."""
        return [value for key, value in self.data() if key == name]

    def data(self) -> list[tuple[str, str]]:
        """Everything that is sent, in no particular order."""
        return [pair for part in self.parts.values() for pair in part.values]

    def swap(self, answer: str) -> None:
        """Put the pieces of an answer in the place of the old ones."""
        for key, part in parts_in(answer).items():
            if key in self.parts and key != REST:
                self.parts[key] = part


def forms_in(page: str) -> list[Form]:
    """The forms of a page that save by themselves."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def parts_in(answer: str) -> dict[str, Part]:
    """The pieces of a form that an answer brings, by their id."""
    reader = _Reader()
    reader.feed(answer)
    return reader.parts


def is_saved(status: int, answer: bytes) -> bool:
    """Whether the answer to a save says that it is stored."""
    return status == 200 and b'class="save-line saved"' in answer


class _Reader(HTMLParser):
    """Follows the elements; knows in which form, and in which part of it, a field stands."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.parts: dict[str, Part] = {}
        self._divisions: list[str] = []
        self._select: tuple[str, list[str], list[str]] | None = None
        self._text: list[str] | None = None
        self._text_name = ""

    @property
    def _part(self) -> Part:
        key = next((key for key in reversed(self._divisions) if key.startswith(SWAPPED)), REST)
        return self.parts.setdefault(key, Part())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        if tag == "div":
            self._divisions.append(has.get("id") or "")
            _ = self._part  # also a part without fields is there to be replaced
        elif tag == "form" and "data-autosave" in has:
            self.parts = {}
            self.forms.append(Form(action=has["action"] or "", parts=self.parts))
        elif has.get("name"):
            self._field(tag, has)
        elif tag == "option" and self._select:
            _name, offered, chosen = self._select
            offered.append(has.get("value") or "")
            if "selected" in has:
                chosen.append(offered[-1])

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self._divisions:
            self._divisions.pop()
        elif tag == "form":
            self.parts = {}
        elif tag == "select" and self._select:
            name, offered, chosen = self._select
            self._part.offered[name] = offered
            self._part.choose(name, chosen or offered[:1])
            self._select = None
        elif tag == "textarea" and self._text is not None:
            # a browser leaves out the line end that follows the opening tag
            self._part.choose(self._text_name, ["".join(self._text).removeprefix("\n")])
            self._part.offered[self._text_name] = []
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _field(self, tag: str, has: dict[str, str | None]) -> None:
        name, kind = has["name"] or "", has.get("type")
        if tag == "select":
            self._select = (name, [], [])
        elif tag == "textarea":
            self._text, self._text_name = [], name
        elif kind in ("radio", "checkbox"):
            self._part.offered.setdefault(name, []).append(has.get("value") or "")
            if "checked" in has:
                self._part.values.append((name, has.get("value") or ""))
        elif tag == "input":
            self._part.values.append((name, has.get("value") or ""))

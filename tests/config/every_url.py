"""Every address of the project, filled in with what exists, for tests that walk them all."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLResolver, get_resolver
from django.urls.converters import IntConverter, SlugConverter, StringConverter, UUIDConverter

_EXAMPLES = (
    (UUIDConverter, uuid.UUID(int=1)),
    (IntConverter, 1),
    (SlugConverter, "w43"),
    (StringConverter, "een"),
)
_PART = re.compile(r"<(?:\w+:)?(\w+)>")
_GROUP = re.compile(r"\(\?P<\w+>\[\^/\]\+\)")  # "anything up to the next slash", as a regular expression
# Patterns that are written as a regular expression, each with an address that fits.
BY_HAND = {
    "account_reset_password_from_key": "/account/password/reset/key/1-abc/",
    "app_list": "/beheer/organisations/",
    None: "/beheer/bestaat-niet/",
}


@dataclass(frozen=True)
class Address:
    """A pattern of the map of the site, with its whole route."""

    route: str
    converters: Mapping[str, Any]

    def __str__(self) -> str:
        return f"/{self.route}"

    @property
    def is_of_a_firm(self) -> bool:
        return "organisation_id" in self.converters

    def path(self, **known: object) -> str:
        """The path, with these values and made-up ones for the rest."""

        def value(found: re.Match[str]) -> str:
            name = found[1]
            return self.converters[name].to_url(known.get(name, _example(self.converters[name])))

        return "/" + _PART.sub(value, self.route)


def every_address() -> list[Address]:
    """All patterns of the project.

    Raises:
        KeyError: there is a regular expression for which no address stands in ``BY_HAND``.
    """
    return list(_walk(get_resolver().url_patterns, "", {}))


def _walk(patterns: list[Any], before: str, converters: dict[str, Any]) -> Iterator[Address]:
    for entry in patterns:
        here = {**converters, **entry.pattern.converters}
        if isinstance(entry, URLResolver):
            part = _GROUP.sub("een", str(entry.pattern).removeprefix("^"))
            yield from _walk(entry.url_patterns, before + part, here)
        elif hasattr(entry.pattern, "_route"):
            yield Address(before + str(entry.pattern), here)
        else:
            yield Address(BY_HAND[entry.name].removeprefix("/"), {})


def _example(converter: Any) -> object:
    return next(value for kind, value in _EXAMPLES if isinstance(converter, kind))

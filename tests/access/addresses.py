"""Every address of the project, as the resolver knows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

# Whole parts of the map that other packages bring, judged by their own rule (see test_every_address).
PACKAGES = ("admin",)


@dataclass(frozen=True)
class Known:
    """``name``: as for ``reverse``. ``arguments``: the names in the address."""

    name: str
    arguments: tuple[str, ...]
    route: str

    def __str__(self) -> str:
        return self.name


def known_addresses() -> list[Known]:
    """All of them, those of packages included."""
    return list(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, namespace: str, route: str) -> Iterator[Known]:
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, inner, here)
        elif isinstance(pattern, URLPattern):
            arguments = tuple(_arguments(here))
            yield Known(f"{namespace}{pattern.name or here}", arguments, here)


def _arguments(route: str) -> Iterator[str]:
    for part in route.split("<")[1:]:
        yield part.split(">")[0].split(":")[-1]

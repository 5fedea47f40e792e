"""The difference between two versions, in words: what somebody who read the old one has to know.

Pure: everything comes out of the two contents and the instrument, so a page pays no query for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from apps.review.content import FORMAT
from apps.review.differences.items import Item, Section, items_of
from apps.rie.content.tree import InstrumentContent

__all__ = ["Difference", "Kind", "Line", "Section", "differences"]


class Kind(TextChoices):
    ADDED = "added", pgettext_lazy("difference", "Added")
    REMOVED = "removed", pgettext_lazy("difference", "Removed")
    CHANGED = "changed", pgettext_lazy("difference", "Changed")


@dataclass(frozen=True)
class Line:
    """One field, before and after, in words; an empty value is said as such."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Difference:
    """One thing that is not what it was.

    ``key`` finds the thing back: the code of a factor or a measure, the id of an action. ``subject`` is how
    a reader knows it, as it is called now; empty where the section says enough.
    """

    section: Section
    key: str
    subject: str
    kind: Kind
    lines: tuple[Line, ...]


def differences(
    old: Mapping[str, Any], new: Mapping[str, Any], content: InstrumentContent
) -> tuple[Difference, ...]:
    """What changed from one version of a dossier to another, in the order of the report.

    Both are what ``json.loads`` makes of a version; an empty one stands for nothing yet. An empty text, an
    empty list and nothing at all are the same to a reader, so they are no difference.

    Raises:
        ValueError: the versions are of two dossiers, or written in a way this code does not know.
    """
    _check(old, new)
    before, after = items_of(old, content, beside=new), items_of(new, content, beside=old)
    items = {**before, **after}
    found = (_difference(before.get(key), after.get(key)) for key in sorted(items, key=_order(items)))
    return tuple(difference for difference in found if difference)


def _check(old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    for version in (old, new):
        if version and version.get("format") != FORMAT:
            raise ValueError(f"A version in format {version.get('format')!r} cannot be read; {FORMAT} can.")
    if old and new and old["dossier"]["id"] != new["dossier"]["id"]:
        raise ValueError("Versions of two dossiers have nothing to compare.")


def _order(items: Mapping[Any, Item]) -> Callable[[Any], tuple[Any, ...]]:
    positions = {section: position for position, section in enumerate(Section)}
    return lambda key: (positions[items[key].section], items[key].order, items[key].key)


def _difference(old: Item | None, new: Item | None) -> Difference | None:
    """None when a reader would see the same."""
    item = new or old
    lines = tuple(_lines(old, new))
    if not lines:
        return None
    kind = Kind.CHANGED if old and new else Kind.ADDED if new else Kind.REMOVED
    return Difference(section=item.section, key=item.key, subject=item.subject, kind=kind, lines=lines)


def _lines(old: Item | None, new: Item | None) -> Iterator[Line]:
    item = new or old
    for name in {**(new.fields if new else {}), **(old.fields if old else {})}:
        if _value(old, name) != _value(new, name):
            yield Line(item.words.label(name), _say(old, name), _say(new, name))


def _value(item: Item | None, name: str) -> Any:
    value = item.fields.get(name) if item else None
    return None if value in ("", []) else value


def _say(item: Item | None, name: str) -> str:
    if _value(item, name) is not None:
        return item.words.say(name, item.fields[name])
    if item and item.is_off:
        return _("(not asked)")
    return _("(empty)")

"""The fields of a card. What a factor asks never changes once it is published, so it is worked out once per
language; and choices look the same to everybody who chose the same, so they are drawn once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from apps.rie.domain.instrument import instrument_content
from apps.rie.forms import answer_fields

SELECTS = ("verdict", "frequency", "reach", "severity", "happened")
CHECKS = ("special_groups", "departments", "measures_in_place")

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Question:
    """What one field asks, in one language. ``kind`` is ``select``, ``checks`` or ``text``."""

    kind: str
    name: str
    label: str
    help: str
    choices: Choices


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class FieldView:
    """A field as the page writes it."""

    kind: str
    name: str
    id: str
    label: str
    help: str
    value: str
    options: tuple[Option, ...]
    errors: tuple[str, ...]
    is_locked: bool

    @property
    def drawn(self) -> SafeString:
        """Its HTML. Choices and empty fields are drawn once; what people wrote is not kept."""
        return _draw(self) if self.value else _draw_once(self)

    @property
    def is_filled(self) -> bool:
        return bool(self.value or self.errors) or any(option.chosen for option in self.options)


def questions(instrument_id: UUID, code: str) -> Mapping[str, Question]:
    """The fields that a factor can show, by name, in the language of this moment."""
    return _questions(instrument_id, code, get_language())


def field_view(
    question: Question,
    value: Any,
    *,
    code: str,
    is_locked: bool,
    errors: Sequence[str] = (),
    choices: Choices | None = None,
) -> FieldView:
    """One field with the value that is stored or was typed.

    Args:
        choices: instead of the question's own, for what differs per firm.
    """
    chosen = {"" if item is None else str(item) for item in (value if isinstance(value, list) else [value])}
    return FieldView(
        kind=question.kind,
        name=question.name,
        id=f"{code}-{question.name}",
        label=question.label,
        help=question.help,
        value=str(value or "") if question.kind == "text" else "",
        options=tuple(
            Option(key, label, key in chosen)
            for key, label in (question.choices if choices is None else choices)
        ),
        errors=tuple(errors),
        is_locked=is_locked,
    )


@lru_cache(maxsize=1024)
def _questions(instrument_id: UUID, code: str, language: str | None) -> Mapping[str, Question]:
    content = instrument_content(instrument_id)
    fields = answer_fields(content.factors[code], content, departments=list)
    return MappingProxyType(
        {
            name: Question(
                kind=_kind(name),
                name=name,
                label=str(field.label),
                help=str(field.help_text),
                choices=tuple((str(key), str(label)) for key, label in getattr(field, "choices", ())),
            )
            for name, field in fields.items()
        }
    )


def _kind(name: str) -> str:
    if name in SELECTS:
        return "select"
    return "checks" if name in CHECKS else "text"


def _draw(field: FieldView) -> SafeString:
    template = "rie/_verdict.html" if field.name == "verdict" else "rie/_field.html"
    return render_to_string(template, {"field": field, "may_change": not field.is_locked})


_draw_once = lru_cache(maxsize=8192)(_draw)

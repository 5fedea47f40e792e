"""Frozen dataclasses as plain JSON values, and back: the types of the fields say how.

Knows dataclasses, tuples, mappings with text keys, enumerations, days, moments, amounts, and optional values.
``from_plain(kind, to_plain(value)) == value`` for every value of such a type.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
SCALARS = (str, int, bool, type(None))


class UnreadableError(ValueError):
    """These values were written by a program with other fields. The message says where it stops."""


def to_plain(value: Any) -> Any:
    """A value as JSON knows it.

    Raises:
        TypeError: it holds something that cannot be kept exactly, as a float or a set.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {_key(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [to_plain(item) for item in value]
    if isinstance(value, Enum):
        return to_plain(value.value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if type(value) in SCALARS:
        return value
    if isinstance(value, str):  # a marked-safe or a lazy piece of text that became text
        return str(value)
    raise TypeError(f"Plain values only, not {type(value).__name__}.")


def from_plain(kind: type[T], data: Any) -> T:
    """The value of this type that was written down as ``data``.

    Raises:
        UnreadableError: a field is missing, is too many, or holds something else than its type.
    """
    return _read(kind, data, getattr(kind, "__name__", str(kind)))


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"A mapping has text for keys, not {type(key).__name__}.")
    return str(key)


def _read(kind: Any, data: Any, where: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _read_optional(kind, data, where)
    if origin in (tuple, list):
        return _read_tuple(kind, data, where)
    if origin is not None and issubclass(origin, Mapping):
        return _read_mapping(kind, data, where)
    if is_dataclass(kind):
        return _read_fields(kind, data, where)
    if kind in SCALARS:
        return _scalar(kind, data, where)
    reader = _text_reader(kind)
    if reader is None:
        raise UnreadableError(f"{where}: no way to read {kind}.")
    try:
        return reader(data)
    except (ValueError, TypeError, InvalidOperation):
        raise UnreadableError(f"{where}: not a {kind.__name__}.") from None


def _text_reader(kind: Any) -> Callable[[Any], Any] | None:
    """How a type is read that JSON does not know."""
    if kind in (date, datetime):
        return kind.fromisoformat
    if kind is Decimal or (isinstance(kind, type) and issubclass(kind, Enum)):
        return kind
    return None


def _read_optional(kind: Any, data: Any, where: str) -> Any:
    inner = [one for one in get_args(kind) if one is not type(None)]
    if data is None and len(inner) < len(get_args(kind)):
        return None
    if len(inner) != 1:
        raise UnreadableError(f"{where}: no way to choose between {kind}.")
    return _read(inner[0], data, where)


def _read_tuple(kind: Any, data: Any, where: str) -> Any:
    if not isinstance(data, list):
        raise UnreadableError(f"{where}: not a list.")
    inner = get_args(kind)
    if (len(inner) == 2 and inner[1] is Ellipsis) or get_origin(kind) is list:
        return get_origin(kind)(_read(inner[0], item, f"{where}[{n}]") for n, item in enumerate(data))
    if len(inner) != len(data):
        raise UnreadableError(f"{where}: {len(data)} values instead of {len(inner)}.")
    pairs = enumerate(zip(inner, data, strict=True))
    return tuple(_read(one, item, f"{where}[{n}]") for n, (one, item) in pairs)


def _read_mapping(kind: Any, data: Any, where: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise UnreadableError(f"{where}: not a mapping.")
    _text, inner = get_args(kind)
    return {key: _read(inner, item, f"{where}.{key}") for key, item in data.items()}


def _read_fields(kind: Any, data: Any, where: str) -> Any:
    hints = _hints(kind)
    if not isinstance(data, dict) or set(data) != set(hints):
        odd = sorted(set(data) ^ set(hints)) if isinstance(data, dict) else ["no fields at all"]
        raise UnreadableError(f"{where}: other fields ({', '.join(odd)}).")
    return kind(**{name: _read(hint, data[name], f"{where}.{name}") for name, hint in hints.items()})


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _scalar(kind: Any, data: Any, where: str) -> Any:
    if type(data) is not kind:  # True is an int to Python, and not to a reader
        raise UnreadableError(f"{where}: {type(data).__name__} instead of {kind.__name__}.")
    return data

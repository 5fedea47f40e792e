"""The kinds of value a dossier file holds: text, number, day, amount, answer to a profile question.

Limits come from the models, so that a file can hold what a form accepts and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Model
from django.utils import translation
from pydantic import AfterValidator, BeforeValidator, Field, Strict

from apps.actions.domain.terms import LAST_YEAR
from apps.organisations.validators import MAX_TEXT_LENGTH, validate_kvk_number, validate_plain_text
from apps.rie.domain.profile import NONE_OPTION

MAX_COUNT = 2_147_483_647
"""The highest whole number that fits in every database."""

MAX_KEY_LENGTH = 40

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _check(validator: Callable[[str], None], text: str) -> None:
    """Run a check of a model here, with its message in English as everything a command prints."""
    try:
        validator(text)
    except ValidationError as error:
        with translation.override("en"):
            raise ValueError(error.messages[0]) from None


def _plain(limit: int) -> Callable[[str], str]:
    """A check that also gives the text the line ends that a form gives it."""

    def check(text: str) -> str:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if len(text) > limit:
            raise ValueError(f"has {len(text):,} characters; at most {limit:,} fit, shorten it")
        _check(validate_plain_text, text)
        return text

    return check


def _storable(text: str) -> str:
    """Half of a surrogate pair is no character: no file and no database can hold it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("contains half a character; type the text again") from None
    return text


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty; fill it in")
    return text


def _kvk_number(text: str) -> str:
    _check(validate_kvk_number, text)
    return text


def line_of(model: type[Model], field: str) -> Any:
    """A short text with the length that the field of the model has. It may be empty."""
    return Annotated[Plain, AfterValidator(_plain(model._meta.get_field(field).max_length))]


def email_of(model: type[Model], field: str) -> Any:
    """An e-mail address with the length that the field of the model has. It may be empty."""
    return Annotated[line_of(model, field), AfterValidator(_email)]


def _email(text: str) -> str:
    if text:
        _check(validate_email, text)
    return text


def key_of() -> Any:
    """A short name by which one entry of the file points at another."""
    return Annotated[Plain, AfterValidator(_plain(MAX_KEY_LENGTH)), AfterValidator(_filled)]


def _day(value: object) -> object:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError("this day is not in the calendar; correct it") from None
    raise ValueError("is not a date; write year-month-day, for example 2026-11-03")


def _near(day: date) -> date:
    if day.year > LAST_YEAR:
        raise ValueError("this day is too far away; check the year")
    return day


def _amount(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("is not an amount in euros; write 500 or 499.95")
    return Decimal(str(value))


def profile_options(value: object) -> object:
    """An answer to a profile question as it is stored: a list of option keys.

    YAML reads a bare ``yes`` or ``no`` as a truth value. An empty list means: none of these.
    """
    if value is None:
        raise ValueError("has no answer; choose an option, write [] for none of these, or remove the key")
    if isinstance(value, list):
        return [_option(item) for item in value] or [NONE_OPTION]
    return [_option(value)]


def _option(value: object) -> object:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def one_of(keys: list[str]) -> Any:
    """One of these keys, and nothing else."""
    return Literal[tuple(keys)]


def one_of_with_yes_and_no(keys: list[str]) -> Any:
    """One of these keys; a bare ``yes`` or ``no``, which YAML reads as a truth value, is fine too."""
    return Annotated[Literal[tuple(keys)], BeforeValidator(_option)]


def number_of(numbers: list[int]) -> Any:
    """One of these whole numbers. For Python ``True`` is 1, here it is not."""
    return Annotated[Literal[tuple(numbers)], BeforeValidator(_number)]


def _number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("is not a whole number; write for example 12")
    return value


def in_order(chosen: Collection[str], known: Iterable[str]) -> list[str]:
    """The chosen keys in the order of the instrument, so that the same set is always the same list.

    A key outside that order (``none``) comes last.
    """
    ordered = list(known)
    return [key for key in ordered if key in chosen] + [key for key in chosen if key not in ordered]


Plain = Annotated[str, Strict(), AfterValidator(_storable)]
Text = Annotated[Plain, AfterValidator(_plain(MAX_TEXT_LENGTH))]
FilledText = Annotated[Text, AfterValidator(_filled)]
Filled = AfterValidator(_filled)
KvkNumber = Annotated[Plain, AfterValidator(_kvk_number)]
Count = Annotated[int, Strict(), Field(ge=1, le=MAX_COUNT)]
CountFromZero = Annotated[int, Strict(), Field(ge=0, le=MAX_COUNT)]
Scale = Annotated[int, Strict(), Field(ge=1, le=4)]
Flag = Annotated[bool, Strict()]
Day = Annotated[date, BeforeValidator(_day)]
PlannedDay = Annotated[Day, AfterValidator(_near)]
Amount = Annotated[Decimal, BeforeValidator(_amount), Field(ge=0, max_digits=10, decimal_places=2)]
ProfileAnswer = Annotated[list[Plain], BeforeValidator(profile_options)]

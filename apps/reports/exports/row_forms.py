"""What may stand in the cells of a row. The same limits as the page of an action, said of a cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.actions.models import Action
from apps.organisations.fields import PlainTextField
from apps.organisations.validators import validate_plain_text
from apps.reports.exports.cells import MAX_CELL, RawCell, fit, plain
from apps.reports.exports.columns import BY_KEY, Kind
from apps.reports.exports.names import Lists, fixed_labels, fixed_values
from apps.rie.domain.assessment import AssessedFactor

NO_DATE = _("This is no date. Write it as 31-12-2026.")
NO_AMOUNT = _("This is no amount. Write only a number, for example 1250,50.")
EMPTY_TITLE = _("Write down what you are going to do.")
EMPTY_TERM = _("Write down by which date it is done.")
_CENT = Decimal("0.01")


class CellDateField(forms.DateField):
    """A date, as a date or as text, written as people here do, in whatever language they read.

    A bare number is no date: nobody sees which day it would be.
    """

    default_error_messages = {"invalid": NO_DATE}
    input_formats = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y")

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str | date) or value is None:
            return super().to_python(value)
        raise forms.ValidationError(NO_DATE, code="invalid")


class CellMoneyField(forms.DecimalField):
    """An amount in euros, as a number or as text the way people here write it."""

    default_error_messages = {"invalid": NO_AMOUNT}

    def __init__(self) -> None:
        field = Action._meta.get_field("budget")
        message = _("An amount cannot be negative. Fill in 0 or more, or leave it empty.")
        super().__init__(
            required=False,
            min_value=Decimal(0),
            max_digits=field.max_digits,
            decimal_places=field.decimal_places,
            error_messages={"min_value": message},
        )

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, str):
            value = _amount(value)
        elif value is not None and not isinstance(value, bool | date):
            value = plain(value)
        elif value is not None:
            raise forms.ValidationError(NO_AMOUNT, code="invalid")
        return super().to_python(value)

    def clean(self, value: Any) -> Decimal | None:
        amount = super().clean(value)
        return amount if amount is None else amount.quantize(_CENT)


def _amount(text: str) -> str:
    """Text as a number: ``€ 1.250,50`` and ``1,250.50`` are both 1250.50. The last sign is the decimal one,
    unless just three digits follow on it."""
    bare = re.sub(r"[€\s\u00a0\u202f]", "", text)
    whole, _sign, cents = re.fullmatch(r"(.*?)(?:([.,])([0-9]{1,2}|-))?", bare, re.DOTALL).groups("")
    grouped = re.sub(r"(?<=[0-9])[.,](?=[0-9]{3}(?![0-9]))", "", whole)
    return f"{grouped}.{cents.replace('-', '0')}" if cents else grouped


class CellChoiceField(forms.Field):
    """A word of a list. ``find`` gives the value, or None when there is no such word."""

    def __init__(self, find: Any, *, unknown: Any, empty: Any = None, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.find, self.unknown, self.empty = find, unknown, empty

    def clean(self, value: Any) -> Any:
        text = plain(value)
        if not text:
            return self.empty
        found = self.find(text)
        if found is None:
            raise forms.ValidationError(
                self.unknown, code="unknown", params={"value": text[:80], "choices": self._choices()}
            )
        return found

    def _choices(self) -> str:
        return ""


class FixedField(CellChoiceField):
    """One of the words of a column with fixed values."""

    def __init__(self, key: str, *, empty: Any) -> None:
        self.key = key
        super().__init__(
            lambda text: fixed_values(key).get(text.casefold()),
            unknown=_("“%(value)s” is not one of these: %(choices)s."),
            empty=empty,
        )

    def _choices(self) -> str:
        return ", ".join(fixed_labels(self.key))


class RowForm(forms.Form):
    """The cells of one row that somebody changed, by the key of their column.

    After ``is_valid`` read ``values``: key of a column → the fields of an action that it changes.
    """

    actie = PlainTextField(max_length=200, required=True, error_messages={"required": EMPTY_TITLE})
    hoe = PlainTextField()
    email = forms.EmailField(required=False)
    start = CellDateField(required=False)
    termijn = CellDateField(required=True, error_messages={"required": EMPTY_TERM})
    reden = PlainTextField()
    budget = CellMoneyField()
    besteed = CellMoneyField()
    terugkijken = CellDateField(required=False)
    resultaat = PlainTextField()
    wie = forms.CharField(required=False, max_length=120, validators=[validate_plain_text])
    samen = forms.CharField(required=False, max_length=MAX_CELL)
    risicos = forms.CharField(required=False, max_length=MAX_CELL)

    def __init__(
        self, cells: Mapping[str, RawCell], *, lists: Lists, risks: Mapping[str, AssessedFactor]
    ) -> None:
        super().__init__({key: _input(key, cell) for key, cell in cells.items()})
        self.lists, self.risks = lists, risks
        self.fields["status"] = FixedField("status", empty=None)
        self.fields["restrisico"] = FixedField("restrisico", empty="")
        self.fields["herhaling"] = FixedField("herhaling", empty=None)
        self.fields["afdeling"] = CellChoiceField(
            lists.department, unknown=_("Your firm has no department “%(value)s”. Add it first, or choose.")
        )
        for key in set(self.fields) - set(cells):
            del self.fields[key]

    def clean_actie(self) -> str:
        """A title is one line."""
        return " ".join(self.cleaned_data["actie"].split())

    def clean_status(self) -> str:
        if self.cleaned_data["status"] is None:
            raise forms.ValidationError(
                _("Choose a status: %(choices)s."), params={"choices": ", ".join(fixed_labels("status"))}
            )
        return self.cleaned_data["status"]

    def clean_wie(self) -> str:
        text = self.cleaned_data["wie"]
        if "@" in text and self.lists.person(text) is None:
            raise forms.ValidationError(
                _("Nobody in your firm here has the address “%(value)s”. Write a name."),
                params={"value": text[:80]},
            )
        return text

    def clean_samen(self) -> list[str]:
        people = [name for name in re.split(r"[;\n]", self.cleaned_data["samen"]) if name.strip()]
        unknown = [name.strip() for name in people if self.lists.person(name) is None]
        if unknown:
            raise forms.ValidationError(
                _("Not known as a member of your firm here: %(names)s. Write names with ; between them."),
                params={"names": ", ".join(unknown)[:200]},
            )
        return sorted({self.lists.person(name) for name in people})

    def clean_risicos(self) -> list[str]:
        codes: set[str] = set()
        for line in self.cleaned_data["risicos"].splitlines():
            codes.update(self._codes(line))
        return sorted(codes)

    def _codes(self, line: str) -> Iterable[str]:
        """One risk with its words, or only codes: ``W24 Pressure of work``, ``W24; W31``."""
        words = [word for word in re.split(r"[\s;,]+", line.strip()) if word]
        if not words:
            return ()
        codes = [word.upper() for word in words if word.upper() in self.risks]
        if len(codes) == len(words):
            return codes
        if words[0].upper() in self.risks:
            return (words[0].upper(),)
        raise forms.ValidationError(
            _("“%(value)s” does not begin with the code of one of your risks. See the sheet with risks."),
            params={"value": line.strip()[:80]},
        )

    @property
    def values(self) -> dict[str, dict[str, Any]]:
        """Only of cells without an error."""
        return {key: self._fields_of(key) for key in self.cleaned_data}

    def _fields_of(self, key: str) -> dict[str, Any]:
        value = self.cleaned_data[key]
        if key != "wie":
            return {BY_KEY[key].fields[0]: value}
        member = self.lists.person(value) if value else None
        person = {"owner_id": member, "owner_name": "" if member else value}
        # Reminders must not go on to the address of who did it before.
        return person if "email" in self.data else {**person, "owner_email": ""}


def _input(key: str, cell: RawCell) -> Any:
    """Numbers and dates as they are, for the fields that know them; everything else as text."""
    if BY_KEY[key].kind in (Kind.DATE, Kind.MONEY):
        return fit(cell).strip() if isinstance(cell, str) else cell
    return plain(cell)

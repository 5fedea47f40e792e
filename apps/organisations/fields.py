"""Form fields for text that people type: same limits and same messages everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from apps.organisations.validators import MAX_TEXT_LENGTH, validate_plain_text

NO_NAMES = _("No names and nothing about anyone's health.")


class PlainTextField(forms.CharField):
    """Several lines of text with a counter. Too long is refused with a message, never cut off.

    The first of a form asks to leave names and health out of it, unless another text of that form says so
    already: people who are asked at every field stop reading it.

    The limit is checked here and not by the browser, because a browser cuts a pasted text
    without saying so.
    """

    def __init__(self, *, max_length: int = MAX_TEXT_LENGTH, rows: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows, "data-counter": max_length}))
        super().__init__(**kwargs)
        self.text_limit = max_length
        self.validators.append(validate_plain_text)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        bound = super().get_bound_field(form, field_name)
        if warned_field(form.fields) == field_name and str(NO_NAMES) not in str(bound.help_text):
            bound.help_text = f"{bound.help_text} {NO_NAMES}".strip()
        return bound

    def to_python(self, value: Any) -> str:
        """Browsers send line ends as CRLF; files use LF. One of them is stored: LF."""
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.text_limit:
            raise forms.ValidationError(
                _("This text has %(length)s characters; at most %(limit)s fit. Shorten it a little."),
                code="too_long",
                params={"length": len(value), "limit": self.text_limit},
            )


def warned_field(fields: Mapping[str, forms.Field]) -> str | None:
    """The name of the text that carries the warning against names and health; None without long texts."""
    texts = {name: field for name, field in fields.items() if isinstance(field, PlainTextField)}
    said = (name for name, field in texts.items() if str(NO_NAMES) in str(field.help_text))
    return next(said, next(iter(texts), None))

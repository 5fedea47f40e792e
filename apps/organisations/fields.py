"""Form fields for text that people type: same limits and same messages everywhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.organisations.validators import MAX_TEXT_LENGTH, validate_plain_text


class PlainTextField(forms.CharField):
    """Several lines of text with a counter. Too long is refused with a message, never cut off.

    The limit is checked here and not by the browser, because a browser cuts a pasted text
    without saying so.
    """

    def __init__(self, *, max_length: int = MAX_TEXT_LENGTH, rows: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows, "data-counter": max_length}))
        super().__init__(**kwargs)
        self.text_limit = max_length
        self.validators.append(validate_plain_text)

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

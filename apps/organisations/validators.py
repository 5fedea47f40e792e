"""Checks on what people type, shared by models, forms and file import."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_TEXT_LENGTH = 4_000

_KVK_NUMBER = re.compile(r"[0-9]{8}")
_ALLOWED_CONTROLS = {"\n", "\r", "\t"}


def validate_kvk_number(value: str) -> None:
    """A KvK number is eight digits; nothing else about it can be checked without the register.

    Raises:
        ValidationError: for anything but exactly eight digits.
    """
    if not _KVK_NUMBER.fullmatch(value):
        raise ValidationError(_("A KvK number has exactly 8 digits."), code="kvk_number")


def validate_plain_text(value: str) -> None:
    """Refuse control characters: they cannot be seen, and they break files made from the text.

    Line breaks and tabs are allowed. Half a surrogate pair is refused too: no database stores it.

    Raises:
        ValidationError: when the text contains another control character.
    """
    if any(unicodedata.category(char) in ("Cc", "Cs") and char not in _ALLOWED_CONTROLS for char in value):
        raise ValidationError(
            _("This text contains invisible control characters. Remove them or type the text again."),
            code="control_characters",
        )

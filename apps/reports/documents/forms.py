"""Input about the Word template of a firm."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.rie import filetypes
from apps.rie.evidence_forms import REFUSED
from apps.rie.filetypes import CheckedFile, UnusableFileError, check_file

MAX_BYTES = 2_000_000
ONLY_WORD = _("Word (docx)")


class TemplateForm(forms.Form):
    """One Word file. After ``is_valid``: ``cleaned_data["file"]`` is a :class:`CheckedFile`."""

    file = forms.FileField(
        label=_("Your template"),
        help_text=_("A Word file (docx) of at most 2 MB, without macros."),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"required": _("Choose a file."), "empty": REFUSED[filetypes.EMPTY]},
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if too_large:
            message = REFUSED[filetypes.TOO_LARGE] % {"limit": MAX_BYTES // 1_000_000}
            self.fields["file"].error_messages["required"] = message

    def clean_file(self) -> CheckedFile:
        try:
            checked = check_file(self.cleaned_data["file"], max_bytes=MAX_BYTES)
        except UnusableFileError as error:
            words = {"kinds": ONLY_WORD, "limit": MAX_BYTES // 1_000_000}
            raise forms.ValidationError(REFUSED[error.reason] % words, code=error.reason) from None
        if checked.kind.key != "docx":
            raise forms.ValidationError(_("A template is a Word file (docx)."), code="not_word")
        return checked

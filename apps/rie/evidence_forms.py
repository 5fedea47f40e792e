"""Input about evidence: one file, and what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.organisations.forms import with_placeholder
from apps.rie import filetypes
from apps.rie.domain.assessment import AssessedFactor
from apps.rie.domain.evidence import InfectedFileError, ScannerUnavailableError, TooManyFilesError
from apps.rie.filetypes import EXTENSIONS, CheckedFile, UnusableFileError, check_file

KINDS = _("PDF, PNG, JPG, Word (docx), Excel (xlsx), OpenDocument (odt) or plain text (txt)")
TOO_LARGE = _("This file is too large. At most %(limit)d MB fits. Make it smaller, or split it.")
REFUSED = {
    filetypes.EMPTY: _("This file is empty. Choose another one."),
    filetypes.TOO_LARGE: TOO_LARGE,
    filetypes.UNKNOWN_TYPE: _("We do not keep this kind of file. Save it as %(kinds)s, and choose it again."),
    filetypes.WRONG_NAME: _(
        "The name of this file does not fit what is in it. Open it, save it again as the right kind, "
        "and choose it again."
    ),
    filetypes.MACROS: _(
        "This document holds macros (small programs). We do not keep those. "
        "Save it as PDF, or without macros."
    ),
    filetypes.UNREADABLE: _(
        "We cannot read this file: it is damaged, has a password, or unpacks to something far too large. "
        "Save it as PDF and choose it again."
    ),
}


def megabytes() -> int:
    """The size limit as a person reads it."""
    return settings.EVIDENCE_MAX_BYTES // 1_000_000


class FileForm(forms.Form):
    """One file. After ``is_valid``: ``cleaned_data["file"]`` is a :class:`CheckedFile`.

    ``too_large``: the server put the file aside while receiving it.
    """

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ",".join(EXTENSIONS)}),
        error_messages={"required": _("Choose a file."), "empty": REFUSED[filetypes.EMPTY]},
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        limit = {"kinds": KINDS, "limit": megabytes()}
        self.fields["file"].help_text = _("%(kinds)s, at most %(limit)d MB.") % limit
        if too_large:
            self.fields["file"].error_messages["required"] = TOO_LARGE % limit

    def clean_file(self) -> CheckedFile:
        sent: UploadedFile = self.cleaned_data["file"]
        try:
            return check_file(sent, max_bytes=settings.EVIDENCE_MAX_BYTES)
        except UnusableFileError as error:
            message = REFUSED[error.reason] % {"kinds": KINDS, "limit": megabytes()}
            raise forms.ValidationError(message, code=error.reason) from None


class EvidenceForm(FileForm):
    """A file and the subject it is about."""

    factor = forms.ChoiceField(
        label=_("What is it about?"),
        required=False,
        help_text=_("Choose a subject, or leave it open if the file is about the whole RI&E."),
    )

    def __init__(self, *args: Any, factors: Iterable[AssessedFactor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(entry.code, entry.factor.text.problem) for entry in factors]
        self.fields["factor"].choices = with_placeholder(choices, _("The whole RI&E"))


def why_not_kept(error: TooManyFilesError | InfectedFileError | ScannerUnavailableError) -> str:
    """What to tell at the field when a good file could not be kept all the same."""
    if isinstance(error, TooManyFilesError):
        return gettext("This RI&E holds %(most)d files, and no more fit. Delete one you no longer need.") % {
            "most": settings.EVIDENCE_MAX_FILES
        }
    if isinstance(error, InfectedFileError):
        return gettext(
            "A virus was found in this file. It is not kept. Ask whoever looks after your computers."
        )
    return gettext(
        "We cannot check this file for viruses now, so it is not kept. Try again in a few minutes."
    )

"""Input of the page that verifies a toetsverslag."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

TOO_LARGE = _("This file is too large. At most %(limit)d MB fits; a report of a review is far smaller.")


class VerifyForm(forms.Form):
    """One file. ``too_large``: the server put it aside while receiving it."""

    file = forms.FileField(
        label=_("The report of the review (PDF)"),
        help_text=_("We look at the file and keep nothing of it."),
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty. Choose another one."),
        },
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if too_large:
            limit = settings.EVIDENCE_MAX_BYTES // 1_000_000
            self.fields["file"].error_messages["required"] = TOO_LARGE % {"limit": limit}

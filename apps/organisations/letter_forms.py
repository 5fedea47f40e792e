"""What somebody says about the letters she gets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.organisations.letters import mutable_kinds

STOP, RESUME = "stop", "resume"
WANTS = ((STOP, _("Stop")), (RESUME, _("Start again")))
# What a mail program sends when somebody presses its own button (RFC 8058).
ONE_CLICK = ("List-Unsubscribe", "One-Click")


class StopForm(forms.Form):
    """Our own button, or that of a mail program, which counts as *stop*."""

    want = forms.ChoiceField(choices=WANTS, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[ONE_CLICK[0]] = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def is_one_click(self) -> bool:
        """Whether a mail program asks, in the background; only after ``is_valid``."""
        return self.cleaned_data.get(ONE_CLICK[0]) == ONE_CLICK[1]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.is_one_click:
            cleaned["want"] = STOP
        if not cleaned.get("want") and not self.errors:
            raise forms.ValidationError(_("Choose whether you want these letters."))
        return cleaned


class KindForm(forms.Form):
    """One kind of letter, on or off."""

    kind = forms.ChoiceField(choices=lambda: list(mutable_kinds().items()), widget=forms.HiddenInput)
    want = forms.ChoiceField(choices=WANTS, widget=forms.HiddenInput)

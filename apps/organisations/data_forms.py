"""Input about the end of a firm or an account: a yes that cannot be given by accident."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.organisations.models import Organisation


class DeleteFirmForm(forms.Form):
    """Asks to type the name of the firm; capitals and spaces do not matter."""

    name = forms.CharField(label=_("Type the name of the firm"), max_length=200)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.fields["name"].widget.attrs["autocomplete"] = "off"

    def clean_name(self) -> str:
        typed = self.cleaned_data["name"]
        if _bare(typed) != _bare(self.organisation.name):
            raise forms.ValidationError(
                _("This is another name. The firm is called “%(name)s”."),
                code="other_name",
                params={"name": self.organisation.name},
            )
        return typed


class DeleteAccountForm(forms.Form):
    confirm = forms.BooleanField(
        label=_("Yes, delete my account for good."),
        error_messages={"required": _("Tick this box if you want to delete your account.")},
    )


def _bare(name: str) -> str:
    return " ".join(name.split()).casefold()

"""What people choose in this room."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.organisations.forms import with_placeholder
from apps.review.queries import open_practices


class ShareForm(forms.Form):
    """With which practice. One that reads along already is not offered, but choosing it does no harm."""

    practice = forms.ModelChoiceField(
        label=_("Adviser practice"),
        queryset=None,
        error_messages={"invalid_choice": _("This practice is not in the list. Choose another one.")},
    )

    def __init__(self, *args: Any, shared_with: Collection[UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["practice"]
        field.queryset = practices = open_practices()
        self.offered = [(entry.pk, entry.name) for entry in practices if entry.pk not in shared_with]
        field.choices = with_placeholder(self.offered, _("Choose a practice"))

"""What the employer fills in to submit a version, and to take it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.organisations.fields import PlainTextField
from apps.organisations.forms import with_placeholder
from apps.review.domain.submitting import check_submission
from apps.review.models import Submission
from apps.review.queries import open_practices


def _label(name: str) -> Any:
    return Submission._meta.get_field(name).verbose_name


class SubmitForm(forms.Form):
    """To whom, and what to tell her. ``no_consent_reason`` is asked for only when there is no consent."""

    practice = forms.ModelChoiceField(
        label=_("Which adviser practice?"),
        queryset=None,
        required=False,
        error_messages={"invalid_choice": _("This practice is not in the list. Choose another one.")},
    )
    invited_email = forms.EmailField(
        label=_("Not in the list? The e-mail address of your adviser"),
        help_text=_("We write to her for you. She makes an account, and can then read what you submit."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    no_consent_reason = PlainTextField(label=_label("no_consent_reason"))
    note = PlainTextField(
        label=_label("note"),
        help_text=_("For example: what you doubt about, or what she should look at first. May stay empty."),
    )
    wished_on = forms.DateField(
        label=_label("wished_on"),
        help_text=_("A wish. The practice says which day it can do. May stay empty."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, needs_consent_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs_consent_reason = needs_consent_reason
        field = self.fields["practice"]
        field.queryset = practices = open_practices()
        offered = [(entry.pk, entry.name) for entry in practices]
        field.choices = with_placeholder(offered, _("Choose a practice"))
        if not needs_consent_reason:
            del self.fields["no_consent_reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        try:
            check_submission(
                practice=cleaned.get("practice"),
                invited_email=cleaned.get("invited_email", ""),
                wished_on=cleaned.get("wished_on"),
                no_consent_reason=cleaned.get("no_consent_reason", ""),
                needs_consent_reason=self.needs_consent_reason,
            )
        except ValidationError as wrong:
            raise ValidationError(self._not_said_yet(wrong)) from None
        return cleaned

    def _not_said_yet(self, wrong: ValidationError) -> dict[str, list[ValidationError]]:
        """A field that is wrong in itself has its message; who typed a wrong address did choose somebody."""
        said = {*self.errors, *(["practice"] if "invited_email" in self.errors else [])}
        return {name: found for name, found in wrong.error_dict.items() if name not in said}


class WithdrawForm(forms.Form):
    """Why a round is taken back; the log keeps it."""

    reason = PlainTextField(
        label=_("Why do you take it back?"), help_text=_("The adviser gets to read this. May stay empty.")
    )

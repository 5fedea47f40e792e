"""Forms about help from the platform and about the record of what was done and seen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.organisations.audit_words import job_in_words
from apps.organisations.domain.support import GRANT_DAYS
from apps.organisations.models import AuditKind, SupportGrant
from apps.organisations.oversight_queries import Actor, Wanted


def _day_choices() -> list[tuple[int, str]]:
    return [(days, ngettext("%(days)d day", "%(days)d days", days) % {"days": days}) for days in GRANT_DAYS]


class GrantForm(forms.ModelForm):
    """Why, and for how long."""

    days = forms.TypedChoiceField(
        label=_("For how long?"),
        choices=_day_choices,
        coerce=int,
        initial=GRANT_DAYS[0],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = SupportGrant
        fields = ["reason"]
        help_texts = {"reason": _("No names and nothing about anyone's health.")}


class WantedForm(forms.Form):
    """Narrows the log. Sent with GET; what is not understood narrows nothing and is said."""

    person = forms.ChoiceField(label=_("Who"), required=False)
    kind = forms.ChoiceField(
        label=_("What kind"), required=False, choices=[("", _("Everything")), *AuditKind.choices]
    )
    first = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=_("Up to and including"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, actors: Iterable[Actor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(actor.key, job_in_words(actor.label) if actor.is_job else actor.label) for actor in actors]
        self.fields["person"].choices = [("", _("Everybody")), *people]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("This day lies before the first one."))
        return cleaned

    @property
    def wanted(self) -> Wanted:
        """What was asked for, as far as it was understood."""
        self.is_valid()
        return Wanted(**{name: self.cleaned_data.get(name) or None for name in self.fields})

"""What an adviser asks of her queue, in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.organisations.models import Practice, User
from apps.review.adviser_queue import NOBODY, STANDINGS, Wish


class QueueForm(forms.Form):
    """The filter of a queue. What is asked that does not exist counts as not asked."""

    praktijk = forms.ChoiceField(label=_("Practice"), required=False)
    adviseur = forms.ChoiceField(label=_("Adviser"), required=False)
    bedrijf = forms.CharField(label=_("Name of the firm"), required=False, max_length=120)
    staat = forms.ChoiceField(required=False, choices=STANDINGS.items(), widget=forms.HiddenInput)

    def __init__(self, data: Any, *, practices: list[Practice], advisers: list[User]) -> None:
        super().__init__(data)
        self.fields["praktijk"].choices = [
            ("", _("All practices")),
            *((str(practice.pk), practice.name) for practice in practices),
        ]
        self.fields["adviseur"].choices = [
            ("", _("Everybody")),
            (NOBODY, _("Nobody yet")),
            *((str(adviser.pk), str(adviser)) for adviser in advisers),
        ]
        if len(practices) < 2:
            self.fields["praktijk"].widget = forms.HiddenInput()

    def wish(self) -> Wish:
        """What is asked; a value that is none of the choices is left out."""
        self.is_valid()
        asked = self.cleaned_data
        return Wish(
            standing=asked.get("staat", ""),
            practice=asked.get("praktijk", ""),
            adviser=asked.get("adviseur", ""),
            firm=asked.get("bedrijf", "").strip(),
        )

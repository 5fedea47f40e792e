"""What an adviser sends from the reading page."""

from __future__ import annotations

from django import forms

from apps.review.round_reading import Show


class ShowForm(forms.Form):
    """The filter in the address."""

    toon = forms.ChoiceField(choices=Show, required=False)

    @property
    def show(self) -> Show:
        """What is shown; something else than a filter shows all."""
        return Show(self.cleaned_data["toon"]) if self.is_valid() and self.cleaned_data["toon"] else Show.ALL


class AcceptForm(ShowForm):
    """Nothing to add about this risk, or taking that back; ``toon``: the filter to come back to."""

    factor_code = forms.CharField(max_length=10)
    undo = forms.BooleanField(required=False)

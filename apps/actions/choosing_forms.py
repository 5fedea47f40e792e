"""What people ask while they choose measures: filters, wishes, a comparison, and why something does not fit.

Filters and wishes live in the address, so that a page can be kept or sent to a colleague.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.actions.models import LeftOutMeasure, MisfitReason
from apps.actions.recommendation import Steering
from apps.actions.words import EFFORT_LABELS, LEVEL_LABELS, STEP_LABELS, ZONMW_LABELS
from apps.organisations.fields import PlainTextField
from apps.organisations.forms import MergingFormMixin, with_placeholder
from apps.rie.content.tree import InstrumentContent, MeasureContent

FEWEST, MOST = 2, 3  # more than three columns cannot be read on a telephone


def _choice(label: Any, labels: Mapping[Any, Any]) -> forms.ChoiceField:
    choices = [(str(key), text) for key, text in labels.items()]
    return forms.ChoiceField(label=label, choices=with_placeholder(choices, _("All")), required=False)


class MeasureFilterForm(forms.Form):
    """Which of the measures somebody wants to see. A value that does not exist is told and left aside."""

    niveau = _choice(_("For whom"), LEVEL_LABELS)
    stap = _choice(_("Where it works"), STEP_LABELS)
    werk = _choice(_("Work"), EFFORT_LABELS)
    aanpak = _choice(_("Kind of approach"), ZONMW_LABELS)
    thema = forms.ChoiceField(label=_("Also helps with"), required=False)

    def __init__(self, query: Mapping[str, Any], *, content: InstrumentContent) -> None:
        super().__init__(query)
        self.content = content
        self.fields["thema"].choices = with_placeholder(
            [(theme.key, theme.title) for theme in content.themes], _("All")
        )

    @property
    def asked(self) -> dict[str, str]:
        """What the address asks, by field, without what is wrong or empty."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def apply(self, measures: Iterable[MeasureContent]) -> list[MeasureContent]:
        """The measures that fit, in their own order."""
        asked = self.asked
        return [measure for measure in measures if self._values(measure, asked)]

    def _values(self, measure: MeasureContent, asked: Mapping[str, str]) -> bool:
        spec = measure.spec
        values = {
            "niveau": {spec.level},
            "stap": {spec.step},
            "werk": {spec.effort},
            "aanpak": {str(spec.zonmw_category)},
            "thema": self._themes(measure) if "thema" in asked else set(),
        }
        return all(value in values[name] for name, value in asked.items())

    def _themes(self, measure: MeasureContent) -> set[str]:
        """Keys of the themes of everything it works against."""
        content = self.content
        return {content.theme_of(content.factors[code]).key for code in measure.spec.factors}


class CompareForm(forms.Form):
    """Which measures to put side by side."""

    maatregel = forms.MultipleChoiceField(
        label=_("Measures to compare"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("One of these measures does not belong to this risk. Choose from the list.")
        },
    )

    def __init__(self, query: Any, *, measures: Sequence[MeasureContent]) -> None:
        super().__init__(query)
        self.fields["maatregel"].choices = [(measure.code, measure.text.title) for measure in measures]

    def clean_maatregel(self) -> list[str]:
        chosen = list(dict.fromkeys(self.cleaned_data["maatregel"]))
        if not FEWEST <= len(chosen) <= MOST:
            raise forms.ValidationError(_("Tick two or three measures to compare."), code="number")
        return chosen


class SteeringForm(forms.Form):
    """What somebody wants more of in the proposal."""

    minder_werk = forms.BooleanField(
        label=_("Less work: rather a few light measures than one that is a lot of work"), required=False
    )
    sneller = forms.BooleanField(
        label=_("Faster: rather what can start at once and costs little"), required=False
    )
    team = forms.BooleanField(
        label=_("More in the team: rather what a team does than what the whole firm does"), required=False
    )

    @property
    def steering(self) -> Steering:
        self.is_valid()
        data = self.cleaned_data
        return Steering(less_effort=data["minder_werk"], faster=data["sneller"], more_team=data["team"])

    @property
    def query(self) -> str:
        """The same wishes as an address has them; empty without wishes."""
        self.is_valid()
        return urlencode({name: "on" for name, is_set in self.cleaned_data.items() if is_set})


class MisfitForm(MergingFormMixin):
    """Why a measure does not fit."""

    reason = forms.ChoiceField(
        label=LeftOutMeasure._meta.get_field("reason").verbose_name,
        choices=MisfitReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason that comes closest.")},
    )
    note = PlainTextField(label=LeftOutMeasure._meta.get_field("note").verbose_name, rows=2)


class ProposalForm(forms.Form):
    """Which measures of a proposal go into the plan, and why the others do not fit.

    The page says with ``proposed`` which measures it showed; those without a tick are left out.
    """

    measure = forms.Field(required=False, widget=forms.MultipleHiddenInput)
    proposed = forms.Field(required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, data: Any = None, *, measures: Sequence[MeasureContent]) -> None:
        """``measures``: of the proposal, in its order, each with a reason to choose."""
        super().__init__(data)
        for measure in measures:
            text = _("Why does “%(title)s” not fit?") % {"title": measure.text.title.rstrip("?.")}
            self.fields[reason_field(measure.code)] = forms.ChoiceField(
                label=text,
                choices=with_placeholder(MisfitReason.choices, _("I do not say")),
                required=False,
            )

    @property
    def chosen(self) -> list[str]:
        """Codes with a tick, as they came in: the verb refuses what does not exist."""
        return list(dict.fromkeys(self.cleaned_data["measure"] or ()))

    @property
    def left_out(self) -> list[str]:
        chosen = set(self.chosen)
        return [code for code in self.cleaned_data["proposed"] or () if code not in chosen]

    @property
    def reasons(self) -> dict[str, str]:
        """Code → reason, for what was left out with one."""
        found = {code: self.cleaned_data.get(reason_field(code), "") for code in self.left_out}
        return {code: reason for code, reason in found.items() if reason}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for code in self.chosen:
            if cleaned.get(reason_field(code)):
                text = _("This measure is still ticked. Take the tick away, or say nothing here.")
                self.add_error(reason_field(code), text)
        return cleaned


def reason_field(code: str) -> str:
    """The name of the field that asks why a measure of the proposal does not fit."""
    return f"reason-{code}"

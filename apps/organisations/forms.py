"""Forms about the firm, and what every form shares that several people may have open at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.organisations.merging import (
    UnreadableFingerprintsError,
    apply_choices,
    fingerprint,
    fingerprints,
    read_fingerprints,
)
from apps.organisations.models import Department, Organisation


@dataclass(frozen=True)
class ConflictChoice:
    """A field that a colleague saved meanwhile, as the page shows it."""

    name: str
    label: str
    mine: str
    theirs: str
    theirs_fingerprint: str


class MergingFormMixin(forms.Form):
    """A form that knows what its page was drawn with (``organisations.merging``).

    Give it ``values``: the stored value of every field it shows. After ``is_valid`` read ``seen``
    and ``typed`` and hand them to a verb; when that reports conflicts, call ``show_conflicts``.
    """

    seen_json = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, values: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = dict(values)
        self.conflicts: list[ConflictChoice] = []
        self.settled: list[tuple[str, str, str]] = []
        for name, value in values.items():
            self.initial.setdefault(name, value)
        self.initial["seen_json"] = fingerprints(values)

    def clean_seen_json(self) -> dict[str, str]:
        try:
            return read_fingerprints(self.cleaned_data["seen_json"])
        except UnreadableFingerprintsError:
            # With no fingerprints at all every difference is shown as a conflict at the next save.
            self.data = self.data.copy()
            self.data[self.add_prefix("seen_json")] = "{}"
            raise forms.ValidationError(
                _("This page is out of date. What you typed is still here: check it and save again."),
                code="old_version",
            ) from None

    @property
    def seen(self) -> dict[str, str]:
        """Fingerprints of what the page was drawn with, and of what was chosen in a conflict."""
        self._apply_choices()
        return self._seen

    @property
    def typed(self) -> dict[str, Any]:
        """The checked values, without fields for which the colleague's value was chosen."""
        self._apply_choices()
        return self._typed

    def _apply_choices(self) -> None:
        if not hasattr(self, "_typed"):
            self._seen = dict(self.cleaned_data["seen_json"])
            self._typed = {name: self.cleaned_data[name] for name in self.stored if name in self.cleaned_data}
            apply_choices(seen=self._seen, typed=self._typed, data=self.data)

    def continue_from(self, sent: MergingFormMixin) -> None:
        """Take the place of a form that was saved from a page that stays open.

        That page shows what was typed there. Where a colleague saved something else it keeps the
        fingerprint it was drawn with, so that her next save does not undo what she has not seen.
        """
        seen = {name: fingerprint(value) for name, value in self.stored.items()}
        for name in seen.keys() & sent.seen.keys():
            if fingerprint(sent.cleaned_data.get(name)) != seen[name]:
                seen[name] = sent.seen[name]
        self.initial["seen_json"] = json.dumps(seen, sort_keys=True)

    def show_conflicts(self, conflicts: Mapping[str, Any]) -> None:
        """Show both values of each field and ask which one to keep; what was typed stays in the form."""
        self.settled = [
            (name, choice, self.data.get(f"theirs-{name}", ""))
            for name in self.stored
            if name not in conflicts and (choice := self.data.get(f"keep-{name}")) in ("mine", "theirs")
        ]
        for name, theirs in conflicts.items():
            self.conflicts.append(
                ConflictChoice(
                    name=name,
                    label=str(self.fields[name].label),
                    mine=self.in_words(name, self.cleaned_data[name]),
                    theirs=self.in_words(name, theirs),
                    theirs_fingerprint=fingerprint(theirs),
                )
            )

    def in_words(self, name: str, value: Any) -> str:
        """A field's value as a person reads it."""
        if value in (None, "", []):
            return str(_("(empty)"))
        labels = {str(key): str(label) for key, label in getattr(self.fields[name], "choices", ())}
        values = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(str(item), str(item)) for item in values)


# Django says "at least 0" to a negative number, for it knows only the kind of the column.
AT_LEAST_ONE = {"min_value": _("Fill in at least 1.")}
NUMBERS = ("headcount", "paid_hours_per_week", "sites")


def _starts_at_one(*fields: forms.Field) -> None:
    """Let the browser of who types refuse 0 as well, as the model does."""
    for field in fields:
        field.widget.attrs["min"] = 1


class OrganisationForm(MergingFormMixin, forms.ModelForm):
    class Meta:
        model = Organisation
        fields = [
            "name",
            "kvk_number",
            "sector",
            "headcount",
            "paid_hours_per_week",
            "sites",
            "representation",
            "prevention_officer",
            "occupational_health_service",
        ]
        widgets = {
            "representation": forms.RadioSelect,
            "kvk_number": forms.TextInput(attrs={"inputmode": "numeric"}),
        }
        error_messages = dict.fromkeys(NUMBERS, AT_LEAST_ONE)

    def __init__(self, *args: Any, instance: Organisation | None = None, **kwargs: Any) -> None:
        values = {name: getattr(instance, name) for name in self.Meta.fields} if instance else {}
        super().__init__(*args, instance=instance, values=values, **kwargs)
        self.fields["sector"].choices = [("", _("Choose your sector")), *Organisation.sector.field.choices]
        _starts_at_one(*(self.fields[name] for name in NUMBERS))

    def _post_clean(self) -> None:
        """Check like any model form, without touching the stored firm: the verb decides what changes."""
        original, self.instance = self.instance, Organisation(pk=self.instance.pk)
        super()._post_clean()
        self.new_organisation, self.instance = self.instance, original


class DepartmentForm(forms.ModelForm):
    class Meta:
        model = Department
        fields = ["name", "headcount"]
        error_messages = {"headcount": AT_LEAST_ONE}

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _starts_at_one(self.fields["headcount"])
        self.organisation = organisation

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        taken = Department.objects.filter(organisation=self.organisation, name__iexact=name)
        if self.instance._state.adding:
            taken = taken.filter(is_active=True)  # one that was taken off the list comes back
        if taken.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is a department with this name already."), code="duplicate")
        return name


class ChangeDepartmentForm(MergingFormMixin, DepartmentForm):
    """A department that exists, so that a colleague may have it open too."""

    def __init__(self, *args: Any, instance: Department, **kwargs: Any) -> None:
        values = {name: getattr(instance, name) for name in self.Meta.fields}
        super().__init__(*args, instance=instance, values=values, **kwargs)


def with_placeholder(choices: Iterable[tuple[Any, Any]], placeholder: Any) -> list[tuple[Any, Any]]:
    """Choices for a select that may stay open."""
    return [("", placeholder), *choices]

"""Input about a dossier. Built from the instrument: the fields are the content's questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from apps.organisations.fields import NO_NAMES, PlainTextField
from apps.organisations.forms import MergingFormMixin, with_placeholder
from apps.organisations.models import MAX_PEOPLE, Department
from apps.rie.content.schema import FactorKind
from apps.rie.content.tree import FactorContent, InstrumentContent
from apps.rie.domain.answers import with_own_department
from apps.rie.domain.profile import NONE_OPTION
from apps.rie.evaluation import Method, get_method
from apps.rie.models import Answer, Consultation, PriorityChange
from apps.rie.models.answer import PriorityChoice, VerdictChoice

BASE_FIELDS = ("verdict", "reason", "note")
# The details in two parts: what the priority needs, and what may wait (folded away at first).
MAIN_FIELDS = ("frequency", "reach", "severity", "happened", "special_groups", "root_cause")
MORE_FIELDS = ("departments", "measures_in_place", "in_place")
DETAIL_FIELDS = (*MAIN_FIELDS, *MORE_FIELDS)

REASON_REQUIRED = forms.ValidationError(
    _("Write down why this does not apply to you; then it is saved."), code="reason_required"
)


def needs_details(verdict: str) -> bool:
    """Whether this verdict opens the details: how often, how many, how serious …"""
    return verdict in (VerdictChoice.PARTLY, VerdictChoice.NOT_IN_ORDER)


class SortedMultipleChoiceField(forms.MultipleChoiceField):
    """Several choices, stored in the order of the choices so that the same set is the same value.

    What is stored already is accepted as it is, also when it can no longer be chosen (a department
    that was removed); nothing has to be looked up for it.
    """

    def clean(self, value: Any) -> list[str]:
        stored = self.initial or []
        if set(value or ()) == set(stored):
            return list(stored)
        chosen = set(super().clean(value))
        return [key for key, _label in self.choices if key in chosen]


class DepartmentsField(SortedMultipleChoiceField):
    """The departments an answer is about.

    ``own``: the only one that may be ticked or not by who fills this in; the others stay as stored,
    whatever is sent about them.
    """

    own: str | None = None

    def clean(self, value: Any) -> list[str]:
        if self.own is None:
            return super().clean(value)
        return super().clean(with_own_department(value or (), stored=self.initial or (), own=self.own))


class AnswerForm(MergingFormMixin):
    """One factor. It holds the details only when its page showed them (``with_details``).

    So a field that was not on the page is never mistaken for one that was emptied.
    """

    with_details = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        factor: FactorContent,
        content: InstrumentContent,
        departments: Callable[[], Sequence[Department]],
        details: bool,
        values: Mapping[str, Any],
        **kwargs: Any,
    ) -> None:
        self.factor = factor
        fields = answer_fields(factor, content, departments)
        shown = [name for name in (*BASE_FIELDS, *(DETAIL_FIELDS if details else ())) if name in fields]
        super().__init__(
            *args, values={name: values[name] for name in shown}, auto_id=f"{factor.code}-%s", **kwargs
        )
        for name in shown:
            self.fields[name] = fields[name]
            self.fields[name].initial = values[name]
        self.initial["with_details"] = details

    def keep_to_department(self, department: UUID) -> None:
        """Who fills this in speaks for one department."""
        if "departments" in self.fields:
            self.fields["departments"].own = str(department)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        needs_reason = cleaned.get("verdict") == VerdictChoice.NOT_APPLICABLE
        if needs_reason and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", REASON_REQUIRED)
        return cleaned


def answer_fields(
    factor: FactorContent, content: InstrumentContent, departments: Callable[[], Sequence[Department]]
) -> dict[str, forms.Field]:
    """The fields that a factor can show, by name."""
    fields: dict[str, forms.Field] = {
        "verdict": forms.ChoiceField(choices=VerdictChoice.choices, required=False, label=_("Verdict")),
        # On a card one text at a time asks for care: this one stands alone, the note stands with the others.
        "reason": PlainTextField(label=_label("reason"), rows=2, help_text=NO_NAMES),
        "special_groups": SortedMultipleChoiceField(
            choices=list(content.text.special_groups.items()), required=False, label=_label("special_groups")
        ),
        "root_cause": PlainTextField(label=_label("root_cause"), rows=2),
        "measures_in_place": SortedMultipleChoiceField(
            choices=[(m.code, m.text.title) for m in content.measures_for[factor.code]],
            required=False,
            label=_label("measures_in_place"),
        ),
        "in_place": PlainTextField(label=_label("in_place"), rows=2),
        "note": PlainTextField(label=_label("note"), rows=2, help_text=NO_NAMES),
    }
    fields["departments"] = DepartmentsField(
        choices=lambda: [(str(department.pk), department.name) for department in departments()],
        required=False,
        label=_label("departments"),
    )
    if not factor.is_policy:
        method = get_method(factor.spec.method or content.spec.method)
        fields |= {
            name: _scale_field(method, name)
            for name in ("frequency", "reach", "severity")
            if name in method.scales
        }
    if factor.spec.kind is FactorKind.EVENT:
        fields["happened"] = forms.TypedChoiceField(
            choices=[("", _("Choose")), ("True", _("Yes")), ("False", _("No"))],
            coerce=lambda value: value == "True",
            empty_value=None,
            required=False,
            label=_label("happened"),
        )
    return fields


def _label(name: str) -> Any:
    return Answer._meta.get_field(name).verbose_name


def _scale_field(method: Method, name: str) -> forms.Field:
    steps = [
        (step.value, f"{capfirst(step.label)}: {step.hint}" if step.hint else capfirst(step.label))
        for step in method.scales[name]
    ]
    return forms.TypedChoiceField(
        choices=with_placeholder(steps, _("Choose")),
        coerce=int,
        empty_value=None,
        required=False,
        label=_label(name),
    )


class ProfileForm(MergingFormMixin):
    """All questions of the verkenning; every value is a list of option keys."""

    def __init__(
        self, *args: Any, content: InstrumentContent, profile: Mapping[str, list[str]], **kwargs: Any
    ) -> None:
        values = {key: list(profile.get(key, [])) for key in content.questions}
        super().__init__(*args, values=values, **kwargs)
        for question in content.questions.values():
            choices = [(option, question.text.options[option]) for option in question.spec.options]
            if question.is_multiple:
                choices.append((NONE_OPTION, _("None of these")))
            self.fields[question.key] = SortedMultipleChoiceField(
                choices=choices,
                required=False,
                label=question.text.question,
                help_text=question.text.help,
                initial=values[question.key],
            )
        self.content = content

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for key, question in self.content.questions.items():
            chosen = cleaned.get(key, [])
            if len(chosen) > 1 and (not question.is_multiple or NONE_OPTION in chosen):
                self.add_error(key, _("These answers exclude each other. Choose again."))
        return cleaned


class ConsultationForm(MergingFormMixin, forms.ModelForm):
    participants = PlainTextField(
        label=Consultation._meta.get_field("participants").verbose_name,
        help_text=Consultation._meta.get_field("participants").help_text,
        rows=2,
    )
    method = PlainTextField(
        label=Consultation._meta.get_field("method").verbose_name,
        help_text=Consultation._meta.get_field("method").help_text,
        rows=2,
    )
    outcome = PlainTextField(
        label=Consultation._meta.get_field("outcome").verbose_name,
        help_text=Consultation._meta.get_field("outcome").help_text,
        rows=5,
    )

    class Meta:
        model = Consultation
        fields = ["participants", "held_on", "people_heard", "method", "outcome"]
        widgets = {"held_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nothing is checked on the model (see below), so its limits come along here.
        self.fields["people_heard"].validators.append(MaxValueValidator(MAX_PEOPLE))

    def _post_clean(self) -> None:
        """The form's own fields check everything; the verb decides what is stored."""


class PriorityForm(forms.Form):
    """A person's own view of a class. An empty choice goes back to the method."""

    chosen = forms.ChoiceField(
        label=_("Which priority do you give it?"),
        choices=[*PriorityChoice.choices[::-1], ("", _("As calculated"))],
        required=False,
        widget=forms.RadioSelect,
    )
    note = PlainTextField(label=PriorityChange._meta.get_field("note").verbose_name, required=True)


class CloseForm(forms.Form):
    """A yes that cannot be given by accident."""

    confirm = forms.BooleanField(
        label=_("Yes, close this RI&E. I can still read it, but no longer change it."),
        error_messages={"required": _("Tick this box if you want to close the RI&E.")},
    )

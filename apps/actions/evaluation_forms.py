"""Input when somebody looks back on an action, or told employees about the plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.actions.domain.evaluation import LookBack, NewAnswer, weigh_again
from apps.actions.models import ActionEvaluation, AsMeant, Decision, Information, Reassessment
from apps.actions.queries import PlanLine
from apps.organisations.fields import NO_NAMES, PlainTextField
from apps.rie.content.tree import FactorContent, InstrumentContent
from apps.rie.domain.assessment import AssessedFactor
from apps.rie.evaluation import Verdict
from apps.rie.forms import answer_fields
from apps.rie.models.answer import VerdictChoice

SCALES = ("frequency", "reach", "severity")
ASKED = (VerdictChoice.IN_ORDER, VerdictChoice.PARTLY, VerdictChoice.NOT_IN_ORDER)


def _day(model: type, name: str) -> forms.DateField:
    return forms.DateField(
        label=model._meta.get_field(name).verbose_name,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _label(name: str) -> Any:
    return ActionEvaluation._meta.get_field(name).verbose_name


class LookBackForm(forms.Form):
    """What became of the action. ``key`` is the id it will get, so that sending it twice saves it once."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    held_on = _day(ActionEvaluation, "held_on")
    as_meant = forms.ChoiceField(label=_label("as_meant"), choices=AsMeant.choices, widget=forms.RadioSelect)
    changed = PlainTextField(label=_label("changed"), required=True, help_text=NO_NAMES)
    decision = forms.ChoiceField(label=_label("decision"), choices=Decision.choices, widget=forms.RadioSelect)
    note = PlainTextField(label=_label("note"), rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid4())
        self.initial.setdefault("held_on", timezone.localdate())


class AgainForm(forms.Form):
    """One factor answered anew; left empty, it stays as it was."""

    def __init__(
        self,
        *args: Any,
        factor: FactorContent,
        first: AssessedFactor | None,
        content: InstrumentContent,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, prefix=factor.code, **kwargs)
        self.factor, self.first, self.content = factor, first, content
        self.fields["verdict"] = forms.ChoiceField(
            label=_("How is it now?"),
            choices=[("", _("Not looked at again")), *((value.value, value.label) for value in ASKED)],
            required=False,
        )
        offered = answer_fields(factor, content, lambda: ())
        for name in (*SCALES, "happened"):
            if name in offered:
                self.fields[name] = offered[name]
        if "happened" in self.fields:
            self.fields["happened"].label = Reassessment._meta.get_field("happened").verbose_name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        answer = self.answer
        if answer is None or not Verdict(answer.verdict).is_problem:
            return cleaned
        weighed = weigh_again(self.content, answer, self.first)
        for name in weighed.missing if weighed else ():
            if name in self.fields:
                self.add_error(name, _("Choose an answer here too; then there is a class."))
        return cleaned

    @property
    def answer(self) -> NewAnswer | None:
        """What was answered; None when this factor was left as it was."""
        data = self.cleaned_data
        if not data.get("verdict"):
            return None
        scales = {name: data.get(name) for name in (*SCALES, "happened")}
        return NewAnswer(factor=self.factor, verdict=data["verdict"], **scales)


def look_back_of(form: LookBackForm, again: Sequence[AgainForm]) -> LookBack:
    """Both kinds of form as one look back. For forms that are valid."""
    answers = tuple(answer for entry in again if (answer := entry.answer) is not None)
    return LookBack(**form.cleaned_data, answers=answers)


class InformationForm(forms.Form):
    """One moment at which employees were told about the plan."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    held_on = _day(Information, "held_on")
    how = PlainTextField(
        label=Information._meta.get_field("how").verbose_name,
        required=True,
        rows=2,
        help_text=Information._meta.get_field("how").help_text,
    )
    is_whole_plan = forms.BooleanField(
        label=Information._meta.get_field("is_whole_plan").verbose_name, required=False
    )
    actions = forms.MultipleChoiceField(
        label=_("Or about these actions"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, lines: Sequence[PlanLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = {str(line.action.pk): line.action for line in lines if line.is_active}
        self.fields["actions"].choices = [(key, action.title) for key, action in self.lines.items()]
        self.initial.setdefault("key", uuid4())
        self.initial.setdefault("held_on", timezone.localdate())

    @property
    def chosen(self) -> list[Any]:
        """The actions that were ticked."""
        return [self.lines[key] for key in self.cleaned_data["actions"]]

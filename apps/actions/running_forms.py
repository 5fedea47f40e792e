"""Input while an action is carried out: how far it is, its checklist, remarks."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.actions.domain.running import look_back_date
from apps.actions.forms import date_field, euro_field, in_cents
from apps.actions.models import Action, ActionComment, ActionStep
from apps.organisations.fields import PlainTextField
from apps.organisations.forms import MergingFormMixin
from apps.organisations.validators import validate_plain_text

WHY = _("Write down why, so that others understand it later.")


class CompleteForm(forms.Form):
    """That an action is done, and what came out of it."""

    result = PlainTextField(
        label=Action._meta.get_field("result").verbose_name,
        required=True,
        help_text=_("One or two sentences: what is different now?"),
        error_messages={"required": _("Write down in a sentence what came out of it.")},
    )
    done_on = date_field("done_on", required=True)
    spent = euro_field("spent")
    evaluate_on = date_field("evaluate_on", help_text=_("When will you ask whether it helped?"))

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        today = timezone.localdate()
        initial = {
            "result": action.result,
            "done_on": today,
            "spent": action.spent,
            "evaluate_on": look_back_date(action, today),
        }
        super().__init__(*args, initial=initial, **kwargs)

    def clean_spent(self) -> Any:
        return in_cents(self.cleaned_data["spent"])


class PostponeForm(forms.Form):
    """A new term."""

    due_on = date_field("due_on", required=True)


class CancelForm(forms.Form):
    """Why an action is cancelled."""

    reason = PlainTextField(
        label=Action._meta.get_field("status_note").verbose_name,
        required=True,
        error_messages={"required": WHY},
    )


def _step_field(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=200,
        validators=[validate_plain_text],
        error_messages={"required": _("Write down what the step is.")},
    )


class NewStepForm(forms.Form):
    """A new step. It carries the id it will get, so that sending it twice adds it once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = _step_field(_("New step"))


class StepForm(MergingFormMixin):
    """A step in other words."""

    text = _step_field(ActionStep._meta.get_field("text").verbose_name)

    def __init__(self, *args: Any, step: ActionStep, **kwargs: Any) -> None:
        super().__init__(*args, values={"text": step.text}, auto_id=f"step-{step.pk}-%s", **kwargs)
        self.step = step


class TickForm(forms.Form):
    """Whether a step is done."""

    done = forms.BooleanField(required=False)


class PlaceForm(forms.Form):
    """Where a step goes; the first place is 1."""

    place = forms.IntegerField(min_value=0)


class CommentForm(forms.Form):
    """A remark. It carries the id it will get, so that sending it twice writes it once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = PlainTextField(
        label=ActionComment._meta.get_field("text").verbose_name,
        required=True,
        error_messages={"required": _("Write your remark first.")},
    )

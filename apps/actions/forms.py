"""Input about the plan of action."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from apps.actions.domain.plan import action_values, check_action
from apps.actions.models import Action, ActionStatus, SettledRisk
from apps.organisations.fields import PlainTextField
from apps.organisations.forms import MergingFormMixin, with_placeholder
from apps.organisations.models import Membership
from apps.organisations.validators import validate_plain_text
from apps.rie.domain.assessment import AssessedFactor
from apps.rie.models.answer import PriorityChoice


def _date_field(name: str, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=Action._meta.get_field(name).verbose_name,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ActionForm(MergingFormMixin):
    """One action of the plan, new or existing."""

    title = forms.CharField(
        label=Action._meta.get_field("title").verbose_name, max_length=200, validators=[validate_plain_text]
    )
    description = PlainTextField(label=Action._meta.get_field("description").verbose_name)
    factors = forms.MultipleChoiceField(
        label=_("Which risks does it help against?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    owner_id = forms.ChoiceField(label=_("Who (member of your firm here)"), required=False)
    owner_name = forms.CharField(
        label=_("Or someone else"),
        required=False,
        max_length=120,
        validators=[validate_plain_text],
        help_text=_("A job or a name, for example “shop manager”."),
    )
    budget = forms.DecimalField(
        label=Action._meta.get_field("budget").verbose_name,
        required=False,
        min_value=Decimal(0),
        max_digits=10,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"min_value": _("A budget cannot be negative. Fill in 0 or more, or leave it empty.")},
    )
    start_on = _date_field("start_on")
    due_on = _date_field(
        "due_on", required=True, help_text=_("The law asks a date for every measure (Arbowet, art. 5).")
    )
    evaluate_on = _date_field("evaluate_on", help_text=_("When will you ask whether it helped?"))
    residual_priority = forms.ChoiceField(
        label=Action._meta.get_field("residual_priority").verbose_name,
        choices=with_placeholder(PriorityChoice.choices, _("Not known yet")),
        required=False,
    )
    status = forms.ChoiceField(label=_("Status"), choices=ActionStatus.choices)
    status_note = PlainTextField(label=Action._meta.get_field("status_note").verbose_name, rows=2)

    def __init__(
        self,
        *args: Any,
        action: Action,
        linked: Sequence[str],
        risks: Sequence[AssessedFactor],
        members: Sequence[Membership],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, values=action_values(action), **kwargs)
        self.action = action
        self.risks = risks
        self.fields["factors"].choices = [(risk.code, risk.factor.text.problem) for risk in risks]
        self.fields["factors"].initial = list(linked)
        people = [(str(member.pk), str(member.user)) for member in members]
        self.fields["owner_id"].choices = with_placeholder(people, _("Nobody chosen"))
        self.initial["status"] = self.initial["status"] or ActionStatus.PLANNED

    def clean_owner_id(self) -> str | None:
        return self.cleaned_data["owner_id"] or None

    def clean_budget(self) -> Decimal | None:
        budget = self.cleaned_data["budget"]
        return budget if budget is None else budget.quantize(Decimal("0.01"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        candidate = Action(
            **{name: cleaned[name] for name in self.stored if name in cleaned and name != "owner_id"}
        )
        try:
            check_action(candidate)
        except forms.ValidationError as error:
            for name, messages in error.message_dict.items():
                self.add_error(name, messages)
        return cleaned

    @property
    def chosen_risks(self) -> list[AssessedFactor]:
        chosen = set(self.cleaned_data["factors"])
        return [risk for risk in self.risks if risk.code in chosen]


class NewActionForm(ActionForm):
    """A new action carries the id it will get, so that sending it twice saves it once."""

    action_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, action=action, **kwargs)
        self.initial["action_id"] = action.pk


class OwnActionForm(MergingFormMixin):
    """What somebody who does not make the plan says about an action on her name."""

    status = forms.ChoiceField(label=_("Status"), choices=ActionStatus.choices)
    status_note = PlainTextField(label=Action._meta.get_field("status_note").verbose_name, rows=2)
    evaluate_on = _date_field("evaluate_on", help_text=_("When will you ask whether it helped?"))

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        stored = action_values(action)
        super().__init__(
            *args, values={name: stored[name] for name in self.base_fields if name in stored}, **kwargs
        )
        self.action_values = stored

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        typed = {name: cleaned[name] for name in self.stored if name in cleaned}
        try:
            check_action(Action(**{**self.action_values, **typed}))
        except forms.ValidationError as error:
            for name, messages in error.message_dict.items():
                self.add_error(name if name in self.fields else None, messages)
        return cleaned


class SettleForm(forms.Form):
    """The reason for taking no measure against a risk."""

    reason = PlainTextField(label=capfirst(SettledRisk._meta.get_field("reason").verbose_name), required=True)

"""Input about the plan of action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from apps.actions.domain.plan import EDITABLE_FIELDS, action_values, check_action, looks_back_elsewhere
from apps.actions.domain.states import choices_from
from apps.actions.models import Action, ActionStatus, Repetition, SettledRisk
from apps.organisations.fields import PlainTextField
from apps.organisations.forms import MergingFormMixin, with_placeholder
from apps.organisations.models import Department, Membership
from apps.organisations.validators import validate_plain_text
from apps.rie.content.tree import FactorContent
from apps.rie.domain.assessment import AssessedFactor
from apps.rie.models.answer import PriorityChoice


def date_field(name: str, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    """A day, as a model field of an action is called."""
    return forms.DateField(
        label=Action._meta.get_field(name).verbose_name,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def tell(form: forms.Form, error: forms.ValidationError) -> None:
    """Show what a verb refused: at its field when the form has that, else on top."""
    found = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, messages in found.items():
        form.add_error(name if name in form.fields else None, messages)


def in_cents(amount: Decimal | None) -> Decimal | None:
    """An amount as the database keeps it, so that typing the same again is no change."""
    return amount if amount is None else amount.quantize(Decimal("0.01"))


def euro_field(name: str) -> forms.DecimalField:
    """An amount in euros, as a model field of an action is called."""
    return forms.DecimalField(
        label=Action._meta.get_field(name).verbose_name,
        required=False,
        min_value=Decimal(0),
        max_digits=10,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={
            "min_value": _("An amount cannot be negative. Fill in 0 or more, or leave it empty.")
        },
    )


@dataclass(frozen=True)
class ActionChoices:
    """What somebody can choose from for an action.

    ``gone``: what the action takes on that is no risk any more. ``departments``: the ones in use, and the one
    of the action. ``others``: the actions of the plan.
    """

    risks: Sequence[AssessedFactor]
    members: Sequence[Membership]
    departments: Sequence[Department]
    others: Sequence[Action]
    gone: Sequence[FactorContent] = ()

    @property
    def factors(self) -> list[tuple[str, Any]]:
        no_risk = [
            (factor.code, format_lazy("{} ({})", factor.text.problem, _("no risk now")))
            for factor in self.gone
        ]
        return [(risk.code, risk.factor.text.problem) for risk in self.risks] + no_risk


class ActionForm(MergingFormMixin):
    """One action of the plan, new or existing. ``MORE``: what stands folded away on the page."""

    MORE = (
        "co_owners",
        "department_id",
        "start_on",
        "evaluate_on",
        "budget",
        "spent",
        "depends_on_id",
        "repeat_every",
        "residual_priority",
        "status",
        "status_note",
        "result",
    )
    # Suggested for every action, so they say nothing about whether somebody filled something in.
    SUGGESTED = ("start_on", "evaluate_on", "status")

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
    owner_email = forms.EmailField(
        label=_("E-mail address of this person"),
        required=False,
        help_text=Action._meta.get_field("owner_email").help_text,
    )
    co_owners = forms.MultipleChoiceField(
        label=_("Who helps?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They see this action, tick its steps and say when it is done."),
    )
    department_id = forms.ChoiceField(label=Action._meta.get_field("department").verbose_name, required=False)
    budget = euro_field("budget")
    spent = euro_field("spent")
    start_on = date_field("start_on")
    due_on = date_field(
        "due_on", required=True, help_text=_("The law asks a date for every measure (Arbowet, art. 5).")
    )
    evaluate_on = date_field("evaluate_on", help_text=_("When will you ask whether it helped?"))
    residual_priority = forms.ChoiceField(
        label=Action._meta.get_field("residual_priority").verbose_name,
        choices=with_placeholder(PriorityChoice.choices, _("Not known yet")),
        required=False,
    )
    depends_on_id = forms.ChoiceField(
        label=Action._meta.get_field("depends_on").verbose_name,
        required=False,
        help_text=_("Another action that must be done first."),
    )
    repeat_every = forms.TypedChoiceField(
        label=Action._meta.get_field("repeat_every").verbose_name,
        choices=with_placeholder(Repetition.choices, _("No, once is enough")),
        coerce=int,
        empty_value=None,
        required=False,
    )
    status = forms.ChoiceField(label=_("Status"), choices=ActionStatus.choices)
    status_note = PlainTextField(label=Action._meta.get_field("status_note").verbose_name, rows=2)
    result = PlainTextField(label=Action._meta.get_field("result").verbose_name, rows=2)

    def __init__(
        self,
        *args: Any,
        action: Action,
        factors: Sequence[str],
        co_owners: Sequence[str],
        choices: ActionChoices,
        **kwargs: Any,
    ) -> None:
        related = {"factors": sorted(factors), "co_owners": sorted(co_owners)}
        super().__init__(*args, values={**action_values(action), **related}, **kwargs)
        self.action = action
        self.choices = choices
        people = [(str(member.pk), str(member.user)) for member in choices.members]
        departments = [(str(department.pk), department.name) for department in choices.departments]
        others = [(str(other.pk), other.title) for other in choices.others if other.pk != action.pk]
        self.fields["factors"].choices = choices.factors
        self.fields["co_owners"].choices = people
        self.fields["owner_id"].choices = with_placeholder(people, _("Nobody chosen"))
        self.fields["department_id"].choices = with_placeholder(departments, _("The whole firm"))
        self.fields["depends_on_id"].choices = with_placeholder(others, _("Nothing"))
        self.fields["status"].widget.choices = choices_from(action.status)

    @property
    def opens_more(self) -> bool:
        """Whether something stands in the folded part that she must see: a value, a mistake, a conflict."""
        shown = {*self.errors, *(conflict.name for conflict in self.conflicts)}
        # A date that does not fit may be one of two: the term, or the start that stands in the folded part.
        if shown & {*self.MORE, "due_on"} or self["status"].value() != ActionStatus.PLANNED:
            return True
        return any(self[name].value() for name in self.MORE if name not in self.SUGGESTED)

    def clean_factors(self) -> list[str]:
        return sorted(self.cleaned_data["factors"])

    def clean_owner_id(self) -> str | None:
        return self.cleaned_data["owner_id"] or None

    def clean_department_id(self) -> str | None:
        return self.cleaned_data["department_id"] or None

    def clean_depends_on_id(self) -> str | None:
        return self.cleaned_data["depends_on_id"] or None

    def clean_budget(self) -> Decimal | None:
        return in_cents(self.cleaned_data["budget"])

    def clean_spent(self) -> Decimal | None:
        return in_cents(self.cleaned_data["spent"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        owner = cleaned.get("owner_id")
        cleaned["co_owners"] = sorted(member for member in cleaned.get("co_owners", ()) if member != owner)
        try:
            check_action(self._candidate(cleaned))
        except forms.ValidationError as error:
            tell(self, error)
        return cleaned

    def _candidate(self, cleaned: dict[str, Any]) -> Action:
        """The action as it would become, as far as the fields can be read, to check how they fit."""
        fields = {name for name in EDITABLE_FIELDS if name in cleaned and not name.endswith("_id")}
        candidate = Action(**{name: cleaned[name] for name in fields})
        if candidate.is_carried_out:
            candidate.done_on = self.action.done_on or timezone.localdate()
        return candidate


class NewActionForm(ActionForm):
    """A new action carries the id it will get, so that sending it twice saves it once."""

    action_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, action=action, **kwargs)
        self.initial["action_id"] = action.pk

    def clean_status(self) -> str:
        status = self.cleaned_data["status"]
        if status == ActionStatus.EVALUATED:
            raise forms.ValidationError(looks_back_elsewhere())
        return status


class SettleForm(forms.Form):
    """The reason for taking no measure against a risk."""

    reason = PlainTextField(label=capfirst(SettledRisk._meta.get_field("reason").verbose_name), required=True)

"""What an adviser and the firm fill in about findings, and the texts of a practice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.organisations.fields import PlainTextField
from apps.organisations.forms import MergingFormMixin, with_placeholder
from apps.organisations.validators import validate_plain_text
from apps.review.domain.findings import check_priority
from apps.review.models import Criterion, Finding, FindingMessage, TextBlock, Weight
from apps.rie.models.answer import PriorityChoice


def _label(model: Any, name: str) -> Any:
    return model._meta.get_field(name).verbose_name


def _text(name: str, **kwargs: Any) -> PlainTextField:
    field = PlainTextField(label=_label(Finding, name), **kwargs)
    field.widget.attrs["data-text-blocks"] = ""
    return field


class FindingForm(forms.Form):
    """A new finding. It carries the id it will get, so that sending it twice writes it once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    about = forms.ChoiceField(
        label=_("What is it about?"),
        error_messages={"required": _("Choose what it is about.")},
    )
    criterion = forms.ChoiceField(
        label=_label(Finding, "criterion"),
        choices=Criterion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a criterion.")},
    )
    weight = forms.ChoiceField(
        label=_label(Finding, "weight"),
        help_text=_("Must: without it the RI&E does not suffice. Should: advice. Remark: good to know."),
        choices=Weight.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how much it weighs.")},
    )
    observation = _text(
        "observation", required=True, error_messages={"required": _("Write what you see first.")}
    )
    evidence = _text("evidence", help_text=_("An answer, a figure, something you saw or heard."))
    advice = _text("advice")
    proposed_priority = forms.ChoiceField(
        label=_label(Finding, "proposed_priority"),
        help_text=_("Only for a risk. The priority of the firm stays visible beside it."),
        choices=with_placeholder(PriorityChoice.choices, _("No other priority")),
        required=False,
    )

    def __init__(self, *args: Any, about: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = list(about)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "about" in cleaned and "proposed_priority" in cleaned:
            check_priority(about=cleaned["about"], proposed_priority=cleaned["proposed_priority"])
        return cleaned


class ChangeFindingForm(MergingFormMixin, FindingForm):
    """A draft that exists, so that a colleague may have it open too."""

    key = None

    def in_words(self, name: str, value: Any) -> str:
        """What it is about stands in groups of choices."""
        if name != "about":
            return super().in_words(name, value)
        titles: dict[str, Any] = {}
        for key, label in self.fields["about"].choices:
            titles.update(label if isinstance(label, (list, tuple)) else [(key, label)])
        return str(titles.get(value, value))


class MessageForm(forms.Form):
    """An answer to a finding, from either side. It carries the id it will get."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = PlainTextField(
        label=_label(FindingMessage, "text"),
        required=True,
        error_messages={"required": _("Write your answer first.")},
    )


class TextBlockForm(forms.Form):
    """A new text of a practice."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    title = forms.CharField(
        label=_label(TextBlock, "title"),
        max_length=100,
        validators=[validate_plain_text],
        error_messages={"required": _("Give the text a name.")},
    )
    criterion = forms.ChoiceField(
        label=_label(TextBlock, "criterion"),
        choices=with_placeholder(Criterion.choices, _("For every criterion")),
        required=False,
    )
    text = PlainTextField(
        label=_label(TextBlock, "text"),
        rows=5,
        required=True,
        error_messages={"required": _("Write the text first.")},
    )


class ChangeTextBlockForm(MergingFormMixin, TextBlockForm):
    """A text that exists, so that a colleague may have it open too."""

    key = None

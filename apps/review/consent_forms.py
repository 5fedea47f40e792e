"""What the works council fills in."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.organisations.fields import PlainTextField
from apps.review.domain.consent import check_decision
from apps.review.models import Consent, ConsentDecision, CouncilComment


class DecisionForm(forms.Form):
    """Consent or not, about the version that was read: ``version`` travels along."""

    version = forms.UUIDField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label=Consent._meta.get_field("decision").verbose_name,
        choices=ConsentDecision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether you consent.")},
    )
    reason = PlainTextField(
        label=Consent._meta.get_field("reason").verbose_name,
        help_text=_("Required when you do not consent."),
    )
    decided_on = forms.DateField(
        label=Consent._meta.get_field("decided_on").verbose_name,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("decided_on", timezone.localdate())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "reason" in cleaned:
            check_decision(
                decision=cleaned.get("decision", ""),
                reason=cleaned["reason"],
                decided_on=cleaned.get("decided_on"),
            )
        return cleaned


class CouncilCommentForm(forms.Form):
    """A remark about one thing. It carries the id it will get, so that sending it twice writes it once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    version = forms.UUIDField(widget=forms.HiddenInput)
    factor_code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)
    action_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = PlainTextField(
        label=CouncilComment._meta.get_field("text").verbose_name,
        required=True,
        error_messages={"required": _("Write your remark first.")},
    )

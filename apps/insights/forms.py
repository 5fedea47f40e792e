"""Input for the estimate of what absence costs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.insights.costs import OWN_CASES, STEPS, Estimate
from apps.organisations.forms import MergingFormMixin

MOST = {"headcount": Decimal(1_000_000), "days": Decimal(365), "day_cost": Decimal(10_000)}
HUNDRED = Decimal(100)


class AssumptionsForm(MergingFormMixin):
    """The firm's own numbers; a field that is left empty uses ours, which stands beside it."""

    def __init__(
        self, *args: Any, estimate: Estimate, values: dict[str, Decimal | None], **kwargs: Any
    ) -> None:
        super().__init__(*args, values=values, **kwargs)
        ours = {step.spec.key: step.ours for step in estimate.steps}
        self.fields[OWN_CASES] = _number(
            _("How many employees fell ill through stress or work pressure last year?"),
            _("Only if you know. A number, no names. It takes the place of our estimate."),
            Decimal(100_000),
        )
        for spec in STEPS:
            self.fields[spec.key] = _number(
                f"{spec.label} (%)" if spec.percent else spec.label,
                _("Empty: we count with %(ours)s.") % {"ours": f"{ours[spec.key].normalize():f}"},
                HUNDRED if spec.percent else MOST[spec.key],
            )

    def clean(self) -> dict[str, Any]:
        """The same number in another spelling (2,50 and 2,5) is the same number."""
        cleaned = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, Decimal):
                cleaned[name] = Decimal(f"{value.normalize():f}")
        return cleaned


def _number(label: Any, help_text: Any, most: Decimal) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=Decimal(0),
        max_value=most,
        max_digits=10,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )

"""What an adviser fills in: checklist, site visit, agreed day, return and conclusion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.organisations.fields import PlainTextField
from apps.organisations.forms import MergingFormMixin, with_placeholder
from apps.organisations.validators import validate_plain_text
from apps.review.checklist import POINTS, Point, states, values_of
from apps.review.domain.judging import JUDGEMENT, check_day
from apps.review.domain.visiting import check_visit
from apps.review.models import Certificate, ChecklistAnswer, Outcome, ReviewScope, SiteVisit, Submission


def _day(model: type, name: str, **kwargs: Any) -> forms.DateField:
    return forms.DateField(
        label=model._meta.get_field(name).verbose_name,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        **kwargs,
    )


def _label(name: str) -> Any:
    return Submission._meta.get_field(name).verbose_name


class ChecklistForm(MergingFormMixin):
    """Every point with a state and a note. ``answers``: see ``checklist.answers_on``."""

    def __init__(self, *args: Any, answers: dict[str, ChecklistAnswer], **kwargs: Any) -> None:
        super().__init__(*args, values=values_of(answers), **kwargs)
        self.answers = answers
        note = ChecklistAnswer._meta.get_field("note").verbose_name
        for point in POINTS:
            self.fields[point.key] = forms.ChoiceField(
                label=point.question, choices=states(), required=False, widget=forms.RadioSelect
            )
            self.fields[point.note_name] = PlainTextField(label=f"{note}: {point.title}", rows=2)

    def fields_of(self, point: Point) -> tuple[forms.BoundField, forms.BoundField]:
        return self[point.key], self[point.note_name]


class VisitForm(forms.Form):
    """One visit. ``key`` is the id it will get, so that sending it twice writes it once."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    visited_on = _day(SiteVisit, "visited_on")
    spoken_with = PlainTextField(
        label=SiteVisit._meta.get_field("spoken_with").verbose_name,
        required=True,
        rows=2,
        help_text=gettext_lazy(
            "For example: the director, two employees of the evening shift. No names and nothing about"
            " anyone's health: the employer reads this."
        ),
        error_messages={"required": gettext_lazy("Say which functions you spoke with.")},
    )
    seen = PlainTextField(
        label=SiteVisit._meta.get_field("seen").verbose_name,
        required=True,
        error_messages={"required": gettext_lazy("Say what you saw.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid4())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("visited_on"):
            check_visit(visited_on=cleaned["visited_on"])
        return cleaned


class AgreeForm(MergingFormMixin):
    """The day by which the adviser answers."""

    agreed_on = _day(Submission, "agreed_on", error_messages={"required": gettext_lazy("Choose a day.")})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        check_day(day=cleaned.get("agreed_on"), field="agreed_on")
        return cleaned


class ReturnForm(forms.Form):
    """Back to the firm; a return without a comment cannot exist."""

    return_comment = PlainTextField(
        label=_label("return_comment"),
        required=True,
        rows=6,
        help_text=gettext_lazy("The firm reads this first. Your findings stand below it."),
        error_messages={"required": gettext_lazy("Say what must be changed. The firm starts from there.")},
    )
    expected_on = _day(
        Submission,
        "expected_on",
        required=False,
        help_text=gettext_lazy("Only if you agreed on a day. The firm sees it."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        check_day(day=cleaned.get("expected_on"), field="expected_on")
        return cleaned


class ConcludeForm(MergingFormMixin):
    """The judgement. As a draft nothing is required; what concluding asks, its verb says by field."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Your judgement"),
        choices=Outcome.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("A toets is advice. This is not kept with a draft."),
    )
    advice = PlainTextField(label=_label("advice"), rows=8)
    scope = forms.ChoiceField(
        label=_label("scope"), choices=ReviewScope.choices, required=False, widget=forms.RadioSelect
    )
    adviser_name = forms.CharField(
        label=_label("adviser_name"),
        max_length=150,
        required=False,
        validators=[validate_plain_text],
        help_text=gettext_lazy("As it will stand on the report."),
    )
    certificate_type = forms.ChoiceField(label=_label("certificate_type"), required=False)
    certificate_number = forms.CharField(
        label=_label("certificate_number"),
        max_length=60,
        required=False,
        validators=[validate_plain_text],
    )

    def __init__(
        self, *args: Any, submission: Submission, known: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        """``known``: what stands in a field of which nothing is stored yet."""
        values = {name: getattr(submission, name) for name in JUDGEMENT}
        initial = {name: value for name, value in (known or {}).items() if not values[name]}
        super().__init__(*args, values=values, initial=initial, **kwargs)
        self.fields["certificate_type"].choices = with_placeholder(
            Certificate.choices, _("Choose your certificate")
        )

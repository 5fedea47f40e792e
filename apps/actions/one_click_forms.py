"""What the pages behind the links in a letter ask."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.actions.domain.answering import Question
from apps.actions.forms import date_field
from apps.actions.models import Action
from apps.actions.one_click import Verb
from apps.organisations.fields import PlainTextField

SUGGESTED = timedelta(days=14)
LONGEST = timedelta(days=730)


class DoneForm(forms.Form):
    """What came out of it; may stay empty."""

    result = PlainTextField(
        label=Action._meta.get_field("result").verbose_name,
        help_text=_("One or two sentences: what is different now? You may leave this empty."),
    )

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class LaterForm(forms.Form):
    """A new term, two weeks on."""

    name = "due_on"
    due_on = date_field("due_on", required=True)

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[self.name].label = _("New date")
        self.initial[self.name] = max(question.ask.date, timezone.localdate()) + SUGGESTED

    @property
    def day(self) -> date:
        """The day that was chosen."""
        return self.cleaned_data[self.name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day = cleaned.get(self.name)
        if day is not None and day > timezone.localdate() + LONGEST:
            text = _("That is more than two years away. Choose an earlier day, or talk about this action.")
            self.add_error(self.name, text)
        return cleaned


class LookLaterForm(LaterForm):
    """A new day to look back, two weeks on."""

    name = "evaluate_on"
    due_on = None
    evaluate_on = date_field("evaluate_on", required=True)


FORMS: dict[Verb, type[forms.Form]] = {
    Verb.DONE: DoneForm,
    Verb.LATER: LaterForm,
    Verb.LOOK_LATER: LookLaterForm,
}

"""What advisers fill in about their practice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.organisations.models import Practice, User
from apps.organisations.validators import validate_plain_text

NEW = "new"


class AcceptForm(forms.Form):
    """For which practice she reviews: one of hers, or a new one that she names."""

    practice = forms.ChoiceField(label=_("For which practice do you review?"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Name of your practice"),
        max_length=Practice._meta.get_field("name").max_length,
        required=False,
        validators=[validate_plain_text],
        help_text=_("Do you work on your own? Then fill in your own name. Firms read this name."),
    )

    def __init__(self, *args: Any, practices: Sequence[Practice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.practices = {str(practice.pk): practice for practice in practices}
        if not practices:
            del self.fields["practice"]
            return
        mine = [(key, practice.name) for key, practice in self.practices.items()]
        self.fields["practice"].choices = [*mine, (NEW, _("A new practice"))]
        self.fields["practice"].initial = mine[0][0]

    @property
    def chosen(self) -> Practice | None:
        """The practice of hers that she chose; None for a new one."""
        return self.practices.get(self.cleaned_data.get("practice", NEW))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_new = cleaned.get("practice") == NEW if self.practices else True
        if is_new and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Fill in the name of your practice."))
        return cleaned


class ColleagueForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address of your colleague"), max_length=254)


class AssignForm(forms.Form):
    """Who reviews from now on. ``take``: the button with which she takes it herself."""

    adviser = forms.ChoiceField(
        label=_("Who reviews this?"),
        required=False,
        error_messages={"invalid_choice": _("This adviser cannot review this. Choose another one.")},
    )
    seen = forms.UUIDField(required=False, widget=forms.HiddenInput)
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, advisers: Sequence[User], user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.advisers = user, {str(adviser.pk): adviser for adviser in advisers}
        named = [(key, str(adviser)) for key, adviser in self.advisers.items()]
        self.fields["adviser"].choices = [("", _("Nobody yet")), *named]

    @property
    def chosen(self) -> User | None:
        return self.user if "take" in self.data else self.advisers.get(self.cleaned_data["adviser"])

    @property
    def seen_id(self) -> UUID | None:
        return self.cleaned_data["seen"]

    def show_who_has_it(self, adviser: User | None) -> None:
        """Ask once more, now about the name that stands there meanwhile; what was chosen stays chosen."""
        self.data = {**self.data.dict(), "seen": str(adviser.pk) if adviser else ""}

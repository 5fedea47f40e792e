"""Forms about who takes part in a firm."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from apps.organisations.domain.invitations import (
    LETTERS_PER_DAY,
    AlreadyInvitedError,
    AlreadyMemberError,
    InvitationClosedError,
    TooManyInvitationsError,
    TrialError,
)
from apps.organisations.domain.members import LastEmployerError
from apps.organisations.models import Invitation, Membership, Organisation, Role
from apps.organisations.roles import WHAT_A_ROLE_MAY

# Why a verb refused, in words for who asked.
REASONS: dict[type[Exception], Any] = {
    AlreadyMemberError: _("Somebody with this e-mail address already belongs to this firm."),
    AlreadyInvitedError: _("There is an open invitation for this address. You can send that one again."),
    InvitationClosedError: _("This invitation was accepted or withdrawn in the meantime."),
    TooManyInvitationsError: _(
        "Your firm sent %(limit)s invitations in the past 24 hours, and that is the limit. Continue tomorrow."
    ),
    TrialError: _("You are trying without an account. Make an account first, then you can invite people."),
    LastEmployerError: _(
        "This is the only employer of the firm. Make another member employer first, or hand over the firm."
    ),
}


def reason(error: Exception) -> str:
    """What to say about a refusal."""
    return str(REASONS[type(error)]) % {"limit": LETTERS_PER_DAY}


class Afterwards(models.TextChoices):
    """What the giver of a firm becomes."""

    STAY = "stay", _("I stay, as HR")
    GO = "go", _("I leave the firm")


def _role_choices() -> list[tuple[str, Any]]:
    line = "<strong>{}.</strong> {}"
    return [(role.value, format_html(line, role.label, WHAT_A_ROLE_MAY[role])) for role in Role]


class RoleField(forms.ChoiceField):
    """The four roles, each with what it may do."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Role"))
        super().__init__(choices=_role_choices, widget=forms.RadioSelect, **kwargs)


class InvitationForm(forms.Form):
    """Who is asked in, and as what. Nothing else in a request is read."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=Invitation._meta.get_field("email").max_length,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = RoleField(help_text=_("What may this person do? You can change it later."))


class RoleForm(forms.Form):
    role = RoleField()


class HandOverForm(forms.Form):
    """To whom, what the giver becomes, and the name of the firm as proof that it is meant."""

    taker = forms.ChoiceField(label=_("Who becomes the employer?"))
    afterwards = forms.ChoiceField(
        label=_("And you?"), choices=Afterwards.choices, widget=forms.RadioSelect, initial=Afterwards.STAY
    )
    firm_name = forms.CharField(
        label=_("Type the name of the firm"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(
        self, *args: Any, organisation: Organisation, others: Iterable[Membership], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.others: dict[str, Membership] = {str(member.pk): member for member in others}
        self.fields["taker"].choices = [
            ("", _("Choose a member")),
            *((key, f"{member.user} ({member.get_role_display()})") for key, member in self.others.items()),
        ]
        self.fields["firm_name"].help_text = _("So that it does not happen by accident: %(name)s") % {
            "name": organisation.name
        }

    def clean_taker(self) -> Membership:
        return self.others[self.cleaned_data["taker"]]

    def clean_firm_name(self) -> str:
        typed = self.cleaned_data["firm_name"]
        if _plain(typed) != _plain(self.organisation.name):
            raise forms.ValidationError(_("This is not the name of the firm."), code="other_name")
        return typed

    @property
    def stays(self) -> bool:
        return self.cleaned_data["afterwards"] == Afterwards.STAY


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()

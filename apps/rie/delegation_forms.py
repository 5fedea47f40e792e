"""Input about who fills in a part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.organisations.forms import with_placeholder
from apps.organisations.member_forms import reason
from apps.organisations.models import Department, Invitation, Membership, User
from apps.rie.domain.delegation import FILL_IN, ReadsOnlyError
from apps.rie.models import Delegation


class DelegateForm(forms.Form):
    """To whom a subtheme goes: somebody of the firm, or a mailbox. What the firm does not have is not asked.

    After ``is_valid`` there is a ``member``, or an ``email`` of nobody who belongs to the firm.
    """

    member = forms.ChoiceField(label=_("Somebody of your firm here"), required=False)
    email = forms.EmailField(
        label=_("Or the e-mail address of somebody else"),
        required=False,
        max_length=Invitation._meta.get_field("email").max_length,
        help_text=_("This person gets an invitation and sees only what you give to her or him."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    department = forms.ChoiceField(
        label=_("For one department only?"),
        required=False,
        help_text=_("Then only this department can be ticked as the place where something is wrong."),
    )
    note = forms.CharField(
        label=Delegation._meta.get_field("note").verbose_name,
        required=False,
        max_length=300,
        validators=Delegation._meta.get_field("note").validators[:1],
        help_text=_("This goes along in the letter. No names and nothing about anyone's health."),
        widget=forms.Textarea(attrs={"rows": 2, "data-counter": 300}),
    )

    def __init__(
        self,
        *args: Any,
        members: Sequence[Membership],
        departments: Sequence[Department],
        user: User,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.by_email = {member.user.email.lower(): member for member in members}
        able = [member for member in members if member.role in FILL_IN and member.user_id != user.pk]
        self.able = {str(member.pk): member for member in able}
        self.departments = {str(department.pk): department for department in departments}
        self._offer("member", self.able, _("Choose"))
        self._offer("department", self.departments, _("No, for the whole firm"))
        if not self.able:
            self.fields["email"].label = _("E-mail address")
            self.fields["email"].required = True

    def _offer(self, name: str, found: dict[str, Any], placeholder: Any) -> None:
        if not found:
            del self.fields[name]
            return
        choices = [(key, str(getattr(one, "user", one))) for key, one in found.items()]
        self.fields[name].choices = with_placeholder(choices, placeholder)

    def refuse(self, error: Exception) -> None:
        """Say why nothing was sent, where it can be mended."""
        if isinstance(error, ReadsOnlyError):
            message = _("This person was invited to read along, and fills in nothing. Choose somebody else.")
        else:
            message = reason(error)
        self.add_error("email", message)

    def clean_member(self) -> Membership | None:
        return self.able.get(self.cleaned_data["member"])

    def clean_department(self) -> Department | None:
        return self.departments.get(self.cleaned_data["department"])

    def clean_note(self) -> str:
        return self.cleaned_data["note"].replace("\r\n", "\n")

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        member = self.by_email.get(email)
        if email == self.user.email.lower():
            raise forms.ValidationError(_("This is your own address. Choose somebody else."), code="self")
        if member and str(member.pk) not in self.able:
            raise forms.ValidationError(
                _("This person reads along in the works council and fills in nothing. Choose somebody else."),
                code="reads_only",
            )
        return email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if {"member", "email"} & self.errors.keys():
            return cleaned
        member, email = cleaned.get("member"), cleaned.get("email", "")
        if member and email:
            self.add_error("email", _("Choose somebody above or fill in an address, not both."))
        elif not (member or email) and "member" in self.fields:
            self.add_error("member", _("Choose who will fill this in, or fill in an e-mail address."))
        cleaned["member"] = member or self.by_email.get(email)
        return cleaned

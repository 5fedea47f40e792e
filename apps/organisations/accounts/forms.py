"""Forms of two-step login, in our words."""

from __future__ import annotations

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

TOTP_PERIOD = 30  # seconds
PASSKEY_NAME = {"label": _("Name of this passkey"), "max_length": 60}


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey; unless she says otherwise it logs her in by itself."""

    name = forms.CharField(**PASSKEY_NAME, required=False)
    passwordless = forms.BooleanField(
        label=_("Log in with this passkey alone, without a password"), required=False, initial=True
    )


class RenamePasskeyForm(EditWebAuthnForm):
    """Another name for a passkey, asked for in the same words."""

    name = forms.CharField(**PASSKEY_NAME)


class OneUse(forms.Form):
    """A code works once, as long as it is valid: allauth itself forgets it after one period."""

    def clean_code(self) -> str:
        code = super().clean_code()
        key = f"two-step-code-used:{self.user.pk}:{normalize_user_code(code)}"
        if not cache.add(key, True, timeout=TOTP_PERIOD * (2 * settings.MFA_TOTP_TOLERANCE + 1)):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondStepForm(OneUse, AuthenticateForm):
    """The code of the second step of logging in."""


class SecondStepAgainForm(OneUse, ReauthenticateForm):
    """The code once more, before something that must be safe."""

"""How allauth behaves here: whom it believes, what it counts, and what it keeps of another provider."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext

from apps.organisations.accounts.secrets import lock, unlock
from apps.organisations.models import User

PROVIDER_ID = "sso"  # stands in the address to which the provider sends people back
KEPT_CLAIMS = ("sub", "email", "name")


class AccountAdapter(DefaultAccountAdapter):
    """Counts wrong passwords per account and address, so that one person cannot lock out a whole firm.

    Three counts (``ACCOUNT_RATE_LIMITS``): of one account from one address; of one address, wide enough
    for a firm behind it; and of one account from everywhere, which one address alone never reaches.
    """

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        account = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{account}@{ratelimit.get_ip(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count this attempt; a right password takes it back.

        Raises:
            ValidationError: too many wrong passwords. The same for accounts that do not exist.
        """
        super().pre_authenticate(request, **credentials)
        anywhere = ratelimit.consume(
            request,
            app="allauth.account",
            action="login_failed_anywhere",
            key=super()._get_login_attempts_cache_key(request, **credentials),
        )
        if not anywhere:
            raise self.validation_error("too_many_login_attempts")
        self._login_failed_rl_usage.usage.extend(anywhere.usage)

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tell the owner of a mailbox that she has an account.

        Takes as long as making an account, which hashes a password: the time says nothing either.
        """
        make_password("no account is made")
        super().send_account_already_exists_mail(email)


class TwoStepAdapter(DefaultMFAAdapter):
    """Names of passkeys that people read, and secrets that the database alone does not give away."""

    def encrypt(self, text: str) -> str:
        return lock(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unlock(encrypted_text)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey {number}").format(number=number)

    def _get_site_name(self) -> str:
        return settings.MFA_TOTP_ISSUER


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """One provider of OpenID Connect, from the environment and nowhere else.

    An e-mail address is believed only when the provider says ``email_verified: true``, as a boolean:
    a provider that says nothing, or says it in text, proves nothing. Then the person logs in to the account
    with that address, or gets one. Else she confirms the address here, and an account that exists already
    can only be linked by who is logged in to it.
    """

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The provider of the environment. No query."""
        sso = settings.SINGLE_SIGN_ON
        if sso is None or provider not in (None, PROVIDER_ID, "openid_connect"):
            return []
        if client_id not in (None, sso.client_id):
            return []
        options = {"server_url": sso.server_url, "oauth_pkce_enabled": True}
        app = SocialApp(provider="openid_connect", provider_id=PROVIDER_ID, name=sso.name, settings=options)
        app.client_id, app.secret = sso.client_id, sso.client_secret
        return [app]

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        return super().can_authenticate_by_email(login, email) and any(
            address.email == email and address.verified is True for address in login.email_addresses
        )

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Believe no address that is not confirmed in so many words, and keep no more than we need."""
        for address in sociallogin.email_addresses:
            address.verified = address.verified is True
        account = sociallogin.account
        kept = account.get_provider_account().get_user_data() or {}
        account.extra_data = {"userinfo": {name: kept[name] for name in KEPT_CLAIMS if name in kept}}
        if account.pk:
            account.save(update_fields=["extra_data"])

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """A new person: her address in lower case and her name, as the provider writes them."""
        user = sociallogin.user
        user.email = (data.get("email") or "").strip().lower()
        user.name = (data.get("name") or "").strip()[: User._meta.get_field("name").max_length]
        return user

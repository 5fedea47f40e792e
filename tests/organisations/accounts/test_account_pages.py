"""Every page of the account is there, in Dutch that says "u"."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.test import Client
from django.urls import reverse

from apps.organisations.models import User
from config.environment import SingleSignOn
from tests.organisations.accounts.steps import log_in, log_in_and_prove
from tests.two_step import set_up_app

pytestmark = pytest.mark.django_db
FOR_EVERYBODY = (
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_inactive",
    "socialaccount_login_cancelled",
)
FOR_OWNERS = (
    "account",
    "account_sessions",
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "socialaccount_connections",
)
WITH_SECOND_STEP = (
    "mfa_index",
    "mfa_deactivate_totp",
    "mfa_reauthenticate",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
)
FAMILIAR = re.compile(r"\b(je|jij|jou|jouw)\b", re.IGNORECASE)
INLINE = re.compile(r"\s(style|on[a-z]+)=\"", re.IGNORECASE)


@pytest.fixture
def sso(settings) -> None:
    settings.SINGLE_SIGN_ON = SingleSignOn("eHerkenning", "https://login.example", "werkbalans", "geheim")


@pytest.fixture
def browser(ans: User) -> Client:
    browser = Client()
    log_in_and_prove(browser, ans.email)
    return browser


def is_ours(browser: Client, address: str, *, status: int = 200) -> str:
    response = browser.get(address)
    assert response.status_code == status, address
    page = response.content.decode()
    assert "site-header" in page, address
    assert not FAMILIAR.search(re.sub(r"<[^>]+>", " ", page)), address
    assert not INLINE.search(page), address
    return page


@pytest.mark.parametrize("name", FOR_EVERYBODY)
def test_pages_for_everybody(name: str, sso: None) -> None:
    is_ours(Client(), reverse(name))


def test_the_page_for_when_single_sign_on_went_wrong(sso: None) -> None:
    is_ours(Client(), reverse("socialaccount_login_error"), status=401)


@pytest.mark.parametrize("name", FOR_OWNERS)
def test_pages_of_an_account(name: str, browser: Client, sso: None) -> None:
    is_ours(browser, reverse(name))


@pytest.mark.parametrize("name", WITH_SECOND_STEP)
def test_pages_with_a_second_step(name: str, browser: Client, ans: User) -> None:
    set_up_app(ans)
    RecoveryCodes.activate(ans)
    is_ours(browser, reverse(name))


def test_pages_of_one_passkey(browser: Client, ans: User) -> None:
    passkey = WebAuthn.add(ans, "Sleutelbos", {"clientExtensionResults": {}}).instance
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert "Sleutelbos" in is_ours(browser, reverse(name, args=[passkey.pk]))


def test_the_passkey_of_somebody_else_is_not_there(browser: Client, bram: User) -> None:
    passkey = WebAuthn.add(bram, "Van Bram", {"clientExtensionResults": {}}).instance
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert browser.get(reverse(name, args=[passkey.pk])).status_code == 404
        assert browser.post(reverse(name, args=[passkey.pk])).status_code == 404
    assert Authenticator.objects.count() == 1


def test_the_overview_costs_the_same_with_more_passkeys(browser: Client, ans: User, queries) -> None:
    browser.get(reverse("account"))  # shows the messages that wait
    counts = []
    for more in (1, 2, 27):
        for number in range(more):
            WebAuthn.add(ans, f"Sleutel {number}", {})
        with queries() as captured:
            browser.get(reverse("account"))
        counts.append(len(captured.statements))
    assert len(set(counts)) == 1


def test_the_header_leads_to_the_overview(browser: Client) -> None:
    assert f'href="{reverse("account")}"' in browser.get(reverse("help")).content.decode()


def test_without_single_sign_on_nothing_is_said_of_it(browser: Client) -> None:
    page = browser.get(reverse("account")).content.decode()
    assert reverse("socialaccount_connections") not in page
    assert "oidc" not in Client().get(reverse("account_login")).content.decode()


def test_too_often_is_a_page_with_a_way_out(settings, english: None) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "1/m/ip"}
    browser = Client()
    log_in(browser, "wie@example.org")
    response = log_in(browser, "wie@example.org")
    assert response.status_code == 429
    assert "One moment" in response.content.decode()

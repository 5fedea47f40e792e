"""The last page of something about an account leads on, and offers nothing that somebody does not have."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.test import Client
from django.urls import reverse

from apps.organisations.models import User
from tests.organisations.accounts.steps import ask_reset, link_in_mail, log_in, log_in_and_prove
from tests.two_step import set_up_app

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def page(browser: Client, address: str) -> str:
    answer = browser.get(address, follow=True)
    assert answer.status_code == 200
    return answer.content.decode().partition("<main")[2]


@pytest.mark.parametrize("name", ["account_reset_password_done", "account_reset_password_from_key_done"])
def test_the_last_page_of_a_new_password_leads_to_the_login(name: str) -> None:
    assert f'href="{reverse("account_login")}"' in page(Client(), reverse(name))


def test_choosing_a_new_password_has_one_button_that_stands_out(ans: User) -> None:
    browser = Client()
    ask_reset(browser, ans.email)
    shown = page(browser, link_in_mail())
    assert (shown.count("btn-primary"), shown.count("btn-outline-primary")) == (1, 1)


def test_who_does_not_want_to_log_out_after_all_goes_home(ans: User) -> None:
    browser = Client()
    log_in(browser, ans.email)
    assert f'href="{reverse("home")}"' in page(browser, reverse("account_logout"))


def test_who_has_no_passkey_is_not_asked_for_one(ans: User) -> None:
    set_up_app(ans)
    browser = Client()
    log_in(browser, ans.email)
    shown = page(browser, reverse("mfa_authenticate"))
    assert 'name="code"' in shown
    assert "passkey" not in shown


@pytest.fixture
def passkey(ans: User) -> Authenticator:
    return WebAuthn.add(ans, "Sleutelbos", {"clientExtensionResults": {}}).instance


@pytest.fixture
def url(passkey: Authenticator) -> str:
    return reverse("mfa_edit_webauthn", args=[passkey.pk])


@pytest.fixture
def browser(ans: User) -> Client:
    browser = Client()
    log_in_and_prove(browser, ans.email)
    return browser


def test_renaming_a_passkey_asks_for_its_name_in_our_words(browser: Client, url: str) -> None:
    assert "Name of this passkey" in page(browser, url)


def test_a_passkey_gets_another_name(browser: Client, url: str, passkey: Authenticator) -> None:
    assert browser.post(url, {"name": "Telefoon"}).status_code == 302
    passkey.refresh_from_db()
    assert passkey.wrap().name == "Telefoon"


@pytest.mark.parametrize("name", ["", "x" * 61])
def test_a_name_that_does_not_fit_is_refused(
    browser: Client, url: str, passkey: Authenticator, name: str
) -> None:
    assert "This did not work yet" in browser.post(url, {"name": name}).content.decode()
    passkey.refresh_from_db()
    assert passkey.wrap().name == "Sleutelbos"

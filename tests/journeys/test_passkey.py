"""Journey: logging in with a passkey, in a browser with a (virtual) key in it."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.urls import reverse
from playwright.sync_api import CDPSession, expect

from apps.organisations.models import User
from tests.journeys.accessibility import assert_everybody_can_use
from tests.journeys.visitor import PASSWORD, Visitor

pytestmark = pytest.mark.journey
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
LOG_OUT = "header form[action*=logout] button"
NAME = "Laptop op kantoor"


class Key:
    """What is in the device: it has a finger on it, or not."""

    def __init__(self, visitor: Visitor) -> None:
        self._session: CDPSession = visitor.context.new_cdp_session(visitor.page)
        self._session.send("WebAuthn.enable")
        self.id = self._session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]

    def passkeys(self) -> int:
        return len(self._session.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"])

    def knows_her(self, knows: bool) -> None:
        """Whether the finger is the right one."""
        self._session.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": knows})


@pytest.fixture
def key(visitor: Visitor) -> Key:
    return Key(visitor)


def proves_who_she_is(visitor: Visitor) -> None:
    visitor.types("[name=password]", PASSWORD)
    visitor.goes_on_with("main form button[type=submit]")


def adds_a_passkey(visitor: Visitor, *, alone: bool = True) -> None:
    """From the header to the spare codes."""
    visitor.goes_on_with(f"header a[href='{reverse('account')}']")
    visitor.goes_on_with(f"a[href='{reverse('mfa_index')}']")
    visitor.goes_on_with(f"a[href='{reverse('mfa_add_webauthn')}']")
    proves_who_she_is(visitor)
    visitor.types("[name=name]", NAME)
    if not alone:
        visitor.finds("[name=passwordless]").uncheck()
    assert_everybody_can_use(visitor.page)
    visitor.goes_on_with("#passkey_add")
    expect(visitor.page).to_have_url(re.compile(reverse("mfa_view_recovery_codes")))
    assert_everybody_can_use(visitor.page)


def logs_out(visitor: Visitor) -> None:
    visitor.goes_on_with(LOG_OUT)


def test_a_passkey_alone_logs_her_in(visitor: Visitor, employer: User, key: Key) -> None:
    visitor.logs_in(employer)
    adds_a_passkey(visitor)
    assert key.passkeys() == 1
    assert mail.outbox[-1].to == [employer.email]
    logs_out(visitor)
    visitor.goes_to(reverse("account_login"))
    assert_everybody_can_use(visitor.page)
    visitor.goes_on_with("#passkey_login")
    visitor.sees(LOG_OUT)
    visitor.goes_to(reverse("mfa_list_webauthn"))
    visitor.sees_text("main", NAME)
    assert_everybody_can_use(visitor.page)


def test_a_passkey_is_the_second_step_after_a_password(visitor: Visitor, employer: User, key: Key) -> None:
    visitor.logs_in(employer)
    adds_a_passkey(visitor, alone=False)
    logs_out(visitor)
    visitor.goes_to(reverse("account_login"))
    visitor.types("[name=login]", employer.email)
    visitor.types("[name=password]", PASSWORD)
    visitor.goes_on_with("main form button[type=submit] >> nth=0")
    expect(visitor.page).to_have_url(re.compile(reverse("mfa_authenticate")))
    assert_everybody_can_use(visitor.page)
    visitor.goes_on_with("#passkey_authenticate")
    visitor.sees(LOG_OUT)


def test_without_the_right_finger_nobody_gets_in_and_the_page_says_so(
    visitor: Visitor, employer: User, key: Key
) -> None:
    visitor.logs_in(employer)
    adds_a_passkey(visitor)
    logs_out(visitor)
    key.knows_her(False)
    visitor.goes_to(reverse("account_login"))
    visitor.clicks_on("#passkey_login")
    visitor.sees("#passkey_failed")
    visitor.goes_to(reverse("account"))
    expect(visitor.page).to_have_url(re.compile(reverse("account_login")))


def test_she_proves_who_she_is_with_it_and_removes_it(visitor: Visitor, employer: User, key: Key) -> None:
    visitor.logs_in(employer)
    adds_a_passkey(visitor)
    logs_out(visitor)
    visitor.goes_to(reverse("account_login"))
    visitor.goes_on_with("#passkey_login")
    passkey = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    remove = reverse("mfa_remove_webauthn", args=[passkey.pk])
    visitor.goes_to(f"{reverse('mfa_reauthenticate_webauthn')}?next={remove}")
    assert_everybody_can_use(visitor.page)
    visitor.goes_on_with("#passkey_reauthenticate")
    visitor.sees_text("h1", NAME)
    visitor.goes_on_with("main form button")
    assert not Authenticator.objects.exists()

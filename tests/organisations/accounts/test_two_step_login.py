"""Logging in in two steps: the second cannot be left out, guessed or used twice."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.urls import reverse

from apps.organisations.models import User
from tests.factories import MembershipFactory
from tests.organisations.accounts.steps import (
    PASSWORD,
    ask_reset,
    is_logged_in,
    link_in_mail,
    log_in,
    log_in_and_prove,
)
from tests.two_step import code_now, set_up_app

pytestmark = pytest.mark.django_db
SECOND_STEP = reverse("mfa_authenticate")
WRONG_CODE = "000000"


@pytest.fixture(autouse=True)
def _at_a_fixed_moment(time_machine) -> None:
    time_machine.move_to("2026-11-02 10:00 +0100", tick=False)


@pytest.fixture
def careful(ans: User) -> User:
    """Somebody with an app and spare codes."""
    set_up_app(ans)
    RecoveryCodes.activate(ans)
    return ans


def second_step(browser: Client, code: str) -> None:
    browser.post(SECOND_STEP, {"code": code})


def test_password_and_code_together_open_the_door(careful: User) -> None:
    browser = Client()
    assert log_in(browser, careful.email).url == SECOND_STEP
    second_step(browser, code_now())
    assert is_logged_in(browser)


def test_after_the_password_no_page_opens_by_its_address(careful: User) -> None:
    member = MembershipFactory(user=careful)
    browser = Client()
    log_in(browser, careful.email)
    for page in ("account", "new_firm", "mfa_index", "account_email", "account_change_password"):
        assert browser.get(reverse(page)).url.startswith(reverse("account_login")), page
    inside = browser.get(f"/b/{member.organisation_id}/rie/{member.organisation_id}/")
    assert inside.url.startswith(reverse("account_login"))
    assert not is_logged_in(browser)


def test_the_second_step_alone_is_no_way_in(careful: User) -> None:
    browser = Client()
    second_step(browser, code_now())
    assert not is_logged_in(browser)


def test_a_code_works_once(careful: User) -> None:
    code = code_now()
    for expected in (True, False):
        browser = Client()
        log_in(browser, careful.email)
        second_step(browser, code)
        assert is_logged_in(browser) is expected


def test_a_code_works_once_also_a_period_later(careful: User, time_machine) -> None:
    code = code_now()
    first, second = Client(), Client()
    log_in(first, careful.email)
    second_step(first, code)
    time_machine.move_to("2026-11-02 10:00:31 +0100", tick=False)
    log_in(second, careful.email)
    second_step(second, code)
    assert is_logged_in(first)
    assert not is_logged_in(second)


def test_a_code_that_just_passed_still_works(careful: User, time_machine) -> None:
    code = code_now()
    time_machine.move_to("2026-11-02 10:00:31 +0100", tick=False)
    browser = Client()
    log_in(browser, careful.email)
    second_step(browser, code)
    assert is_logged_in(browser)


def test_after_five_wrong_codes_the_right_one_waits(careful: User) -> None:
    browser = Client()
    log_in(browser, careful.email)
    for _guess in range(5):
        second_step(browser, WRONG_CODE)
    second_step(browser, code_now())
    assert not is_logged_in(browser)


def test_each_spare_code_works_once(careful: User) -> None:
    codes = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()
    for expected in (True, False):
        browser = Client()
        log_in(browser, careful.email)
        second_step(browser, codes[0])
        assert is_logged_in(browser) is expected


def test_a_new_password_by_mail_does_not_skip_the_second_step(careful: User) -> None:
    browser = Client()
    ask_reset(browser, careful.email)
    form = browser.get(link_in_mail(), follow=True).request["PATH_INFO"]
    browser.post(form, {"password1": "negen-schapen-op-de-dijk", "password2": "negen-schapen-op-de-dijk"})
    assert not is_logged_in(browser)
    log_in(browser, careful.email, "negen-schapen-op-de-dijk")
    assert not is_logged_in(browser)


def test_setting_up_an_app_takes_a_code_from_it_and_gives_spare_codes(ans: User) -> None:
    browser = Client()
    log_in_and_prove(browser, ans.email)
    page = browser.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    browser.post(reverse("mfa_activate_totp"), {"code": WRONG_CODE})
    assert not Authenticator.objects.exists()
    done = browser.post(reverse("mfa_activate_totp"), {"code": code_now(secret=secret)})
    assert done.url == reverse("mfa_view_recovery_codes")
    assert len(browser.get(done.url).context["unused_codes"]) == 10


def test_before_changing_how_she_logs_in_she_types_her_password_once_more(ans: User, time_machine) -> None:
    browser = Client()
    log_in_and_prove(browser, ans.email)
    assert browser.get(reverse("mfa_activate_totp")).status_code == 200
    time_machine.move_to("2026-11-02 10:11 +0100", tick=False)
    for page in ("mfa_activate_totp", "mfa_add_webauthn"):
        assert browser.get(reverse(page)).url.startswith(reverse("account_reauthenticate"))
    response = browser.post(reverse("account_email"), {"action_add": "", "email": "dief@example.org"})
    assert response.url.startswith(reverse("account_reauthenticate"))
    again = f"{reverse('account_reauthenticate')}?next={reverse('mfa_activate_totp')}"
    assert browser.post(again, {"password": PASSWORD}).url == reverse("mfa_activate_totp")


def test_turning_off_needs_the_password_too(careful: User) -> None:
    browser = Client()
    log_in(browser, careful.email)
    second_step(browser, code_now())
    browser.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()

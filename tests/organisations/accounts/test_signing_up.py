"""Making an account: nobody gets in before the code from the mail is typed."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from apps.organisations.models import User
from tests.organisations.accounts.steps import code_in_mail, confirm, is_logged_in, log_in, sign_up

pytestmark = pytest.mark.django_db
EMAIL = "nieuw@example.org"
WRONG_CODE = "BBBB-BBBB"


def test_the_code_from_the_mail_opens_the_door(client: Client) -> None:
    response = sign_up(client, EMAIL)
    assert response.url == reverse("account_email_verification_sent")
    assert not is_logged_in(client)
    confirm(client, code_in_mail())
    assert is_logged_in(client)
    assert User.objects.get().emailaddress_set.get().verified


def test_without_the_code_the_password_does_not_help(client: Client) -> None:
    sign_up(client, EMAIL)
    other = Client()
    log_in(other, EMAIL)
    assert not is_logged_in(other)


def test_the_code_may_be_typed_in_small_letters_and_without_the_dash(client: Client) -> None:
    sign_up(client, EMAIL)
    confirm(client, code_in_mail().lower().replace("-", ""))
    assert is_logged_in(client)


def test_after_three_guesses_the_right_code_no_longer_works(client: Client) -> None:
    sign_up(client, EMAIL)
    code = code_in_mail()
    for _guess in range(3):
        confirm(client, WRONG_CODE)
    confirm(client, code)
    assert not is_logged_in(client)


def test_a_code_works_in_the_browser_that_asked_for_it_only(client: Client) -> None:
    sign_up(client, EMAIL)
    other = Client()
    confirm(other, code_in_mail())
    assert not is_logged_in(other)


def test_a_code_is_too_old_after_a_quarter_of_an_hour(client: Client, time_machine) -> None:
    time_machine.move_to("2026-11-02 10:00 +0100", tick=False)
    sign_up(client, EMAIL)
    time_machine.move_to("2026-11-02 10:16 +0100", tick=False)
    confirm(client, code_in_mail())
    assert not is_logged_in(client)


def test_a_new_code_can_be_sent_and_replaces_the_old_one(client: Client, time_machine) -> None:
    time_machine.move_to("2026-11-02 10:00 +0100", tick=False)
    sign_up(client, EMAIL)
    old = code_in_mail()
    time_machine.move_to("2026-11-02 10:01 +0100", tick=False)
    client.post(reverse("account_email_verification_sent"), {"action": "resend"})
    new = code_in_mail()
    assert len(mail.outbox) == 2
    confirm(client, old)
    assert not is_logged_in(client)
    confirm(client, new)
    assert is_logged_in(client)


def test_what_is_too_common_or_too_short_is_no_password(client: Client) -> None:
    for password in ("password123", "kort"):
        response = sign_up(client, EMAIL, password)
        assert response.status_code == 200
        assert response.context["form"].errors["password1"]
    assert not User.objects.exists()

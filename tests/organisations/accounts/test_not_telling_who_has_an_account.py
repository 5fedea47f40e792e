"""Enumeration: nobody learns from a page whether an address has an account."""

from __future__ import annotations

from collections.abc import Callable
from unittest.mock import patch

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from apps.organisations.models import User
from tests.organisations.accounts.steps import ask_reset, confirm, log_in, sign_up

pytestmark = pytest.mark.django_db
UNKNOWN = "niemand@example.org"
WRONG = "vier-koeien-in-de-wei"
Step = Callable[[Client, str], HttpResponse]


def seen(step: Step, email: str) -> tuple[int, str, str]:
    """What a stranger sees of it, with the address itself left out."""
    browser = Client()
    response = step(browser, email)
    page = browser.get(response.url) if response.status_code == 302 else response
    text = page.content.decode().replace(email, "ADDRESS")
    return response.status_code, response.headers.get("Location", ""), without_tokens(text)


def without_tokens(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


def wrong_login(browser: Client, email: str) -> HttpResponse:
    return log_in(browser, email, WRONG)


@pytest.mark.parametrize("step", [sign_up, ask_reset, wrong_login])
def test_the_page_is_the_same_with_and_without_an_account(step: Step, ans: User) -> None:
    assert seen(step, ans.email) == seen(step, UNKNOWN)


@pytest.mark.parametrize("step", [sign_up, ask_reset])
def test_both_addresses_get_a_letter_so_that_the_time_is_the_same_too(step: Step, ans: User) -> None:
    for email in (ans.email, UNKNOWN):
        mail.outbox.clear()
        step(Client(), email)
        assert [letter.to for letter in mail.outbox] == [[email]]


@pytest.mark.parametrize("step", [sign_up, wrong_login])
def test_a_password_is_hashed_in_both_cases(step: Step, ans: User) -> None:
    for email in (ans.email, UNKNOWN):
        with patch.object(MD5PasswordHasher, "encode", autospec=True, return_value="md5$a$b") as hashed:
            step(Client(), email)
        assert hashed.call_count == 1, email


def test_the_work_of_the_database_is_comparable(ans: User, queries) -> None:
    counts = {}
    for step in (ask_reset, wrong_login):
        for email in (ans.email, UNKNOWN):
            with queries() as captured:
                step(Client(), email)
            counts[step, email] = len(captured.statements)
        assert abs(counts[step, ans.email] - counts[step, UNKNOWN]) <= 3


def test_who_has_an_account_hears_so_in_her_own_mailbox_only(ans: User, english: None) -> None:
    sign_up(Client(), ans.email)
    assert "You have one already." in mail.outbox[-1].body
    assert User.objects.count() == 1


def test_no_code_confirms_an_account_that_was_there_already(ans: User) -> None:
    browser = Client()
    sign_up(browser, ans.email)
    response = confirm(browser, "BBBB-BBBB")
    assert response.status_code == 200
    assert browser.get(reverse("account")).status_code == 302

"""Another e-mail address: it counts once its code is typed, and the old mailbox hears of it."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from apps.organisations.models import User
from tests.organisations.accounts.steps import (
    PASSWORD,
    code_in_mail,
    confirm,
    is_logged_in,
    log_in,
    log_in_and_prove,
)

pytestmark = pytest.mark.django_db
NEW = "ans@nieuw.example"


def change(browser: Client, email: str):
    return browser.post(reverse("account_email"), {"action_add": "", "email": email})


@pytest.fixture
def browser(ans: User) -> Client:
    browser = Client()
    log_in_and_prove(browser, ans.email)
    return browser


def addresses(user: User) -> list[str]:
    user.refresh_from_db()
    return [user.email, *user.emailaddress_set.filter(verified=True).values_list("email", flat=True)]


def test_the_old_address_counts_until_the_new_one_is_confirmed(browser: Client, ans: User) -> None:
    change(browser, NEW)
    assert addresses(ans) == [ans.email, ans.email]
    assert mail.outbox[-1].to == [NEW]
    confirm(browser, code_in_mail())
    assert addresses(ans) == [NEW, NEW]


def test_the_old_mailbox_is_told(browser: Client, ans: User, english: None) -> None:
    old = ans.email
    change(browser, NEW)
    confirm(browser, code_in_mail())
    letter = mail.outbox[-1]
    assert letter.to == [old]
    assert f"You no longer log in with {old} but with {NEW}." in letter.body


def test_the_address_of_somebody_else_cannot_be_taken(browser: Client, ans: User, bram: User) -> None:
    change(browser, bram.email)
    assert bram.emailaddress_set.get().verified
    assert addresses(ans) == [ans.email, ans.email]
    assert mail.outbox[-1].to == [bram.email]
    assert "-" in mail.outbox[-1].body


def test_after_the_change_the_new_address_logs_in_and_the_old_does_not(browser: Client, ans: User) -> None:
    old = ans.email
    change(browser, NEW)
    confirm(browser, code_in_mail())
    for email, expected in ((old, False), (NEW, True)):
        other = Client()
        log_in(other, email, PASSWORD)
        assert is_logged_in(other) is expected

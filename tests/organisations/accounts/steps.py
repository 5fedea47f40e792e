"""What people do on the pages of their account."""

from __future__ import annotations

import re

from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

PASSWORD = "drie-koeien-in-de-wei"
CODE = re.compile(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", re.MULTILINE)
LINK = re.compile(r"^https?://testserver(/\S+)$", re.MULTILINE)
HOME = "198.51.100.7"
ELSEWHERE = "203.0.113.9"


def sign_up(browser: Client, email: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    data = {"email": email, "password1": password, "password2": password, **more}
    return browser.post(reverse("account_signup"), data)


def log_in(
    browser: Client, email: str, password: str = PASSWORD, *, address: str = HOME, **more: str
) -> HttpResponse:
    data = {"login": email, "password": password, **more}
    return browser.post(reverse("account_login"), data, REMOTE_ADDR=address)


def log_in_and_prove(browser: Client, email: str) -> None:
    """Log in and type the password once more, as before anything about the account itself."""
    log_in(browser, email)
    response = browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert response.status_code == 302


def confirm(browser: Client, code: str) -> HttpResponse:
    return browser.post(reverse("account_email_verification_sent"), {"code": code})


def ask_reset(browser: Client, email: str) -> HttpResponse:
    return browser.post(reverse("account_reset_password"), {"email": email})


def code_in_mail() -> str:
    return CODE.search(mail.outbox[-1].body).group()


def link_in_mail() -> str:
    return LINK.search(mail.outbox[-1].body).group(1)


def is_logged_in(browser: Client) -> bool:
    """Whether a page of the account opens, which also says that the session still counts."""
    return browser.get(reverse("account")).status_code == 200


def session_key(browser: Client) -> str:
    return browser.cookies["sessionid"].value

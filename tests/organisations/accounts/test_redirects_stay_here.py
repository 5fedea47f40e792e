"""Open redirect: ``?next=`` leads to a page of this site or nowhere."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from apps.organisations.models import User
from tests.organisations.accounts.steps import code_in_mail, confirm, log_in, sign_up

pytestmark = pytest.mark.django_db
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "http:evil.example",
    " https://evil.example",
    "https://testserver@evil.example/",
)
HERE = "/hulp/"


@pytest.mark.parametrize("target", ELSEWHERE)
def test_logging_in_leads_nowhere_else(ans: User, target: str) -> None:
    assert log_in(Client(), ans.email, next=target).url == "/"


@pytest.mark.parametrize("target", ELSEWHERE)
def test_making_an_account_leads_nowhere_else(target: str) -> None:
    browser = Client()
    sign_up(browser, "nieuw@example.org", next=target)
    assert confirm(browser, code_in_mail()).url == "/"


@pytest.mark.parametrize("target", ELSEWHERE)
def test_logging_out_leads_nowhere_else(ans: User, target: str) -> None:
    browser = Client()
    browser.force_login(ans)
    assert browser.post(reverse("account_logout"), {"next": target}).url == "/"
    assert browser.post(f"{reverse('account_logout')}?next={target}").url == "/"


def test_a_page_of_this_site_is_fine(ans: User) -> None:
    browser = Client()
    assert log_in(browser, ans.email, next=HERE).url == HERE
    assert browser.post(reverse("account_logout"), {"next": HERE}).url == HERE


def test_a_look_at_the_page_logs_nobody_out(ans: User) -> None:
    browser = Client()
    browser.force_login(ans)
    browser.get(reverse("account_logout"))
    assert browser.get(reverse("account")).status_code == 200

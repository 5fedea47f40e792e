"""Somebody who tries without an account, with a browser; and how she makes an account there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from apps.organisations.models import Organisation, User
from apps.rie.models import Dossier
from tests.factories import UserFactory

PASSWORD = "zonnige-bloemen-4"
EMAIL = "ans@delinde.example"
FIRM = {
    "seen_json": "{}",
    "name": "Bloemenwinkel De Linde",
    "kvk_number": "12345678",
    "sector": "detailhandel",
    "headcount": "12",
    "paid_hours_per_week": "260",
    "sites": "1",
    "representation": "none",
}
CODE = re.compile(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", re.MULTILINE)


@dataclass
class Trial:
    """A browser with a guest, and the firm she filled in (None before that)."""

    browser: Client
    guest: User
    organisation: Organisation | None = None

    @property
    def dossier(self) -> Dossier:
        with scope(organisation=self.organisation):
            return Dossier.objects.select_related("organisation").get()

    def url(self, name: str, *args: object) -> str:
        return reverse(name, args=[self.organisation.pk, self.dossier.pk, *args])


def start_trying(browser: Client | None = None) -> Trial:
    """Press the button on the front page."""
    browser = browser or Client()
    browser.post(reverse("try_without_account"))
    return Trial(browser, User.objects.get(pk=browser.session["trial_guest"]))


def try_with_a_firm() -> Trial:
    """… and tell about the firm."""
    trial = start_trying()
    page = trial.browser.post(reverse("new_firm"), FIRM)
    assert page.status_code == 302, page.content.decode()
    with scopes_disabled():
        trial.organisation = Organisation.objects.get(memberships__user=trial.guest)
    return trial


def make_account(browser: Client, email: str = EMAIL) -> User:
    """Sign up, to the end: with the code that was mailed."""
    begin_account(browser, email)
    confirm(browser)
    return User.objects.get(email=email)


def begin_account(browser: Client, email: str = EMAIL) -> HttpResponse:
    """The first page of signing up; a code is on its way."""
    form = {"email": email, "password1": PASSWORD, "password2": PASSWORD}
    page = browser.post(reverse("account_signup"), form)
    assert page.status_code == 302, page.content.decode()
    return page


def confirm(browser: Client) -> HttpResponse:
    """The second page: the code of the letter that came last."""
    code = CODE.search(mail.outbox[-1].body).group()
    page = browser.post(reverse("account_email_verification_sent"), {"code": code})
    assert page.status_code == 302, page.content.decode()
    return page


def account(email: str = EMAIL) -> User:
    """Somebody who has an account already."""
    return UserFactory(email=email, password=PASSWORD, name="Ans")


def log_in(browser: Client, email: str = EMAIL) -> HttpResponse:
    page = browser.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    assert page.status_code == 302, page.content.decode()
    return page

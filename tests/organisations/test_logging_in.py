"""Who can log in with an e-mail address and a password."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from apps.organisations.models import User
from tests.factories import UserFactory

PASSWORD = "werkbalans-demo"

pytestmark = pytest.mark.django_db


def log_in(email: str, password: str = PASSWORD) -> bool:
    browser = Client()
    browser.post(reverse("account_login"), {"login": email, "password": password})
    return "_auth_user_id" in browser.session


@pytest.fixture
def _people() -> None:
    for email in ("ans@example.org", "werkgever@demo.example"):
        UserFactory(email=email, password=PASSWORD)


@pytest.mark.usefixtures("_people")
class TestLoggingIn:
    def test_with_the_right_password_in_any_case_of_the_address(self):
        assert log_in("ans@example.org")
        assert log_in("Ans@Example.ORG")

    def test_not_with_another_password_or_address(self):
        assert not log_in("ans@example.org", "iets-anders")
        assert not log_in("bram@example.org")

    def test_demo_accounts_log_in_on_a_development_machine(self, settings):
        settings.DEBUG = True
        assert log_in("werkgever@demo.example")

    def test_demo_accounts_never_log_in_in_production(self, settings):
        settings.DEBUG = False
        assert not log_in("werkgever@demo.example")

    def test_someone_whose_account_is_off_does_not_log_in(self):
        User.objects.filter(email="ans@example.org").update(is_active=False)
        assert not log_in("ans@example.org")

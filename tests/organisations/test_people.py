"""People log in with an e-mail address."""

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from apps.organisations.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_an_address_is_stored_in_lower_case_so_that_it_exists_once():
    UserFactory(email="Ans@Example.org")

    assert User.objects.get().email == "ans@example.org"
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(email="ANS@example.org")


def test_nobody_exists_without_an_address():
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("")


def test_a_password_is_never_stored_as_typed():
    user = User.objects.create_user("ans@example.org", "drie koeien in de wei")

    assert "koeien" not in user.password
    assert user.check_password("drie koeien in de wei")


def test_without_a_password_nobody_can_log_in_with_one():
    User.objects.create_user("ans@example.org")

    assert authenticate(email="ans@example.org", password="") is None


def test_a_superuser_may_do_everything():
    user = User.objects.create_superuser("beheer@example.org", "een lang wachtwoord")

    assert user.is_staff
    assert user.is_superuser


@pytest.mark.parametrize(("name", "shown"), [("Ans de Boer", "Ans de Boer"), ("", "ans@example.org")])
def test_a_person_is_shown_by_name_or_else_by_address(name, shown):
    assert str(UserFactory(name=name, email="ans@example.org")) == shown

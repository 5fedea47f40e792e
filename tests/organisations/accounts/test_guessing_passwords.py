"""Brute force: guessing stops, and it stops nobody else. Firms are often behind one address."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from apps.organisations.models import User
from tests.organisations.accounts.steps import ELSEWHERE, HOME, PASSWORD, is_logged_in, log_in

pytestmark = pytest.mark.django_db
ALLOWED = 5


def guess(user: User, times: int, *, address: str = HOME) -> None:
    for number in range(times):
        log_in(Client(), user.email, f"mis-{number}", address=address)


def gets_in(user: User, *, address: str = HOME) -> bool:
    browser = Client()
    log_in(browser, user.email, PASSWORD, address=address)
    return is_logged_in(browser)


def test_after_five_wrong_passwords_the_right_one_waits_too(ans: User) -> None:
    guess(ans, ALLOWED)
    assert not gets_in(ans)


def test_after_five_minutes_the_right_one_works(ans: User, time_machine) -> None:
    time_machine.move_to("2026-11-02 10:00 +0100", tick=False)
    guess(ans, ALLOWED)
    time_machine.move_to("2026-11-02 10:06 +0100", tick=False)
    assert gets_in(ans)


def test_guessing_one_account_leaves_the_colleague_at_the_same_address_alone(ans: User, bram: User) -> None:
    guess(ans, ALLOWED)
    assert gets_in(bram)


def test_who_guesses_elsewhere_does_not_lock_out_the_owner(ans: User) -> None:
    guess(ans, 3 * ALLOWED, address=ELSEWHERE)
    assert gets_in(ans)


def test_guessing_from_many_addresses_stops_as_well(ans: User) -> None:
    limit = int(settings.ACCOUNT_RATE_LIMITS["login_failed_anywhere"].partition("/")[0])
    for number in range(limit // ALLOWED):
        guess(ans, ALLOWED, address=f"192.0.2.{number}")
    assert not gets_in(ans, address=ELSEWHERE)


def test_a_right_password_does_not_give_new_guesses(ans: User, bram: User) -> None:
    guess(ans, ALLOWED - 1)
    assert gets_in(ans)
    guess(ans, 1)
    assert not gets_in(ans)


def test_a_training_room_full_of_people_gets_in(db: None) -> None:
    from tests.factories import UserFactory

    people = [UserFactory(password=PASSWORD) for _number in range(40)]
    for person in people:
        guess(person, 1)
    assert all(gets_in(person) for person in people)


def test_all_processes_count_together() -> None:
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"
    cache.set("counted", 1)
    assert cache.get("counted") == 1

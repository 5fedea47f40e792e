"""Advisers, sector managers and administrators set up a second step before they see anything."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from apps.organisations.models import Practice, PracticeMembership, Sector, SectorManager, User
from tests.factories import MembershipFactory, UserFactory
from tests.organisations.accounts.steps import log_in
from tests.two_step import set_up_app

pytestmark = [pytest.mark.django_db, pytest.mark.no_second_step]
SET_UP = reverse("mfa_index")
CLOSED = ("home", "new_firm")
OPEN = ("account", "account_sessions", "account_email", "mfa_index", "help", "account_logout")


def adviser(**person: object) -> User:
    user = UserFactory(**person)
    PracticeMembership.objects.create(practice=Practice.objects.create(name="Arbo Oost"), user=user)
    return user


def sector_manager() -> User:
    user = UserFactory()
    SectorManager.objects.create(user=user, sector=Sector.RETAIL)
    return user


def administrator() -> User:
    return UserFactory(is_staff=True)


def browser_of(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


MUST = pytest.mark.parametrize("person", [adviser, sector_manager, administrator])


@MUST
@pytest.mark.parametrize("page", CLOSED)
def test_without_a_second_step_every_page_leads_to_setting_it_up(
    person: Callable[[], User], page: str
) -> None:
    browser = browser_of(person())
    assert browser.get(reverse(page)).url == SET_UP
    assert browser.post(reverse(page)).url == SET_UP


@MUST
def test_own_account_logging_out_and_help_stay_open(person: Callable[[], User]) -> None:
    browser = browser_of(person())
    for page in OPEN:
        assert browser.get(reverse(page)).status_code == 200, page


@MUST
def test_with_a_second_step_the_pages_open(person: Callable[[], User]) -> None:
    user = person()
    browser = browser_of(user)
    set_up_app(user)
    assert browser.get(reverse("new_firm")).status_code == 200


def test_also_the_pages_of_her_own_firm(db: None) -> None:
    user = adviser()
    member = MembershipFactory(user=user)
    page = f"/b/{member.organisation_id}/rie/{member.organisation_id}/"
    assert browser_of(user).get(page).url == SET_UP


def test_a_page_that_saves_by_itself_is_refused_and_keeps_its_text() -> None:
    response = browser_of(adviser()).post(reverse("new_firm"), headers={"hx-request": "true"})
    assert (response.status_code, response.content) == (403, b"")


def test_who_becomes_adviser_is_asked_at_once() -> None:
    user = UserFactory()
    browser = browser_of(user)
    assert browser.get(reverse("new_firm")).status_code == 200
    PracticeMembership.objects.create(practice=Practice.objects.create(name="Arbo Oost"), user=user)
    assert browser.get(reverse("new_firm")).url == SET_UP


def test_the_page_says_why(english: None) -> None:
    page = browser_of(adviser()).get(SET_UP).content.decode()
    assert "You see more than your own firm" in page


def test_others_choose_themselves() -> None:
    assert browser_of(UserFactory()).get(reverse("new_firm")).status_code == 200


def test_an_address_that_leads_nowhere_says_so() -> None:
    assert browser_of(adviser()).get("/bestaat-niet/").status_code == 404


def test_demo_accounts_walk_on_in_development_only(settings) -> None:
    user = adviser(email="adviseur@demo.example")
    browser = browser_of(user)
    assert browser.get(reverse("new_firm")).url == SET_UP
    settings.DEBUG = True
    assert browser.get(reverse("new_firm")).status_code == 200


def test_asking_costs_no_query(queries) -> None:
    counts = []
    for user in (UserFactory(), adviser()):
        set_up_app(user)
        browser = browser_of(user)
        with queries() as captured:
            browser.get(reverse("help"))
        counts.append(len(captured.statements))
    assert counts == [2, 2]  # session, person


def test_the_password_of_a_demo_account_opens_nothing_in_production(settings) -> None:
    user = UserFactory(email="adviseur@demo.example", password="werkbalans-demo")
    browser = Client()
    log_in(browser, user.email, "werkbalans-demo")
    assert browser.get(reverse("account")).status_code == 302

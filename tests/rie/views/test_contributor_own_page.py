"""The page of who was given a part."""

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from apps.rie.models import Delegation
from tests.factories import UserFactory
from tests.rie.conftest import Firm
from tests.rie.screen import text_of

pytestmark = pytest.mark.usefixtures("english")
SUBTHEME = "taakeisen"


@pytest.fixture
def url(firm: Firm) -> str:
    return firm.url("delegate", SUBTHEME)


@pytest.fixture
def browser(browser_of) -> Client:
    return browser_of(user=UserFactory(name="Anna", email="anna@example.org"))


def given(firm: Firm) -> list[Delegation]:
    with scope(organisation=firm.organisation):
        return list(Delegation.objects.select_related("member", "invitation", "department"))


def test_the_page_of_her_own_teaches_when_there_is_nothing(firm, her_browser):
    page = text_of(her_browser.get(firm.url("my_part")))

    assert "Nothing is waiting for you here." in page
    assert f'href="{reverse("home")}"' in page


def test_the_page_of_her_own_says_what_was_asked_by_whom(firm, her_browser, give):
    give(SUBTHEME, department=firm.department, note="Voor vrijdag?", given_by=UserFactory(name="Anna"))
    page = text_of(her_browser.get(firm.url("my_part")))

    assert "Anna writes: “Voor vrijdag?”" in page
    assert "You speak for the department Winkel." in page
    assert "Start" in page


def test_a_part_that_is_no_longer_asked_says_so(firm, her_browser, give, content, monkeypatch):
    give(SUBTHEME)
    off = {factor.code: "Niet bij u." for factor in content.subthemes[SUBTHEME].factors}
    monkeypatch.setattr("apps.rie.domain.assessment.switched_off", lambda *args: off)

    assert "This is no longer asked in your firm." in text_of(her_browser.get(firm.url("my_part")))
    assert her_browser.get(firm.url("subtheme", SUBTHEME)).status_code == 404


def test_the_list_of_firms_leads_a_contributor_to_her_own_page(firm, her_browser, browser_of):
    assert f'href="{firm.url("my_part")}"' in text_of(her_browser.get(reverse("home")))
    assert f'href="{firm.url("overview")}"' in text_of(browser_of().get(reverse("home")))


def test_the_page_of_her_own_counts_no_less_for_the_employer(firm, browser_of):
    assert "Nothing is waiting for you here." in text_of(browser_of().get(firm.url("my_part")))

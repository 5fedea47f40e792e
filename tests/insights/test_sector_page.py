"""The page of a sector manager."""

import pytest
from django.test import Client
from django.urls import reverse

from apps.organisations.models import SectorManager, User
from tests.factories import UserFactory
from tests.insights.conftest import Entry, fill_sector
from tests.rie.screen import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
URL = reverse("insights:sector")
WRONG = Entry({"W43": "not_in_order"}, frozenset({"M01"}))
FINE = Entry({"W43": "in_order"})


def manager_of(*sectors: str) -> User:
    user = UserFactory()
    for sector in sectors:
        SectorManager.objects.create(user=user, sector=sector)
    return user


def browser_for(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def browser() -> Client:
    return browser_for(manager_of("zorg"))


def test_with_too_few_firms_the_page_says_so_and_gives_no_number(content, browser):
    fill_sector(content, [WRONG] * 9)

    page = text_of(browser.get(URL))

    assert "Too few firms to count" in page
    assert "fewer than 10 firms have answered" in page
    assert "9" not in page.split("<main", 1)[1].split("<footer")[0].replace("utf-8", "")


def test_with_enough_firms_it_shows_the_counts(content, browser):
    fill_sector(content, [WRONG] * 15 + [FINE] * 25)

    page = text_of(browser.get(URL))

    assert "Sector: Care" in page
    assert "about 40" in page
    assert "about 15 of 40 firms" in page
    assert "(40%)" in page
    assert "too few firms to say" in page
    assert content.measures["M01"].text.title in page


def test_with_too_few_firms_for_a_share_one_sentence_says_so(content, browser):
    fill_sector(content, [WRONG] * 12)

    page = text_of(browser.get(URL))

    assert "about 10" in page
    assert "At least 20 firms must have judged a subject" in page
    assert "too few firms to say" not in page
    assert "<table" not in page


def test_where_almost_no_or_almost_every_firm_has_it_a_word_says_so(content, browser):
    fill_sector(content, [Entry({"W43": "not_in_order", "O11": "in_order"})] * 30)

    page = text_of(browser.get(URL))

    assert "almost all: fewer than 10 firms do not" in page
    assert "fewer than 10 firms<" in page.replace("\n", "")


def test_no_firm_is_named(content, browser):
    fill_sector(content, [WRONG] * 15 + [FINE] * 25, name="Thuiszorg Zeven Bruggen")

    assert "Zeven Bruggen" not in text_of(browser.get(URL))


def test_who_has_several_sectors_chooses(content):
    fill_sector(content, [WRONG] * 15, sector="bouw")
    browser = browser_for(manager_of("zorg", "bouw"))

    assert browser.get(URL, {"sector": "bouw"}).context["counts"].dossiers == 15
    assert browser.get(URL, {"sector": "zorg"}).context["counts"].dossiers is None


@pytest.mark.parametrize("wrong", ["bouw", "x", ""])
def test_a_sector_that_is_not_hers_is_not_counted(content, browser, wrong):
    fill_sector(content, [WRONG] * 15, sector="bouw")

    answer = browser.get(URL, {"sector": wrong})

    assert answer.context["chosen"] == "zorg"
    assert answer.context["counts"].dossiers is None


def test_it_is_not_there_for_who_is_no_sector_manager(browser_of):
    assert browser_of().get(URL).status_code == 404


def test_a_sector_manager_enters_no_firm(content, browser):
    (dossier,) = fill_sector(content, [WRONG])

    url = reverse("rie:overview", args=[dossier.organisation_id, dossier.pk])

    assert browser.get(url).status_code == 404


def test_a_stranger_is_led_to_the_login():
    assert Client().get(URL).url == f"{reverse('account_login')}?next={URL}"


def test_nothing_can_be_sent_there(browser):
    assert browser.post(URL).status_code == 405


def test_the_page_costs_the_same_however_many_firms_there_are(content, browser, queries):
    fill_sector(content, [WRONG] * 12)
    browser.get(URL)
    costs = {}
    for size in (1, 3, 30):
        fill_sector(content, [WRONG] * size)
        with queries() as captured:
            assert browser.get(URL).status_code == 200
        costs[size] = len(captured.statements)

    assert len(set(costs.values())) == 1, costs
    assert costs[1] <= 12

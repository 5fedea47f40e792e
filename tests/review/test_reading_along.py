"""The adviser's own page: everything firms share with her practices."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from apps.organisations.models import Practice, SectorManager
from apps.review import views
from apps.review.domain.sharing import withdraw_share
from tests.factories import DossierFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.review.conftest import adviser_of, browser_for, share
from tests.rie.screen import text_of

pytestmark = pytest.mark.usefixtures("english")
URL = reverse("review:reading_along")
QUEUE = reverse("review:queue")
START = datetime(2026, 11, 1, 12, tzinfo=UTC)


def firm(name: str, **fields):
    return DossierFactory(organisation=OrganisationFactory(name=name, **fields))


def names_on(answer) -> list[str]:
    return [entry.organisation.name for entry in answer.context["shares"]]


def test_a_line_says_what_she_needs_to_choose(practice, adviser_browser):
    dossier = firm("Thuiszorg Zeven Bruggen", sector="zorg", headcount=120)
    share(dossier, practice, START)

    page = text_of(adviser_browser.get(URL))

    for words in (
        "Thuiszorg Zeven Bruggen · RI&E 2026",
        "Care",
        "120",
        "1 November 2026",
        "Arbodienst De Brug",
    ):
        assert words in page
    assert f'href="{reverse("rie:overview", args=[dossier.organisation_id, dossier.pk])}"' in page


def test_the_newest_share_stands_first(practice, adviser_browser):
    for number, name in enumerate(["De Eik", "De Linde", "De Beuk"]):
        share(firm(name), practice, START + timedelta(days=number))

    assert names_on(adviser_browser.get(URL)) == ["De Beuk", "De Linde", "De Eik"]


def test_only_what_is_shared_with_her_practices_stands_there(practice, other_practice, adviser_browser):
    share(firm("Van haar"), practice)
    share(firm("Van een ander"), other_practice)
    firm("Van niemand")
    taken_back = share(firm("Teruggenomen"), practice)
    with scope(organisation=taken_back.organisation):
        withdraw_share(share=taken_back)

    assert names_on(adviser_browser.get(URL)) == ["Van haar"]


def test_an_adviser_of_several_practices_sees_all_and_filters(practice, other_practice):
    share(firm("De Eik"), practice, START)
    share(firm("De Linde"), other_practice, START + timedelta(days=1))
    browser = browser_for(adviser_of(practice, other_practice))

    assert names_on(browser.get(URL)) == ["De Linde", "De Eik"]
    assert names_on(browser.get(URL, {"praktijk": practice.pk})) == ["De Eik"]
    assert names_on(browser.get(URL, {"praktijk": other_practice.pk})) == ["De Linde"]


@pytest.mark.parametrize("wrong", ["x", "", "00000000-0000-0000-0000-000000000000"])
def test_a_filter_that_is_not_hers_filters_nothing(practice, other_practice, adviser_browser, wrong):
    share(firm("De Eik"), practice)
    share(firm("De Linde"), other_practice)

    assert names_on(adviser_browser.get(URL, {"praktijk": wrong})) == ["De Eik"]
    assert names_on(adviser_browser.get(URL, {"praktijk": other_practice.pk})) == ["De Eik"]


def test_of_a_practice_that_has_stopped_she_sees_nothing(practice, other_practice):
    share(firm("De Eik"), practice)
    share(firm("De Linde"), other_practice)
    browser = browser_for(adviser_of(practice, other_practice))
    Practice.objects.filter(pk=practice.pk).update(closed_at=timezone.now())

    answer = browser.get(URL, {"praktijk": practice.pk})

    assert names_on(answer) == ["De Linde"]
    assert "Arbodienst De Brug has stopped." in text_of(answer)


def test_an_empty_queue_says_how_it_fills(adviser_browser):
    assert "Ask the firm to open its RI&E" in text_of(adviser_browser.get(URL))


def test_a_long_queue_comes_in_pages(practice, adviser_browser, monkeypatch):
    monkeypatch.setattr(views, "PER_PAGE", 2)
    for number in range(3):
        share(firm(f"Firma {number}"), practice, START + timedelta(days=number))

    first = adviser_browser.get(URL, {"praktijk": practice.pk})
    second = adviser_browser.get(URL, {"bladzijde": 2})

    assert (names_on(first), names_on(second)) == (["Firma 2", "Firma 1"], ["Firma 0"])
    assert f'href="?bladzijde=2&praktijk={practice.pk}"' in text_of(first)
    assert 'href="?bladzijde=1"' in text_of(second)
    assert names_on(adviser_browser.get(URL, {"bladzijde": "x"})) == ["Firma 2", "Firma 1"]


def test_it_costs_the_same_however_much_is_shared(practice, adviser_browser, queries):
    counts = {}
    for size in (1, 3, 30):
        for number in range(size):
            share(firm(f"Firma {number}"), practice)
        with queries() as captured:
            assert adviser_browser.get(URL).status_code == 200
        counts[size] = len(captured.statements)

    assert len(set(counts.values())) == 1, counts
    assert counts[1] <= 6


def test_it_is_not_there_for_who_is_no_adviser(browser_of):
    assert browser_of().get(URL).status_code == 404


def test_a_stranger_is_led_to_the_login():
    assert Client().get(URL).url == f"{reverse('account_login')}?next={URL}"


def test_nothing_can_be_sent_there(adviser_browser):
    assert adviser_browser.post(URL).status_code == 405


class TestHome:
    def test_an_adviser_without_a_firm_of_her_own_is_shown_her_queue(self, adviser_browser):
        page = text_of(adviser_browser.get(reverse("home")))

        assert f'href="{QUEUE}"' in page
        assert "Start with your firm" not in page

    def test_an_adviser_with_a_firm_sees_both(self, adviser, adviser_browser):
        MembershipFactory(user=adviser, organisation=OrganisationFactory(name="Eigen bureau"))

        page = text_of(adviser_browser.get(reverse("home")))

        assert f'href="{QUEUE}"' in page
        assert "Eigen bureau" in page

    def test_a_sector_manager_is_shown_the_counts(self, db):
        user = adviser_of(user=UserFactory())
        SectorManager.objects.create(user=user, sector="zorg")

        page = text_of(browser_for(user).get(reverse("home")))

        assert f'href="{reverse("insights:sector")}"' in page
        assert f'href="{QUEUE}"' not in page

    def test_nobody_else_sees_either(self, browser_of):
        page = text_of(browser_of().get(reverse("home")))

        assert f'href="{QUEUE}"' not in page
        assert f'href="{reverse("insights:sector")}"' not in page

"""The page where somebody makes the private address of her calendar, and one action as a file."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope, scopes_disabled
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from apps.actions.domain.feeds import make_feed
from apps.actions.models import ActionStatus, CalendarFeed
from apps.organisations.models import AuditEvent, Membership, Role
from apps.organisations.tokens import hash_of
from tests.actions.reminding import make, member
from tests.rie.screen import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DUE = date(2027, 2, 1)
DONE = {"status": ActionStatus.DONE, "done_on": DUE}


@pytest.fixture
def an(organisation):
    return member(organisation, name="An Vos", email="an@firma.example")


@pytest.fixture
def hr(organisation):
    return member(organisation, Role.HR, name="Els de Wit")


def address(person: Membership, *, is_whole_firm: bool = False) -> str:
    with scope(organisation=person.organisation):
        token = make_feed(member=person, is_whole_firm=is_whole_firm)
    return reverse("calendar_feed", args=[token])


def raw(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def read(path: str) -> Calendar:
    return IcsCalendarStream.calendar_from_ics(raw(path))


def events(path: str) -> dict[str, Event]:
    return {event.summary: event for event in read(path).events}


def page_of(organisation) -> str:
    return reverse("actions:calendar", args=[organisation.pk])


def browser_of_member(person: Membership) -> Client:
    browser = Client()
    browser.force_login(person.user)
    return browser


class TestThePage:
    def test_an_address_is_made_shown_once_and_works(self, organisation, dossier, an):
        make(dossier, owner=an, due_on=DUE)
        browser = browser_of_member(an)
        assert "Make an address" in text_of(browser.get(page_of(organisation)))

        page = text_of(browser.post(page_of(organisation)))

        [shown] = re.findall(r'value="(http[^"]+\.ics)"', page)
        assert set(events("/" + shown.split("/", 3)[3])) == {"Huisregels ophangen"}
        assert f'href="webcal:{shown.partition(":")[2]}"' in page
        for program in ("Outlook", "Google", "Apple"):
            assert program in page
        again = text_of(browser.get(page_of(organisation)))
        assert ".ics" not in again
        assert "There is an address since" in again

    def test_only_a_hash_is_kept(self, organisation, an):
        page = text_of(browser_of_member(an).post(page_of(organisation)))
        token = re.search(r"/agenda/([^/]+)\.ics", page).group(1)

        with scopes_disabled():
            feed = CalendarFeed.objects.get()
            log = " ".join(str(row) for row in AuditEvent.objects.values_list())
        assert feed.token_hash == hash_of(token)
        assert token not in log

    def test_who_makes_the_plan_can_follow_all_of_it(self, organisation, hr):
        browser = browser_of_member(hr)
        assert "All actions of the firm" in text_of(browser.get(page_of(organisation)))

        page = text_of(browser.post(reverse("actions:firm_calendar", args=[organisation.pk])))

        assert "Your new address for all actions" in page
        with scopes_disabled():
            assert CalendarFeed.objects.get().is_whole_firm

    def test_a_contributor_sees_and_gets_only_her_own(self, organisation, an):
        browser = browser_of_member(an)

        assert "All actions of the firm" not in text_of(browser.get(page_of(organisation)))
        for name in ("firm_calendar", "end_firm_calendar"):
            assert browser.post(reverse(f"actions:{name}", args=[organisation.pk])).status_code == 403

    def test_a_guest_has_no_calendar(self, organisation):
        guest = member(organisation, Role.EMPLOYER, is_guest=True)
        browser = browser_of_member(guest)

        assert browser.get(page_of(organisation)).status_code == 403
        assert browser.post(reverse("actions:firm_calendar", args=[organisation.pk])).status_code == 403

    @pytest.mark.parametrize("is_whole_firm", [False, True])
    def test_ending_it_asks_first_and_says_what_stops(self, organisation, hr, is_whole_firm):
        path, browser = address(hr, is_whole_firm=is_whole_firm), browser_of_member(hr)
        name = "end_firm_calendar" if is_whole_firm else "end_calendar"
        url = reverse(f"actions:{name}", args=[organisation.pk])
        assert url in text_of(browser.get(page_of(organisation)))

        asked = text_of(browser.get(url))
        assert "gets no actions any more" in asked
        assert Client().get(path).status_code == 200

        told = text_of(browser.post(url, follow=True))
        assert "The address stopped working" in told
        assert Client().get(path).status_code == 404
        assert "stopped working already" in text_of(browser.post(url, follow=True))

    def test_it_costs_little(self, organisation, hr, queries):
        browser = browser_of_member(hr)
        address(hr)

        with queries() as captured:
            browser.get(page_of(organisation))

        assert len(captured.statements) <= 5


class TestOneAction:
    def test_it_is_a_file_with_that_action_only(self, organisation, dossier, an, hr):
        action = make(dossier, owner=an, title="Agressie: training é", due_on=DUE)
        make(dossier, owner=an, title="Een ander", due_on=DUE)
        url = reverse("actions:action_ics", args=[organisation.pk, dossier.pk, action.pk])

        answer = browser_of_member(hr).get(url)

        assert answer.headers["Content-Disposition"] == 'attachment; filename="agressie-training-e.ics"'
        [event] = IcsCalendarStream.calendar_from_ics(answer.content.decode()).events
        assert event.summary == "Agressie: training é"

    def test_a_title_without_letters_still_makes_a_file_name(self, organisation, dossier, hr):
        action = make(dossier, title="🌻", due_on=DUE)
        url = reverse("actions:action_ics", args=[organisation.pk, dossier.pk, action.pk])

        assert 'filename="actie.ics"' in browser_of_member(hr).get(url).headers["Content-Disposition"]

    def test_a_contributor_gets_what_she_carries_out_and_nothing_else(self, organisation, dossier, an, hr):
        own = make(dossier, owner=an, due_on=DUE)
        shared = make(dossier, owner=hr, helpers=[an], due_on=DUE)
        other = make(dossier, owner=hr, due_on=DUE)
        browser = browser_of_member(an)

        found = [
            browser.get(reverse("actions:action_ics", args=[organisation.pk, dossier.pk, one.pk])).status_code
            for one in (own, shared, other)
        ]

        assert found == [200, 200, 404]

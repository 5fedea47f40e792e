"""The private calendar address, read by an independent parser as a calendar program would."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django_scopes import scope, scopes_disabled
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from apps.actions.domain.feeds import end_feed, make_feed
from apps.actions.models import Action, ActionStatus, CalendarFeed
from apps.organisations.domain.members import leave
from apps.organisations.models import Membership, Role
from apps.organisations.tokens import hash_of
from apps.rie.domain.dossier import close_dossier
from tests.actions.reminding import make, member
from tests.factories import DossierFactory, OrganisationFactory

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


class TestWhatStandsInIt:
    def test_an_action_is_a_whole_day_at_its_term(self, organisation, dossier, an):
        action = make(dossier, owner=an, due_on=DUE, description="Bij de ingang.")

        [event] = read(address(an)).events

        assert (event.summary, event.dtstart, event.dtend) == (
            "Huisregels ophangen",
            DUE,
            DUE + timedelta(days=1),
        )
        assert event.uid == f"{action.pk}-term@actions.werkbalans"
        assert (event.sequence, event.status) == (1, "CONFIRMED")
        assert event.transparency == "TRANSPARENT"
        assert str(event.url).endswith(f"/plan/actie/{action.pk}/")
        for said in ("Status: Planned", "Who: An Vos", "Done by: 1 February 2027", "Bij de ingang."):
            assert said in event.description

    def test_a_program_reminds_two_weeks_ahead_of_what_is_still_to_do(self, dossier, an):
        make(dossier, owner=an, title="Te doen", due_on=DUE)
        make(dossier, owner=an, title="Gedaan", due_on=DUE, **DONE)

        found = events(address(an))

        [alarm] = found["Te doen"].alarm
        assert (alarm.action, alarm.trigger) == ("DISPLAY", timedelta(days=-14, hours=9))
        assert found["Done: Gedaan"].alarm == []

    def test_the_day_to_look_back_is_an_event_of_its_own(self, dossier, an):
        make(dossier, owner=an, due_on=DUE, evaluate_on=date(2027, 5, 1))

        found = events(address(an))

        assert found["Did it help? Huisregels ophangen"].dtstart == date(2027, 5, 1)
        assert len({event.uid for event in found.values()}) == 2

    def test_a_cancelled_action_stays_as_cancelled_so_that_programs_take_it_away(self, dossier, an):
        fields = {"status": ActionStatus.CANCELLED, "status_note": "Niet nodig"}
        make(dossier, owner=an, due_on=DUE, evaluate_on=date(2027, 5, 1), **fields)

        assert [event.status for event in read(address(an)).events] == ["CANCELLED", "CANCELLED"]

    def test_uid_stays_and_sequence_grows_when_an_action_changes(self, organisation, dossier, an):
        action, path = make(dossier, owner=an, due_on=DUE), address(an)
        [before] = read(path).events
        later = datetime(2027, 1, 1, tzinfo=UTC)
        with scope(organisation=organisation):
            Action.objects.filter(pk=action.pk).update(version=2, updated_at=later, due_on=date(2027, 3, 1))

        [after] = read(path).events

        assert (after.uid, after.sequence) == (before.uid, 2)
        assert (after.dtstart, after.last_modified, after.dtstamp) == (date(2027, 3, 1), later, later)

    @pytest.mark.parametrize(
        "title",
        [
            "Komma, puntkomma; en \\ schuine streep",
            "BEGIN:VEVENT",
            "Emoji 🌻 en ë" * 12,
            "x" * 200,
            'Aanhaling "met: dubbele punt"',
        ],
    )
    def test_text_with_signs_of_the_format_and_long_text_comes_back_as_it_was(self, dossier, an, title):
        make(dossier, owner=an, title=title, due_on=DUE, description="Regel 1\nRegel 2; en, zo")
        path = address(an)

        [event] = read(path).events

        assert event.summary == title
        assert "Regel 1\nRegel 2; en, zo" in event.description
        lines = raw(path).encode().split(b"\r\n")
        assert max(map(len, lines)) <= 75

    def test_what_the_whole_calendar_says_about_itself(self, organisation, dossier, an, hr):
        make(dossier, owner=an, due_on=DUE)

        own, firm = raw(address(an)), raw(address(hr, is_whole_firm=True))

        for text in (own, firm):
            assert text.startswith("BEGIN:VCALENDAR\r\n")
            for line in ("VERSION:2.0", "METHOD:PUBLISH", "REFRESH-INTERVAL;VALUE=DURATION:PT6H"):
                assert line in text
        assert f"X-WR-CALNAME:{organisation.name}: my actions" in own
        assert f"X-WR-CALNAME:{organisation.name}\r\n" in firm

    def test_an_empty_calendar_can_be_read(self, an):
        assert read(address(an)).events == []

    @pytest.mark.parametrize("count", [1, 3, 30])
    def test_it_costs_the_same_whatever_the_size_of_the_plan(self, dossier, an, hr, queries, count):
        for number in range(count):
            make(dossier, owner=an, helpers=[hr], title=f"Actie {number}", due_on=DUE)
        paths = [address(an), address(hr), address(hr, is_whole_firm=True)]

        for path in paths:
            with queries() as captured:
                Client().get(path)
            assert len(captured.statements) == 2


class TestWhose:
    def test_her_own_are_those_she_carries_out_alone_or_with_others(self, organisation, dossier, an, hr):
        make(dossier, owner=an, title="Eigen", due_on=DUE)
        make(dossier, owner=hr, helpers=[an], title="Samen", due_on=DUE)
        make(dossier, owner=hr, title="Van een ander", due_on=DUE)

        assert set(events(address(an))) == {"Eigen", "Samen"}

    def test_that_of_the_firm_has_all_of_them(self, dossier, an, hr):
        make(dossier, owner=an, title="Van An", due_on=DUE)
        make(dossier, owner_name="Leidinggevende", title="Van niemand", due_on=DUE)

        assert set(events(address(hr, is_whole_firm=True))) == {"Van An", "Van niemand"}

    def test_nothing_of_another_firm_or_a_closed_dossier(self, organisation, dossier, hr):
        other = OrganisationFactory(name="De Eik")
        make(DossierFactory(organisation=other), owner=member(other), title="Elders", due_on=DUE)
        closed = DossierFactory(organisation=organisation, year=2025)
        make(closed, owner=hr, title="Vorig jaar", due_on=DUE)
        with scope(organisation=organisation):
            close_dossier(dossier=closed)
        make(dossier, owner=hr, title="Nu", due_on=DUE)

        assert set(events(address(hr, is_whole_firm=True))) == {"Nu"}
        assert set(events(address(hr))) == {"Nu"}


class TestTheAddress:
    def test_it_needs_no_login_and_leaves_no_cookie(self, an):
        answer = Client().get(address(an))

        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert not answer.cookies

    def test_reading_changes_nothing(self, an, queries):
        path = address(an)

        with queries() as captured:
            Client().get(path)
            Client().head(path)

        assert all(statement.startswith("SELECT") for statement in captured.statements)

    def test_what_did_not_change_is_not_sent_again(self, organisation, dossier, an):
        action, path = make(dossier, owner=an, due_on=DUE), address(an)
        with time_machine.travel(datetime(2026, 11, 25, tzinfo=UTC), tick=False):
            etag = Client().get(path).headers["ETag"]
        with time_machine.travel(datetime(2026, 12, 25, tzinfo=UTC), tick=False):
            same = Client().get(path, headers={"If-None-Match": etag})
        with scope(organisation=organisation):
            Action.objects.filter(pk=action.pk).delete()

        changed = Client().get(path, headers={"If-None-Match": etag})

        assert (same.status_code, same.content) == (304, b"")
        assert same.headers["ETag"] == etag
        assert changed.status_code == 200
        assert changed.headers["ETag"] != etag
        assert changed.headers["Cache-Control"] == "private, no-cache"

    def test_a_wrong_address_is_not_found(self, an):
        path = address(an)
        for wrong in ("onzin", path.split("/")[2].removesuffix(".ics")[:-1], hash_of("x")):
            assert Client().get(reverse("calendar_feed", args=[wrong])).status_code == 404

    def test_the_hash_that_is_stored_opens_nothing(self, an):
        address(an)
        with scopes_disabled():
            stored = CalendarFeed.objects.get().token_hash

        assert Client().get(reverse("calendar_feed", args=[stored])).status_code == 404

    def test_made_anew_the_old_one_stops(self, an):
        old, new = address(an), address(an)

        assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)

    def test_ended_it_stops_and_the_other_kind_goes_on(self, organisation, hr):
        own, firm = address(hr), address(hr, is_whole_firm=True)
        with scope(organisation=organisation):
            assert end_feed(member=hr, is_whole_firm=True)
            assert not end_feed(member=hr, is_whole_firm=True)

        assert (Client().get(own).status_code, Client().get(firm).status_code) == (200, 404)

    def test_who_left_cannot_read_on(self, organisation, an):
        member(organisation, Role.EMPLOYER)
        path = address(an)
        with scope(organisation=organisation):
            leave(membership=an)

        assert Client().get(path).status_code == 404

    @pytest.mark.parametrize(
        ("role", "own", "firm"),
        [(Role.EMPLOYER, 200, 200), (Role.CONTRIBUTOR, 200, 404), (Role.WORKS_COUNCIL, 404, 404)],
    )
    def test_with_another_role_she_reads_what_that_role_may(self, hr, role, own, firm):
        paths = [address(hr), address(hr, is_whole_firm=True)]
        hr.role = role
        with scope(organisation=hr.organisation):
            hr.save()

        assert [Client().get(path).status_code for path in paths] == [own, firm]

    def test_an_account_that_was_switched_off_reads_nothing(self, an):
        path = address(an)
        an.user.is_active = False
        an.user.save()

        assert Client().get(path).status_code == 404

    def test_only_reading_is_possible(self, an):
        assert Client().post(address(an)).status_code == 405

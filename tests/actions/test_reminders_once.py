"""Reminders leave once, whatever runs twice or dies halfway; a run costs the same whatever the plan."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django_scopes import scope

from apps.actions.domain import reminders
from apps.actions.domain.reminders import RemindersLeftError, remind_firm, send_reminders
from apps.actions.letter_keys import STRANGERS_PER_DAY
from apps.actions.models import ActionStatus
from apps.actions.reminder_queries import FIRMS_AT_ONCE, firms_to_remind
from apps.organisations.models import Letter, LetterState, Role
from tests.actions.reminding import MONDAY, TODAY, at, letters, make, member, remind, written_to
from tests.factories import DossierFactory, OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DAY = timedelta(days=1)
DONE = {"status": ActionStatus.DONE, "due_on": date(2026, 8, 1), "done_on": date(2026, 8, 1)}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(at(TODAY), tick=False):
        yield


@pytest.fixture
def an(organisation):
    return member(organisation, name="An Vos", email="an@firma.example")


class TestOnce:
    @pytest.fixture
    def plan(self, organisation, dossier, an):
        """Four letters: due, late, time to look back (to the owner), and what HR sees on Monday."""
        member(organisation, Role.HR, email="hr@firma.example")
        make(dossier, owner=an)
        make(dossier, owner=an, due_on=MONDAY - DAY)
        make(dossier, owner=an, evaluate_on=MONDAY, **DONE)

    def test_a_second_run_writes_nothing(self, organisation, plan):
        first = remind()
        before = {letter.pk for letter in letters(organisation)}

        second = remind(hour=23)

        assert len(before) == 4
        assert first == ["action_due: 1", "actions_overdue: 2", "evaluation_due: 1"]
        assert second == ["letters: 0"]
        assert {letter.pk for letter in letters(organisation)} == before

    def test_letters_that_left_are_not_written_again(self, organisation, plan):
        remind()
        with scope(organisation=organisation):
            wiped = {"to": "", "subject": "", "text": "", "html": "", "headers": {}}
            Letter.objects.update(state=LetterState.SENT, sent_at=at(TODAY), **wiped)

        remind()

        assert len(letters(organisation)) == 4

    def test_after_a_crash_halfway_the_rest_is_written(self, organisation, plan, monkeypatch):
        send, calls = reminders.send_letter, []

        def die_at_the_third(**letter):
            calls.append(letter["key"])
            if len(calls) == 3:
                raise OSError("power")
            return send(**letter)

        monkeypatch.setattr(reminders, "send_letter", die_at_the_third)
        with pytest.raises(RemindersLeftError):
            remind()
        assert len(letters(organisation)) == 2

        remind()

        assert len(letters(organisation)) == 4
        assert len({letter.key for letter in letters(organisation)}) == 4

    def test_one_firm_that_fails_does_not_keep_the_others(
        self, organisation, dossier, an, monkeypatch, caplog
    ):
        other = OrganisationFactory(name="De Eik")
        make(dossier, owner=an)
        make(DossierFactory(organisation=other), owner=member(other, email="eik@firma.example"))
        real = reminders.reminded

        def fail(firm, **kwargs):
            if firm == organisation:
                raise ValueError("geheim@firma.example")
            return real(firm, **kwargs)

        monkeypatch.setattr(reminders, "reminded", fail)

        with pytest.raises(RemindersLeftError):
            remind()

        assert written_to(other) == ["eik@firma.example"]
        assert f"reminders_failed organisation={organisation.pk} error=ValueError" in caplog.text
        assert "geheim" not in caplog.text

    def test_a_dry_run_counts_and_writes_nothing(self, organisation, plan):
        said = send_reminders(now=at(TODAY), dry_run=True)

        assert said == ["action_due: 1", "actions_overdue: 2", "evaluation_due: 1"]
        assert letters(organisation) == []


class TestStrangers:
    def test_a_firm_writes_to_so_many_people_without_account_a_day_and_the_rest_follows(
        self, organisation, dossier
    ):
        for number in range(STRANGERS_PER_DAY + 3):
            make(
                dossier,
                owner_name="Iemand",
                owner_email=f"n{number}@elders.example",
                due_on=TODAY + 10 * DAY,
            )

        remind()
        assert len(letters(organisation)) == STRANGERS_PER_DAY

        tomorrow = TODAY + 2 * DAY
        with time_machine.travel(at(tomorrow), tick=False):
            remind(tomorrow)
        assert len(letters(organisation)) == STRANGERS_PER_DAY + 3

    def test_the_key_of_a_letter_says_nothing_about_her_address(self, organisation, dossier):
        make(dossier, owner_name="Piet", owner_email="piet@elders.example")

        remind()

        [letter] = letters(organisation)
        assert "piet" not in letter.key
        assert len(letter.key) < 200


class TestCost:
    @pytest.mark.parametrize("count", [1, 3, 30])
    def test_a_run_that_has_nothing_new_costs_the_same_whatever_the_size_of_the_plan(
        self, organisation, dossier, an, queries, count
    ):
        bo = member(organisation)
        for number in range(count):
            make(dossier, owner=an, helpers=[bo], title=f"Actie {number}")
            make(dossier, owner=bo, title=f"Laat {number}", due_on=MONDAY - DAY)
        remind()

        with queries() as captured, scope(organisation=organisation):
            remind_firm(organisation=organisation, now=at(TODAY))

        assert len(captured.statements) == 5

    @pytest.mark.parametrize("count", [1, 3, 30])
    def test_a_letter_costs_the_same_whatever_the_size_of_the_plan(
        self, organisation, dossier, an, queries, count
    ):
        for number in range(count):
            make(dossier, owner=an, title=f"Actie {number}")

        with queries() as captured, scope(organisation=organisation):
            remind_firm(organisation=organisation, now=at(TODAY))

        # Per letter: does she want it, is it there, write it, is it the one that was written.
        assert len(captured.statements) <= 5 + 4 * count

    def test_firms_come_a_page_at_a_time_and_only_those_with_something_to_say(self, monkeypatch, queries, db):
        monkeypatch.setattr("apps.actions.reminder_queries.FIRMS_AT_ONCE", 2)
        assert FIRMS_AT_ONCE > 2
        wanted: set[UUID] = set()
        for number in range(5):
            firm = OrganisationFactory(name=f"Firma {number}")
            make(DossierFactory(organisation=firm), owner=member(firm))
            wanted.add(firm.pk)
        silent = OrganisationFactory(name="Stil")
        make(DossierFactory(organisation=silent), owner=member(silent), due_on=TODAY + 60 * DAY)

        with queries() as captured:
            found = [firm.pk for firm in firms_to_remind(TODAY)]

        assert set(found) == wanted
        assert len(found) == 5
        assert len(captured.statements) == 3


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_write_each_letter_once(organisation, dossier):
    for number in range(5):
        make(dossier, owner=member(organisation), title=f"Actie {number}")
    barrier, errors = threading.Barrier(2), []

    def work():
        try:
            barrier.wait()
            remind()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert errors == []
    assert len(written_to(organisation, "action_due")) == 5

"""The daily reminders: who gets which letter when, each once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django_scopes import scope

from apps.actions.domain.reminders import send_reminders
from apps.actions.models import Action, ActionStatus
from apps.organisations import schedule
from apps.organisations.domain.members import leave
from apps.organisations.domain.muting import mute
from apps.organisations.models import Role
from apps.rie.domain.dossier import close_dossier
from tests.actions.reminding import MONDAY, TODAY, at, letters, links, make, member, remind, written_to
from tests.factories import DossierFactory, OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(at(TODAY), tick=False):
        yield


@pytest.fixture
def an(organisation):
    return member(organisation, name="An Vos", email="an@firma.example")


def test_the_job_of_the_day_is_registered():
    assert schedule.jobs()["reminders"] is send_reminders


class TestDue:
    @pytest.mark.parametrize(("days", "gets"), [(-1, 0), (0, 1), (1, 1), (14, 1), (15, 0)])
    def test_somebody_hears_two_weeks_ahead(self, organisation, dossier, an, days, gets):
        make(dossier, owner=an, due_on=TODAY + days * DAY)

        remind()

        assert len(letters(organisation, "action_due")) == gets

    def test_the_letter_names_action_term_and_firm_and_has_the_links(self, organisation, dossier, an):
        action = make(dossier, owner=an, due_on=date(2026, 12, 5))

        remind()

        [letter] = letters(organisation)
        assert letter.subject == "Done by 5 December: Huisregels ophangen"
        for text in (letter.text, letter.html):
            for said in ("Huisregels ophangen", "5 December 2026", organisation.name, "An Vos"):
                assert said in text
            for link in (*links(letter, "Done"), *links(letter, "Later"), *links(letter, "See the action")):
                assert link in text
        assert len(links(letter, "Done")) == len(links(letter, "Later")) == 1
        assert str(action.pk) in links(letter, "See the action")[0]
        assert "/post/stop/" in letter.text

    def test_owner_and_helpers_each_get_their_own_links(self, organisation, dossier, an):
        bo = member(organisation, email="bo@firma.example")
        make(dossier, owner=an, helpers=[bo])

        remind()

        found = letters(organisation, "action_due")
        assert [letter.to for letter in found] == ["an@firma.example", "bo@firma.example"]
        assert len({links(letter, "Done")[0] for letter in found}) == 2

    def test_a_named_owner_without_account_gets_one_too_without_a_link_to_pages_she_cannot_open(
        self, organisation, dossier
    ):
        make(dossier, owner_name="Piet de Loodgieter", owner_email="piet@elders.example")

        remind()

        [letter] = letters(organisation)
        assert letter.to == "piet@elders.example"
        assert links(letter, "Done")
        assert not links(letter, "See the action")

    def test_a_works_council_only_reads_and_gets_no_links_to_answer_with(self, organisation, dossier):
        council = member(organisation, Role.WORKS_COUNCIL)
        make(dossier, owner=council)

        remind()

        [letter] = letters(organisation)
        assert links(letter, "See the action")
        assert not links(letter, "Done")
        assert "opens a page that asks you once more" not in letter.text

    def test_a_new_term_is_a_new_letter(self, organisation, dossier, an):
        action = make(dossier, owner=an)
        remind()
        with scope(organisation=organisation):
            Action.objects.filter(pk=action.pk).update(due_on=TODAY + 7 * DAY)

        remind()

        assert len(letters(organisation, "action_due")) == 2

    def test_a_day_that_was_missed_is_made_up_for(self, organisation, dossier, an):
        make(dossier, owner=an, due_on=TODAY + 14 * DAY)

        remind(TODAY + 5 * DAY)

        assert len(letters(organisation, "action_due")) == 1


class TestNobody:
    @pytest.mark.parametrize(
        "fields",
        [
            {"status": ActionStatus.CANCELLED, "status_note": "Niet meer nodig"},
            {"status": ActionStatus.DONE},
            {"owner": None},
            {"owner": None, "owner_name": "Leidinggevende"},
        ],
        ids=["cancelled", "done", "nobody", "a job without address"],
    )
    def test_an_action_that_needs_no_reminder(self, organisation, dossier, an, fields):
        make(dossier, **{"owner": an, **fields})

        remind()

        assert letters(organisation) == []

    def test_a_closed_dossier_is_silent(self, organisation, dossier, an):
        make(dossier, owner=an)
        make(dossier, owner=an, due_on=TODAY - 30 * DAY)
        with scope(organisation=organisation):
            close_dossier(dossier=dossier)

        remind()

        assert letters(organisation) == []

    def test_who_left_gets_nothing_and_neither_does_her_name(self, organisation, dossier, an):
        member(organisation, Role.EMPLOYER)
        make(dossier, owner=an, helpers=[an])
        with scope(organisation=organisation):
            leave(membership=an)

        remind()

        assert letters(organisation) == []

    def test_an_account_that_was_switched_off_gets_nothing(self, organisation, dossier, an):
        an.user.is_active = False
        an.user.save()
        make(dossier, owner=an)

        remind()

        assert letters(organisation) == []

    def test_who_only_tries_gets_nothing_and_neither_do_the_people_she_names(self, organisation, dossier):
        guest = member(organisation, Role.EMPLOYER, is_guest=True)
        organisation.trial_ends_at = at(TODAY + DAY)
        organisation.save()
        make(dossier, owner=guest)
        make(dossier, owner_name="Iemand", owner_email="iemand@elders.example")

        remind()

        assert letters(organisation) == []

    def test_who_stopped_this_kind_gets_the_other_kinds(self, organisation, dossier, an):
        make(dossier, owner=an)
        make(dossier, owner=an, due_on=MONDAY - DAY)
        mute(email="an@firma.example", kind="action_due")

        remind()

        assert [letter.kind for letter in letters(organisation)] == ["actions_overdue"]


class TestWeekly:
    def test_all_that_is_late_is_in_one_letter(self, organisation, dossier, an):
        for title in ("Eerste", "Tweede", "Derde"):
            make(dossier, owner=an, title=title, due_on=MONDAY - DAY)

        remind(MONDAY)

        [letter] = letters(organisation, "actions_overdue")
        assert letter.subject == f"3 actions of {organisation.name} are late"
        for title in ("Eerste", "Tweede", "Derde"):
            assert title in letter.text
            assert title in letter.html
        assert len(links(letter, "Done")) == len(links(letter, "Later")) == 3

    def test_once_a_week_not_once_a_day(self, organisation, dossier, an):
        make(dossier, owner=an, due_on=MONDAY - DAY)

        for day in range(14):
            with time_machine.travel(at(MONDAY + day * DAY), tick=False):
                remind(MONDAY + day * DAY)

        assert len(letters(organisation, "actions_overdue")) == 2

    def test_what_became_late_since_monday_waits_for_the_next_monday(self, organisation, dossier, an):
        make(dossier, owner=an, due_on=MONDAY)

        remind(MONDAY + DAY)
        assert letters(organisation, "actions_overdue") == []

        remind(MONDAY + 7 * DAY)
        assert len(letters(organisation, "actions_overdue")) == 1

    def test_when_nothing_ran_on_monday_it_goes_the_first_day_after(self, organisation, dossier, an):
        make(dossier, owner=an, due_on=MONDAY - DAY)

        remind(MONDAY + 3 * DAY)

        assert len(letters(organisation, "actions_overdue")) == 1

    def test_a_week_that_goes_across_new_year_is_one_week(self, organisation, dossier, an):
        make(dossier, owner=an, due_on=date(2026, 12, 1))

        for day in (date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 3)):
            remind(day)

        assert len(letters(organisation, "actions_overdue")) == 1

    def test_who_makes_the_plan_hears_of_late_actions_that_nobody_gets_letters_about(
        self, organisation, dossier, an
    ):
        hr = member(organisation, Role.HR, email="hr@firma.example")
        make(dossier, owner=an, title="Van An", due_on=MONDAY - DAY)
        make(dossier, owner_name="Leidinggevende", title="Van niemand", due_on=MONDAY - DAY)

        remind()

        [letter] = [one for one in letters(organisation) if one.to == hr.user.email]
        assert "Van niemand" in letter.text
        assert "Van An" not in letter.text
        assert not links(letter, "Done")

    def test_who_makes_the_plan_hears_what_it_is_time_to_look_back_on(self, organisation, dossier, an):
        member(organisation, Role.HR, email="hr@firma.example")
        fields = {"status": ActionStatus.DONE, "due_on": MONDAY - 90 * DAY}
        action = make(dossier, owner=an, evaluate_on=MONDAY - DAY, **fields)

        remind(MONDAY)

        [letter] = letters(organisation, "actions_overdue")
        assert letter.subject == f"Time to look back on 1 action of {organisation.name}"
        assert links(letter, "Look back")[0].endswith(f"/{action.pk}/terugkijken/")
        assert links(letter, "Later")

    def test_each_firm_writes_its_own_letter(self, organisation, dossier, an):
        other = OrganisationFactory(name="De Eik")
        make(dossier, owner=an, due_on=MONDAY - DAY)
        elsewhere = DossierFactory(organisation=other)
        make(elsewhere, owner=member(other, email="eik@firma.example"), due_on=MONDAY - DAY)

        remind()

        assert written_to(organisation) == ["an@firma.example"]
        assert written_to(other) == ["eik@firma.example"]


class TestLookingBack:
    FIELDS = {"status": ActionStatus.DONE, "due_on": date(2026, 8, 1), "done_on": date(2026, 8, 1)}

    @pytest.mark.parametrize(("days", "gets"), [(1, 0), (0, 1), (-14, 1), (-15, 0)])
    def test_the_owner_hears_when_the_day_comes(self, organisation, dossier, an, days, gets):
        make(dossier, owner=an, evaluate_on=TODAY + days * DAY, **self.FIELDS)

        remind()

        assert len(letters(organisation, "evaluation_due")) == gets

    def test_a_contributor_goes_to_the_action_and_can_say_later(self, organisation, dossier, an):
        action = make(dossier, owner=an, evaluate_on=TODAY, **self.FIELDS)

        remind()

        [letter] = letters(organisation, "evaluation_due")
        assert links(letter, "See the action")[0].endswith(f"/actie/{action.pk}/")
        assert links(letter, "Later")
        assert not links(letter, "Done")

    def test_what_was_looked_back_on_is_silent(self, organisation, dossier, an):
        member(organisation, Role.HR)
        make(
            dossier,
            owner=an,
            evaluate_on=TODAY,
            evaluated_on=TODAY,
            **{**self.FIELDS, "status": ActionStatus.EVALUATED},
        )

        remind()

        assert letters(organisation) == []

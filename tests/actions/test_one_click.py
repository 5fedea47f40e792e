"""The links "done" and "later" in a letter, followed in a browser that knows nobody."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django_scopes import scope, scopes_disabled

from apps.actions.models import Action, ActionEvent, ActionStatus
from apps.actions.one_click import Verb
from apps.organisations.audit_words import action_in_words, actor_in_words
from apps.organisations.models import AuditEvent, Role
from tests.actions.following_links import DAY, DUE, address, everything, press, stored
from tests.actions.reminding import TODAY, at, letters, links, make, member, path_of, remind
from tests.rie.screen import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(at(TODAY), tick=False):
        yield


@pytest.fixture
def an(organisation):
    return member(organisation, name="An Vos", email="an@firma.example")


@pytest.fixture
def action(dossier, an):
    return make(dossier, owner=an, due_on=DUE)


@pytest.fixture
def done(dossier, an):
    fields = {"status": ActionStatus.DONE, "done_on": TODAY - 90 * DAY, "evaluate_on": TODAY}
    return make(dossier, owner=an, due_on=TODAY - 90 * DAY, **fields)


@pytest.fixture
def browser():
    """Checks the token of forms too, as a real visit does."""
    return Client(enforce_csrf_checks=True)


class TestDone:
    def test_the_link_in_the_letter_leads_from_mail_to_done(self, organisation, action, browser):
        remind()
        [letter] = letters(organisation)
        path = path_of(links(letter, "Done")[0])

        answer = press(browser, path, result="Ze hangen er.")

        assert answer.status_code == 200
        assert "The action is done" in text_of(answer)
        now = stored(action)
        assert (now.status, now.result, now.done_on) == (ActionStatus.DONE, "Ze hangen er.", TODAY)

    def test_a_visit_shows_the_action_and_changes_nothing(self, organisation, action, an, browser):
        before = everything()

        for method in (browser.get, browser.head):
            answer = method(address(action, an))
            assert answer.status_code == 200

        page = text_of(browser.get(address(action, an)))
        for said in ("Huisregels ophangen", "5 December 2026", organisation.name, "Nothing changes before"):
            assert said in page
        assert everything() == before

    def test_it_shows_nothing_but_title_term_and_firm(self, dossier, an, browser):
        action = make(
            dossier, owner=an, due_on=DUE, description="Geheim plan", result="Nog geheimer", budget=4321
        )

        page = text_of(browser.get(address(action, an)))

        for hidden in ("Geheim plan", "Nog geheimer", "4321", "An Vos", "an@firma.example", str(action.pk)):
            assert hidden not in page.replace(address(action, an), "")

    def test_the_result_may_stay_empty(self, action, an, browser):
        press(browser, address(action, an), result="")

        assert stored(action).status == ActionStatus.DONE

    def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(self, action, an, browser):
        answer = press(browser, address(action, an), result="x" * 5001)

        assert answer.status_code == 422
        assert "x" * 5001 in text_of(answer)
        assert stored(action).status == ActionStatus.PLANNED

    def test_the_history_and_the_log_say_who_it_was(self, organisation, action, an, browser):
        press(browser, address(action, an), result="Klaar")

        with scope(organisation=organisation):
            assert ActionEvent.objects.get(action=action).by == an.user
            event = AuditEvent.objects.get()
        assert (event.actor_id, event.as_role) == (an.user_id, "contributor")
        assert action_in_words(event) == "Said that an action is done"
        assert str(action.pk) in event.subject

    def test_somebody_without_account_stands_in_the_log_as_by_e_mail(self, organisation, dossier, browser):
        action = make(dossier, owner_name="Piet", owner_email="piet@elders.example", due_on=DUE)

        answer = press(browser, address(action, None), result="Klaar")

        assert answer.status_code == 200
        assert stored(action).status == ActionStatus.DONE
        with scope(organisation=organisation):
            event = AuditEvent.objects.get()
        assert (event.actor_id, actor_in_words(event)) == (None, "by e-mail")
        assert action_in_words(event) == "The owner of an action said in a letter that it is done"

    def test_a_helper_may_say_so_too(self, organisation, dossier, an, browser):
        bo = member(organisation)
        action = make(dossier, owner=an, helpers=[bo], due_on=DUE)

        press(browser, address(action, bo), result="")

        assert stored(action).status == ActionStatus.DONE

    def test_an_action_that_comes_back_is_planned_anew(self, dossier, an, browser):
        action = make(dossier, owner=an, due_on=DUE, repeat_every=12)

        press(browser, address(action, an), result="")

        with scopes_disabled():
            assert Action.objects.get(is_repetition=True).owner_id == an.pk

    def test_a_form_of_another_site_is_refused(self, action, an, browser):
        answer = browser.post(address(action, an), {"result": "Van elders"})

        assert answer.status_code == 403
        assert stored(action).status == ActionStatus.PLANNED


class TestLater:
    def test_two_weeks_on_is_suggested(self, action, an, browser):
        page = text_of(browser.get(address(action, an, Verb.LATER)))

        assert f'value="{DUE + 14 * DAY}"' in page

    def test_an_action_that_is_late_is_suggested_from_today(self, dossier, an, browser):
        action = make(dossier, owner=an, due_on=TODAY - 50 * DAY)

        page = text_of(browser.get(address(action, an, Verb.LATER)))

        assert f'value="{TODAY + 14 * DAY}"' in page

    def test_the_term_moves(self, organisation, action, an, browser):
        answer = press(browser, address(action, an, Verb.LATER), due_on=str(DUE + 20 * DAY))

        assert answer.status_code == 200
        assert "25 December 2026" in text_of(answer)
        assert stored(action).due_on == DUE + 20 * DAY
        with scope(organisation=organisation):
            assert action_in_words(AuditEvent.objects.get()) == "Moved the term of an action"

    @pytest.mark.parametrize(
        "day", ["", "morgen", "2026-02-31", str(TODAY), str(TODAY - DAY), "9999-12-31", "2028-12-01"]
    )
    def test_a_day_that_does_not_fit_is_refused_at_the_field(self, action, an, browser, day):
        before = everything()

        answer = press(browser, address(action, an, Verb.LATER), due_on=day)

        assert answer.status_code == 422
        assert 'id="error-summary"' in text_of(answer)
        assert everything() == before

    def test_the_same_link_moves_it_once(self, action, an, browser):
        path = address(action, an, Verb.LATER)
        press(browser, path, due_on=str(DUE + 20 * DAY))
        before = everything()

        again = browser.get(path)
        sent = Client().post(path, {"due_on": str(DUE + 40 * DAY)})

        assert "The date of this action has changed" in text_of(again)
        assert (again.status_code, sent.status_code) == (200, 409)
        assert everything() == before

    def test_the_day_to_look_back_moves_too(self, done, an, browser):
        answer = press(browser, address(done, an, Verb.LOOK_LATER), evaluate_on=str(TODAY + 30 * DAY))

        assert answer.status_code == 200
        assert (stored(done).evaluate_on, stored(done).status) == (TODAY + 30 * DAY, ActionStatus.DONE)

    @pytest.mark.parametrize("day", ["", str(TODAY), "9999-12-31"])
    def test_a_day_to_look_back_that_does_not_fit_is_refused(self, done, an, browser, day):
        answer = press(browser, address(done, an, Verb.LOOK_LATER), evaluate_on=day)

        assert answer.status_code == 422
        assert stored(done).evaluate_on == TODAY

    def test_who_makes_the_plan_moves_a_day_to_look_back_of_somebody_else(self, organisation, done, browser):
        hr = member(organisation, Role.HR)

        press(browser, address(done, hr, Verb.LOOK_LATER), evaluate_on=str(TODAY + 30 * DAY))

        assert stored(done).evaluate_on == TODAY + 30 * DAY

"""How far an action is: each button once, whatever is clicked twice; what is needed is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django_scopes import scope

from apps.actions.domain.running import (
    cancel_action,
    complete_action,
    postpone_action,
    reopen_action,
    start_action,
)
from apps.actions.models import Action, Repetition
from apps.organisations.models import Role
from apps.rie.domain.dossier import close_dossier
from apps.rie.domain.errors import DossierClosedError
from tests.actions.conftest import HIGH, Firm
from tests.actions.running import Desk, desk_of, events, make_action, make_steps, steps, stored
from tests.factories import MembershipFactory
from tests.rie.screen import text_of

pytestmark = pytest.mark.usefixtures("english")
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def on_this_day() -> Iterator[None]:
    with time_machine.travel("2026-11-23 10:00:00+01:00", tick=False):
        yield


@pytest.fixture
def desk(firm: Firm) -> Desk:
    """Somebody who carries out the action and does not make the plan."""
    return desk_of(firm, MembershipFactory(organisation=firm.organisation, role=Role.CONTRIBUTOR))


@pytest.fixture
def action(firm: Firm, desk: Desk) -> Action:
    return make_action(firm, owner=desk.member)


def test_starting_says_so_and_starts_today(firm, desk, action):
    assert desk.form(action, "start").send().status_code == 302

    now = stored(firm, action)
    assert (now.status, now.start_on, now.updated_by) == ("in_progress", TODAY, desk.member.user)
    assert events(firm, action)[-1].changes == {
        "status": ["planned", "in_progress"],
        "start_on": [None, "2026-11-23"],
    }


def test_a_start_that_was_planned_stays(firm, desk):
    action = make_action(firm, owner=desk.member, start_on=date(2026, 12, 1))
    desk.form(action, "start").send()

    assert stored(firm, action).start_on == date(2026, 12, 1)


def test_done_asks_what_came_out_of_it_when_and_what_was_spent(firm, desk, action):
    form = desk.asks(action, "complete")
    answer = form.send(
        result="Ze hangen bij beide deuren.", done_on="2026-11-20", spent="125.50", evaluate_on="2027-03-01"
    )

    assert answer.url == firm.url("action", action.pk)
    now = stored(firm, action)
    assert (now.status, now.done_on, now.evaluate_on) == ("done", date(2026, 11, 20), date(2027, 3, 1))
    assert (now.result, now.spent) == ("Ze hangen bij beide deuren.", Decimal("125.50"))
    assert "Ze hangen bij beide deuren." in desk.page(action)


def test_the_day_to_look_back_is_three_months_after_it_is_really_done(firm, desk):
    suggested = make_action(firm, owner=desk.member, evaluate_on=date(2027, 5, 1))
    chosen = make_action(firm, owner=desk.member, evaluate_on=date(2027, 6, 15))
    for action in (suggested, chosen):
        desk.asks(action, "complete").send(result="Gelukt.")

    assert stored(firm, suggested).evaluate_on == date(2027, 2, 23)
    assert stored(firm, chosen).evaluate_on == date(2027, 6, 15)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"result": " "}, "Write down in a sentence what came out of it."),
        ({"result": "x" * 4001}, "at most 4000 fit"),
        ({"result": "Klaar", "done_on": "2026-11-24"}, "This day is still to come."),
        ({"result": "Klaar", "done_on": ""}, "This field is required."),
        ({"result": "Klaar", "spent": "-1"}, "An amount cannot be negative."),
        ({"result": "Klaar", "evaluate_on": "2026-11-01"}, "You can only look back after"),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_done(firm, desk, action, typed, message):
    answer = desk.asks(action, "complete").send(**typed)

    assert answer.status_code == 422
    assert message in text_of(answer)
    assert typed["result"].strip() in text_of(answer)
    assert stored(firm, action).status == "planned"


def test_later_shows_the_old_day_asks_the_new_one_and_moves_looking_back_along(firm, desk):
    action = make_action(firm, owner=desk.member, evaluate_on=date(2027, 5, 1))
    assert "1 February 2027" in text_of(desk.get(action, "postpone"))
    assert desk.asks(action, "postpone").send(due_on="2027-04-15").status_code == 302

    now = stored(firm, action)
    assert (now.status, now.due_on, now.evaluate_on) == ("planned", date(2027, 4, 15), date(2027, 7, 15))
    page = desk.page(action)
    assert "The new term is 15 April 2027." in page
    assert "Done by: from “1 February 2027” to “15 April 2027”" in page


@pytest.mark.parametrize("day", ["", "2026-11-23", "2020-01-01", "morgen"])
def test_a_term_in_the_past_or_no_day_at_all_is_refused(firm, desk, action, day):
    assert desk.asks(action, "postpone").send(due_on=day).status_code == 422
    assert stored(firm, action).due_on == date(2027, 2, 1)


def test_cancelling_asks_why_and_the_reason_stays_readable(firm, desk, action):
    form = desk.asks(action, "cancel")
    assert "Write down why" in text_of(form.send(reason=" "))
    assert form.send(reason="Gebeurde al.").status_code == 302

    assert (stored(firm, action).status, stored(firm, action).status_note) == ("cancelled", "Gebeurde al.")
    assert "Gebeurde al." in desk.page(action)


def test_what_was_cancelled_is_planned_again_and_what_was_done_is_in_progress_again(firm, desk, action):
    desk.asks(action, "cancel").send(reason="Gebeurde al.")
    desk.form(action, "reopen").send()
    assert (stored(firm, action).status, stored(firm, action).status_note) == ("planned", "Gebeurde al.")

    desk.asks(action, "complete").send(result="Klaar.")
    desk.form(action, "reopen").send()
    now = stored(firm, action)
    assert (now.status, now.done_on, now.result) == ("in_progress", None, "Klaar.")
    assert events(firm, action)[-1].changes["done_on"] == ["2026-11-23", None]


SAYS = {
    "start": ({}, "This action had started already."),
    "complete": ({"result": "Nog eens"}, "This action is done already. Nothing was changed."),
    "postpone": ({"due_on": "2027-04-15"}, "The term was 15 April 2027 already. Nothing was changed."),
    "cancel": ({"reason": "Nog eens"}, "This action was cancelled already. Nothing was changed."),
}
FIRST = {
    "start": {},
    "complete": {"result": "Klaar", "done_on": "2026-11-23"},
    "postpone": {"due_on": "2027-04-15"},
    "cancel": {"reason": "Daarom"},
}


@pytest.mark.parametrize("name", SAYS)
def test_the_second_time_says_that_it_was_so_already_and_changes_nothing(firm, desk, action, name):
    assert desk.post(action, name, **FIRST[name]).status_code == 302
    before, history = stored(firm, action), len(events(firm, action))
    data, message = SAYS[name]
    assert desk.post(action, name, **{**FIRST[name], **data}).status_code == 302

    assert message in desk.page(action)
    now = stored(firm, action)
    assert (now.version, now.result, now.status_note) == (before.version, before.result, before.status_note)
    assert len(events(firm, action)) == history


def test_what_was_done_long_before_its_term_can_be_opened_again(firm, desk, action):
    desk.asks(action, "complete").send(result="Klaar.")
    with scope(organisation=firm.organisation):
        Action.objects.update(due_on=date(2027, 11, 23))
    desk.form(action, "reopen").send()

    now = stored(firm, action)
    assert (now.status, now.evaluate_on) == ("in_progress", date(2028, 2, 23))


def test_opening_what_is_open_changes_nothing(firm, desk, action):
    desk.post(action, "reopen")

    assert "This action was open already." in desk.page(action)
    assert stored(firm, action).version == action.version


@pytest.mark.parametrize("name", ["start", "cancel", "postpone"])
def test_what_cannot_follow_on_done_is_refused_in_words(firm, desk, action, name):
    desk.asks(action, "complete").send(result="Klaar.")
    answer = desk.post(action, name, **FIRST[name])

    page = text_of(answer) if answer.status_code == 422 else desk.page(action)
    assert "over" in page or "cannot become" in page
    assert stored(firm, action).status == "done"


def test_the_buttons_follow_the_status(firm, desk, action):
    shown = {"start": "planned", "complete": "planned in_progress", "reopen": "done cancelled"}
    for status, verb in (("planned", None), ("in_progress", "start"), ("done", "complete")):
        if verb:
            desk.post(action, verb, **FIRST[verb])
        page = desk.page(action)
        for name, statuses in shown.items():
            assert (firm.url(name, action.pk) in page) == (status in statuses.split()), (status, name)


def test_an_action_that_comes_back_is_planned_anew_once(firm, desk):
    action = make_action(firm, owner=desk.member, repeat_every=Repetition.YEARLY, spent=Decimal(10))
    make_steps(firm, action, "Datum kiezen")
    desk.asks(action, "complete").send(result="Training gegeven.")
    assert "The next time is planned for 1 February 2028." in desk.page(action)

    [again] = [one for one in firm.actions if one.pk != action.pk]
    assert (again.status, again.is_repetition, again.due_on) == ("planned", True, date(2028, 2, 1))
    assert (again.owner, again.result, again.spent, again.done_on) == (desk.member, "", None, None)
    assert [step.text for step in steps(firm, again)] == ["Datum kiezen"]
    assert again.links.count() == 1

    desk.post(action, "reopen")
    desk.asks(action, "complete").send(result="Nu echt.")
    assert len(firm.actions) == 2


def test_an_action_that_comes_back_is_planned_anew_from_the_form_too(firm, browser_of, action):
    hr = Desk(firm, browser_of(Role.HR))
    hr.asks(action, "edit").send(repeat_every="12", status="done", result="Klaar.")

    assert sorted(one.status for one in firm.actions) == ["done", "planned"]


def test_an_action_before_its_term_can_be_done_and_evaluated_after_three_months(firm):
    action = make_action(firm, due_on=date(2027, 11, 1))
    with scope(organisation=firm.organisation):
        complete_action(action=stored(firm, action), result="", user=None)

    assert stored(firm, action).evaluate_on == date(2027, 2, 23)


def test_a_closed_dossier_refuses_every_verb_and_shows_no_buttons(firm, desk, action):
    with scope(organisation=firm.organisation):
        close_dossier(dossier=firm.dossier)
        verbs = (
            lambda one: start_action(action=one, user=None),
            lambda one: complete_action(action=one, result="x", user=None),
            lambda one: postpone_action(action=one, due_on=date(2027, 5, 1), user=None),
            lambda one: cancel_action(action=one, reason="x", user=None),
            lambda one: reopen_action(action=one, user=None),
        )
        for verb in verbs:
            with pytest.raises(DossierClosedError):
                verb(stored(firm, action))
    for name, data in FIRST.items():
        assert desk.post(action, name, **data).status_code == 409
    page = desk.page(action)
    assert "<form" not in page.split('id="main"')[1]
    assert firm.url("complete", action.pk) not in page


def test_a_verb_without_its_reason_is_refused(firm, action):
    with scope(organisation=firm.organisation), pytest.raises(ValidationError):
        cancel_action(action=stored(firm, action), reason=" ", user=None)


def test_the_risk_of_a_cancelled_action_stands_open_again(firm, desk, action):
    assert HIGH not in [risk.code for risk in firm.plan.open_risks]
    desk.asks(action, "cancel").send(reason="Te duur.")

    assert HIGH in [risk.code for risk in firm.plan.open_risks]

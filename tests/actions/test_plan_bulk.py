"""Changing many actions at once from the table."""

from __future__ import annotations

import html
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django_scopes import scope

from apps.actions.models import Action, ActionEvent, ActionStatus
from apps.organisations.models import Role
from apps.rie.domain.dossier import close_dossier
from tests.actions.conftest import HIGH, Firm
from tests.actions.many import TODAY, a_department, a_member, an_action, many_actions, stored
from tests.factories import DossierFactory, MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY}T12:00:00+01:00", tick=False):
        yield


def send(
    browser: Client, firm: Firm, shown: list[Action], *, ticked: list[Action] | None = None, **fields: Any
):
    """Send the form of the table as a page would that showed these actions."""
    data = {
        "bulk-rows": " ".join(f"{action.pk}:{action.version}" for action in shown),
        "chosen": [str(action.pk) for action in (shown if ticked is None else ticked)],
        **{f"bulk-{name}": value for name, value in fields.items()},
    }
    return browser.post(firm.url("table"), data)


def told(browser: Client, firm: Firm) -> str:
    """The messages that the table shows now."""
    return html.unescape(browser.get(firm.url("table")).content.decode())


def events(firm: Firm, action: Action) -> list[ActionEvent]:
    with scope(organisation=firm.organisation):
        return list(ActionEvent.objects.filter(action=action))


def test_ticked_actions_get_a_status_and_the_others_stay(firm: Firm, browser_of) -> None:
    browser = browser_of()
    one, two, three = (an_action(firm, title) for title in ("Een", "Twee", "Drie"))

    answer = send(browser, firm, [one, two, three], ticked=[one, three], what="status", status="in_progress")

    assert (answer.status_code, answer.headers["Location"]) == (302, firm.url("table"))
    assert [stored(firm, action).status for action in (one, two, three)] == [
        "in_progress",
        "planned",
        "in_progress",
    ]
    assert "2 actions are changed." in told(browser, firm)
    assert [event.kind for event in events(firm, one)] == ["status"]
    assert events(firm, two) == []


def test_all_on_the_page_needs_no_ticks(firm: Firm, browser_of) -> None:
    shown = [an_action(firm, title) for title in ("Een", "Twee")]
    other = an_action(firm, "Op een andere bladzijde")

    send(browser_of(), firm, shown, ticked=[], everything="on", what="status", status="in_progress")

    assert [stored(firm, action).status for action in shown] == ["in_progress", "in_progress"]
    assert stored(firm, other).status == "planned"


def test_an_owner_comes_in_the_place_of_a_name(firm: Firm, browser_of) -> None:
    anna = a_member(firm)
    action = an_action(firm, "Een", owner_name="De bedrijfsleider", owner_email="leider@example.org")

    send(browser_of(), firm, [action], what="owner", owner=str(anna.pk))

    found = stored(firm, action)
    assert (found.owner_id, found.owner_name, found.owner_email) == (anna.pk, "", "")


def test_nobody_takes_an_owner_away(firm: Firm, browser_of) -> None:
    shown = [an_action(firm, "Een", owner=a_member(firm)), an_action(firm, "Twee", owner_name="Zeeman")]

    send(browser_of(), firm, shown, what="owner", owner="nobody")

    assert [(stored(firm, one).owner_id, stored(firm, one).owner_name) for one in shown] == [(None, "")] * 2


def test_a_department_and_the_whole_firm(firm: Firm, browser_of) -> None:
    browser, shop = browser_of(), a_department(firm, "Winkel")
    action = an_action(firm, "Een")

    send(browser, firm, [action], what="department", department=str(shop.pk))
    assert stored(firm, action).department_id == shop.pk

    send(browser, firm, [stored(firm, action)], what="department", department="whole-firm")
    assert stored(firm, action).department_id is None


def test_a_new_term_takes_the_day_to_look_back_along(firm: Firm, browser_of) -> None:
    action = an_action(firm, "Een", due_on=date(2027, 1, 1), evaluate_on=date(2027, 4, 1))

    send(browser_of(), firm, [action], what="term", term="2027-06-01")

    found = stored(firm, action)
    assert (found.due_on, found.evaluate_on) == (date(2027, 6, 1), date(2027, 9, 1))


def test_done_plans_the_next_time_and_the_look_back_as_on_the_page_of_the_action(
    firm: Firm, browser_of
) -> None:
    action = an_action(firm, "Training", repeat_every=12)

    send(browser_of(), firm, [action], what="status", status="done", note="Iedereen deed mee")

    found = stored(firm, action)
    assert (found.status, found.result, found.done_on) == ("done", "Iedereen deed mee", TODAY)
    assert found.evaluate_on == date(2027, 2, 23)
    assert [one.status for one in firm.actions if one.is_repetition] == ["planned"]


def test_cancelling_asks_the_reason_and_keeps_it(firm: Firm, browser_of) -> None:
    browser, action = browser_of(), an_action(firm, "Een")

    refused = send(browser, firm, [action], what="status", status="cancelled", note=" ")
    assert refused.status_code == 422
    assert "Write down why these actions are cancelled." in refused.content.decode()
    assert "checked" in refused.content.decode()
    assert stored(firm, action).status == "planned"

    send(browser, firm, [action], what="status", status="cancelled", note="Verhuisd")
    assert (stored(firm, action).status, stored(firm, action).status_note) == ("cancelled", "Verhuisd")


def test_each_action_that_cannot_is_named_with_its_reason_and_the_rest_goes_on(
    firm: Firm, browser_of
) -> None:
    browser = browser_of()
    planned, evaluated = an_action(firm, "Kan wel"), an_action(firm, "Kan niet", status="evaluated")

    send(browser, firm, [evaluated, planned], what="status", status="cancelled", note="Verhuisd")

    assert [stored(firm, one).status for one in (planned, evaluated)] == ["cancelled", "evaluated"]
    text = told(browser, firm)
    assert "1 action is changed." in text
    assert "1 action is not changed:" in text
    assert (
        "<strong>Kan niet</strong>: An action that is “Looked back on” cannot become “Cancelled” in one step."
        in text
    )


def test_what_a_colleague_changed_meanwhile_is_not_overwritten_but_told(firm: Firm, browser_of) -> None:
    browser, hr = browser_of(), browser_of(Role.HR)
    shown = [an_action(firm, "Van een collega"), an_action(firm, "Van niemand anders")]
    send(hr, firm, shown[:1], what="department", department=str(a_department(firm, "Winkel").pk))

    send(browser, firm, shown, what="status", status="in_progress")

    assert [stored(firm, one).status for one in shown] == ["planned", "in_progress"]
    assert "<strong>Van een collega</strong>: A colleague changed it meanwhile." in told(browser, firm)


def test_what_a_colleague_made_the_same_meanwhile_is_nothing_to_worry_about(firm: Firm, browser_of) -> None:
    browser, hr = browser_of(), browser_of(Role.HR)
    action = an_action(firm, "Een")
    send(hr, firm, [action], what="status", status="in_progress")

    send(browser, firm, [action], what="status", status="in_progress")

    assert "1 action was so already." in told(browser, firm)
    assert len(events(firm, action)) == 1


def test_a_term_of_what_is_over_or_before_its_start_stays(firm: Firm, browser_of) -> None:
    browser = browser_of()
    done = an_action(firm, "Gedaan", status="done")
    later = an_action(firm, "Later", start_on=date(2027, 1, 1), due_on=date(2027, 3, 1))

    send(browser, firm, [done, later], what="term", term="2026-12-01")

    text = told(browser, firm)
    assert "<strong>Gedaan</strong>: This action is over, so its term stays." in text
    assert "<strong>Later</strong>: This date lies before the start." in text
    assert stored(firm, later).due_on == date(2027, 3, 1)


def test_an_action_that_is_gone_is_told(firm: Firm, browser_of) -> None:
    browser = browser_of()
    gone, there = an_action(firm, "Weg"), an_action(firm, "Er nog")
    with scope(organisation=firm.organisation):
        Action.objects.filter(pk=gone.pk).delete()

    send(browser, firm, [gone, there], what="status", status="in_progress")

    assert "It is not in the plan any more." in told(browser, firm)
    assert stored(firm, there).status == "in_progress"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"what": ""}, "This field is required."),
        ({"what": "title"}, "Select a valid choice."),
        ({"what": "status"}, "Choose the new value."),
        ({"what": "status", "status": "evaluated"}, "Select a valid choice."),
        ({"what": "status", "status": "klaar"}, "Select a valid choice."),
        ({"what": "owner", "owner": "niet-een-id"}, "Select a valid choice."),
        ({"what": "term", "term": "morgen"}, "Enter a valid date."),
        ({"what": "term", "term": "9999-12-31"}, "This day is too far away."),
        ({"what": "status", "status": "in_progress", "rows": "onzin"}, "This page is out of date."),
        ({"what": "status", "status": "in_progress", "rows": f"{'1' * 32}:x"}, "This page is out of date."),
    ],
)
def test_wrong_input_is_told_and_nothing_changes(
    firm: Firm, browser_of, fields: dict[str, str], message: str
) -> None:
    action = an_action(firm, "Een")

    answer = send(browser_of(), firm, [action], **fields)

    assert answer.status_code == 422
    assert message in html.unescape(answer.content.decode())
    assert stored(firm, action) == action
    assert stored(firm, action).version == 1


def test_without_a_tick_nothing_is_changed(firm: Firm, browser_of) -> None:
    action = an_action(firm, "Een")

    answer = send(browser_of(), firm, [action], ticked=[], what="status", status="in_progress")

    assert answer.status_code == 422
    assert "Tick the actions that you want to change." in answer.content.decode()


def test_two_hundred_at_once_is_the_most(firm: Firm, browser_of) -> None:
    many_actions(firm, 201)
    shown = firm.actions

    answer = send(browser_of(), firm, shown, what="status", status="in_progress")

    assert answer.status_code == 422
    assert "Change at most 200 actions at once." in answer.content.decode()


def test_members_departments_and_actions_of_another_firm_are_no_choice(firm: Firm, browser_of) -> None:
    browser, action = browser_of(), an_action(firm, "Een")
    elsewhere = OrganisationFactory(kvk_number="87654321")
    other = Firm(elsewhere, DossierFactory(organisation=elsewhere))
    theirs = an_action(other, "Van hen")

    person = send(
        browser, firm, [action], what="owner", owner=str(MembershipFactory(organisation=elsewhere).pk)
    )
    place = send(browser, firm, [action], what="department", department=str(a_department(other, "Daar").pk))
    send(browser, firm, [theirs], what="status", status="in_progress")

    assert (person.status_code, place.status_code) == (422, 422)
    assert stored(other, theirs).status == "planned"
    assert "It is not in the plan any more." in told(browser, firm)
    assert "Van hen" not in told(browser, firm)


def test_who_only_reads_changes_nothing(firm: Firm, browser_of) -> None:
    action = an_action(firm, "Een", owner=a_member(firm))
    for role in (Role.WORKS_COUNCIL, Role.CONTRIBUTOR):
        assert send(browser_of(role), firm, [action], what="status", status="done").status_code == 403
    assert stored(firm, action).status == "planned"


def test_a_closed_dossier_keeps_its_plan(firm: Firm, browser_of, in_scope: None) -> None:
    action = an_action(firm, "Een", risk=HIGH)
    close_dossier(dossier=firm.dossier)
    browser = browser_of()

    assert send(browser, firm, [action], what="status", status=ActionStatus.DONE).status_code == 409
    assert stored(firm, action).status == "planned"
    assert 'name="chosen"' not in browser.get(firm.url("table")).content.decode()


def test_after_changing_she_is_where_she_was(firm: Firm, browser_of) -> None:
    action = an_action(firm, "Een")
    here = f"{firm.url('table')}?tekst=een&pagina=1"

    data = {"bulk-rows": f"{action.pk}:1", "chosen": [str(action.pk)]}
    answer = browser_of().post(here, {**data, "bulk-what": "status", "bulk-status": "in_progress"})

    assert answer.headers["Location"] == here

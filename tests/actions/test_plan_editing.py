"""Changing the plan: own actions, bad input, two people on one action."""

from __future__ import annotations

import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from apps.actions.domain.plan import new_action
from apps.actions.models import Action
from apps.organisations.models import Role
from tests.actions.conftest import HIGH, MEDIUM, Firm
from tests.factories import MembershipFactory, OrganisationFactory
from tests.rie.screen import Screen


def _new(**fields: object) -> dict[str, object]:
    return {
        "action_id": str(uuid.uuid4()),
        "title": "Huisregels ophangen",
        "factors": [HIGH],
        "due_on": "2027-02-01",
        "start_on": "2026-12-01",
        "status": "planned",
        "seen_json": "{}",
        **fields,
    }


def _edit(firm: Firm, action: Action) -> tuple[str, str]:
    """The page of an action and where its form goes: the same address."""
    return firm.url("edit", action.pk), firm.url("edit", action.pk)


@pytest.fixture
def browser(browser_of) -> Client:
    return browser_of()


@pytest.fixture
def action(firm: Firm, browser: Client) -> Action:
    assert browser.post(firm.url("add"), _new(owner_name="Bedrijfsleider", budget="500")).status_code == 302
    return firm.actions[0]


def test_a_new_action_may_be_done_already(firm: Firm, browser: Client) -> None:
    assert browser.post(firm.url("add"), _new(status="done", result="Het hangt er.")).status_code == 302
    saved = firm.actions[0]
    assert (saved.status, saved.done_on) == ("done", timezone.localdate())


def test_looking_back_is_no_status_to_choose(firm: Firm, browser: Client, action: Action) -> None:
    answer = browser.post(firm.url("add"), _new(title="Een ander", status="evaluated"))
    assert (answer.status_code, "status" in answer.context["form"].errors) == (422, True)

    Screen(browser, *_edit(firm, action)).send(status="done", result="Het hangt er.")
    answer = Screen(browser, *_edit(firm, action)).send(status="evaluated")
    assert (answer.status_code, "status" in answer.context["form"].errors) == (422, True)
    assert [saved.status for saved in firm.actions] == ["done"]


@pytest.mark.parametrize("name", ["start_on", "due_on", "evaluate_on"])
def test_a_day_that_is_a_slip_of_the_keyboard_is_told(firm: Firm, browser: Client, name: str) -> None:
    answer = browser.post(firm.url("add"), _new(**{name: "9999-12-31"}))
    assert (answer.status_code, name in answer.context["form"].errors) == (422, True)
    assert firm.actions == []


def test_an_own_action_is_saved_with_everything_filled_in(firm: Firm, browser: Client, organisation) -> None:
    owner = MembershipFactory(organisation=organisation, role=Role.HR)
    fields = _new(owner_id=str(owner.pk), budget="1250,50", evaluate_on="2027-05-01", residual_priority="low")
    assert browser.post(firm.url("add"), fields).status_code == 302
    saved = firm.actions[0]
    assert saved.owner == owner
    assert saved.budget == Decimal("1250.50")
    assert saved.residual_priority == "low"
    assert [line.risks[0].code for line in firm.plan.lines] == [HIGH]


def test_a_new_action_that_is_sent_twice_is_saved_once(firm: Firm, browser: Client) -> None:
    fields = _new()
    browser.post(firm.url("add"), fields)
    assert browser.post(firm.url("add"), fields).status_code == 302
    assert len(firm.actions) == 1


def test_the_page_ticks_the_risk_it_was_opened_for(firm: Firm, browser: Client) -> None:
    form = browser.get(firm.url("add") + f"?risico={MEDIUM}").context["form"]
    assert form["factors"].value() == [MEDIUM]


BAD_INPUT = {
    "no title": ({"title": ""}, "title"),
    "a title that is too long": ({"title": "x" * 201}, "title"),
    "control characters": ({"title": "Bel\x07"}, "title"),
    "a description that is too long": ({"description": "x" * 4001}, "description"),
    "no term": ({"due_on": ""}, "due_on"),
    "a term before the start": ({"due_on": "2026-11-01"}, "due_on"),
    "a date that does not exist": ({"due_on": "2027-02-30"}, "due_on"),
    "looking back before it is done": ({"evaluate_on": "2027-01-01"}, "evaluate_on"),
    "a negative budget": ({"budget": "-1"}, "budget"),
    "a budget in words": ({"budget": "veel"}, "budget"),
    "an unknown status": ({"status": "finished"}, "status"),
    "cancelled without a reason": ({"status": "cancelled"}, "status_note"),
    "an unknown class": ({"residual_priority": "huge"}, "residual_priority"),
    "a factor that is no risk": ({"factors": ["W01"]}, "factors"),
    "an id that is none": ({"action_id": "1"}, "action_id"),
}


@pytest.mark.parametrize(("wrong", "field"), BAD_INPUT.values(), ids=BAD_INPUT.keys())
def test_bad_input_is_told_at_the_field_and_nothing_is_saved(
    firm: Firm, browser: Client, wrong: dict[str, object], field: str
) -> None:
    answer = browser.post(
        firm.url("add"),
        _new(description="Dit blijft staan", **wrong) if "description" not in wrong else _new(**wrong),
    )
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    page = answer.content.decode()
    assert 'id="error-summary"' in page
    assert "Dit blijft staan" in page or "description" in wrong
    assert firm.actions == []


def test_a_member_of_another_firm_cannot_be_made_owner(firm: Firm, browser: Client) -> None:
    stranger = MembershipFactory(organisation=OrganisationFactory(kvk_number="87654321"))
    answer = browser.post(firm.url("add"), _new(owner_id=str(stranger.pk)))
    assert answer.status_code == 422
    assert "owner_id" in answer.context["form"].errors


def test_changing_an_action_saves_and_tells_its_history(firm: Firm, browser: Client, action: Action) -> None:
    screen = Screen(browser, *_edit(firm, action))
    answer = screen.send(status="in_progress", budget="750", factors=[HIGH, MEDIUM])
    assert answer.status_code == 302
    changed = firm.actions[0]
    assert changed.status == "in_progress"
    assert {line.factor_id for line in changed.links.all()} == {
        firm.assessment.by_code[HIGH].factor.id,
        firm.assessment.by_code[MEDIUM].factor.id,
    }
    event = list(changed.events.all())[-1]
    assert event.kind == "status"
    assert event.changes["status"] == ["planned", "in_progress"]
    assert event.changes["budget"] == ["500.00", "750.00"]
    assert str(event.by.pk) == browser.session["_auth_user_id"]


def test_saving_without_a_change_leaves_no_trace(firm: Firm, browser: Client, action: Action) -> None:
    assert Screen(browser, *_edit(firm, action)).send().status_code == 302
    unchanged = firm.actions[0]
    assert unchanged.version == action.version
    assert len(unchanged.events.all()) == 1


def test_two_people_who_change_different_fields_both_keep_theirs(
    firm: Firm, browser: Client, browser_of, action: Action
) -> None:
    mine = Screen(browser, *_edit(firm, action))
    theirs = Screen(browser_of(Role.HR), *_edit(firm, action))
    theirs.send(owner_name="HR")
    assert mine.send(budget="900").status_code == 302
    both = firm.actions[0]
    assert (both.owner_name, both.budget) == ("HR", Decimal("900.00"))


def test_two_people_who_change_the_same_field_are_asked_which_one_stays(
    firm: Firm, browser: Client, browser_of, action: Action
) -> None:
    mine = Screen(browser, *_edit(firm, action))
    Screen(browser_of(Role.HR), *_edit(firm, action)).send(title="Titel van HR")
    answer = mine.send(title="Titel van de werkgever")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Titel van HR" in page
    assert "Titel van de werkgever" in page
    assert firm.actions[0].title == "Titel van HR"


@pytest.mark.parametrize(("choice", "title"), [("mine", "Mijn titel"), ("theirs", "Titel van HR")])
def test_the_chosen_title_stays(
    firm: Firm, browser: Client, browser_of, action: Action, choice: str, title: str
) -> None:
    mine = Screen(browser, *_edit(firm, action))
    Screen(browser_of(Role.HR), *_edit(firm, action)).send(title="Titel van HR")
    conflict = mine.send(title="Mijn titel").context["form"].conflicts[0]
    data = mine.data() | {"keep-title": [choice], "theirs-title": [conflict.theirs_fingerprint]}
    assert browser.post(firm.url("edit", action.pk), data).status_code == 302
    assert firm.actions[0].title == title


def test_a_page_that_lost_its_fingerprints_keeps_the_text_and_says_so(
    firm: Firm, browser: Client, action: Action
) -> None:
    data = Screen(browser, *_edit(firm, action)).data() | {"seen_json": ["?"], "title": ["Nieuw"]}
    answer = browser.post(firm.url("edit", action.pk), data)
    assert answer.status_code == 422
    assert 'value="Nieuw"' in answer.content.decode()
    assert firm.actions[0].title == "Huisregels ophangen"


def test_taking_an_action_out_asks_first(firm: Firm, browser: Client, action: Action) -> None:
    page = browser.get(firm.url("remove", action.pk))
    assert "Huisregels ophangen" in page.content.decode()
    assert len(firm.actions) == 1
    browser.post(firm.url("remove", action.pk))
    assert firm.actions == []


def test_readers_cannot_change_or_remove_an_action(firm: Firm, browser_of, action: Action) -> None:
    reader = browser_of(Role.WORKS_COUNCIL)
    for name in ("edit", "remove"):
        assert reader.get(firm.url(name, action.pk)).status_code == 403
        assert reader.post(firm.url(name, action.pk)).status_code == 403


@pytest.mark.parametrize(
    "broken",
    [
        {"budget": Decimal(-1)},
        {"due_on": "2026-01-01", "start_on": "2026-02-01"},
        {"status": "cancelled", "status_note": ""},
        {"status": "unknown"},
    ],
)
def test_the_database_refuses_what_the_form_refuses(firm: Firm, broken: dict[str, object]) -> None:
    with scope(organisation=firm.organisation), transaction.atomic():
        action = new_action(dossier=firm.dossier)
        for name, value in {"title": "x", "due_on": "2027-01-01", **broken}.items():
            setattr(action, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            action.save()

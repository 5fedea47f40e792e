"""Who does not make the plan says how far she is with an action on her name, and touches nothing else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from apps.actions.domain.plan import add_action, new_action
from apps.actions.models import Action, ActionEvent
from apps.organisations.models import Membership, Role
from apps.rie.domain.dossier import close_dossier
from tests.actions.conftest import HIGH, Firm
from tests.factories import DossierFactory, MembershipFactory
from tests.rie.screen import Screen, text_of

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def member(firm: Firm) -> Membership:
    return MembershipFactory(organisation=firm.organisation, role=Role.CONTRIBUTOR)


@pytest.fixture
def browser(member: Membership) -> Client:
    browser = Client()
    browser.force_login(member.user)
    return browser


@pytest.fixture
def make(firm: Firm, member: Membership):
    """An action of the plan, by default on the contributor's name."""

    def make(**fields: object) -> Action:
        values = {
            "owner": member,
            "title": "Huisregels ophangen",
            "description": "Bij de ingang.",
            "due_on": date(2027, 2, 1),
            "start_on": date(2026, 12, 1),
            "budget": Decimal(500),
            **fields,
        }
        with scope(organisation=firm.organisation):
            action = new_action(dossier=values.pop("dossier", firm.dossier))
            for name, value in values.items():
                setattr(action, name, value)
            factor = firm.assessment.by_code[HIGH].factor
            return add_action(action=action, factors=[factor], user=None)

    return make


def screen(browser: Client, firm: Firm, action: Action) -> Screen:
    url = firm.url("edit", action.pk)
    return Screen(browser, url, url)


def own_page(firm: Firm) -> str:
    return reverse("rie:my_part", args=[firm.organisation.pk, firm.dossier.pk])


def values(action: Action) -> dict[str, object]:
    return {
        name: getattr(action, name)
        for name in ("title", "description", "owner_id", "owner_name", "budget", "start_on", "due_on")
    }


def test_her_own_action_shows_what_it_is_and_asks_how_far_it_is(firm, browser, make):
    page = text_of(browser.get(firm.url("edit", make().pk)))

    for text in ("Huisregels ophangen", "Bij de ingang.", "1 February 2027", "It helps against:"):
        assert text in page
    form = screen(browser, firm, firm.actions[0])
    assert form.shows("status")
    for name in ("title", "owner_id", "due_on", "budget", "factors", "residual_priority"):
        assert not form.shows(name)


def test_how_far_it_is_is_saved_with_who_said_so(firm, browser, make, member):
    answer = screen(browser, firm, make()).send(status="in_progress", evaluate_on="2027-05-01")

    action = firm.actions[0]
    assert answer.url == own_page(firm)
    assert (action.status, action.evaluate_on) == ("in_progress", date(2027, 5, 1))
    with scope(organisation=firm.organisation):
        event = ActionEvent.objects.filter(by=member.user).get()
    assert set(event.changes) == {"status", "evaluate_on"}


def test_cancelling_needs_a_reason(firm, browser, make):
    form = screen(browser, firm, make())
    answer = form.send(status="cancelled")
    assert answer.status_code == 422
    assert "Write down why this action is cancelled." in text_of(answer)

    form.send(status_note="Gebeurde al.")
    assert (firm.actions[0].status, firm.actions[0].status_note) == ("cancelled", "Gebeurde al.")


def test_looking_back_before_it_is_done_is_refused(firm, browser, make):
    answer = screen(browser, firm, make()).send(evaluate_on="2026-12-02")

    assert answer.status_code == 422
    assert "You can only look back after the action is done." in text_of(answer)


def test_naming_other_fields_by_hand_changes_nothing(firm, browser, make):
    action = make()
    before = values(firm.actions[0])
    colleague = MembershipFactory(organisation=firm.organisation)
    form = screen(browser, firm, action)
    tampered = {
        **form.data(),
        "status": "done",
        "title": "Gekaapt",
        "description": "",
        "owner_id": str(colleague.pk),
        "owner_name": "Iemand anders",
        "budget": "999999",
        "start_on": "2020-01-01",
        "due_on": "2099-01-01",
        "residual_priority": "high",
        "factors": [],
        "dossier": "x",
        "organisation": "x",
    }
    assert browser.post(form.action, tampered).status_code == 302

    saved = firm.actions[0]
    assert saved.status == "done"
    assert values(saved) == before
    assert saved.residual_priority == ""
    assert saved.links.count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_action_of_a_colleague_or_of_nobody_is_not_found(firm, browser, make, method):
    colleague = MembershipFactory(organisation=firm.organisation, role=Role.CONTRIBUTOR)
    for owner in (colleague, None):
        action = make(owner=owner)
        url = firm.url("edit", action.pk)

        assert getattr(browser, method)(url, {"status": "done", "seen_json": "{}"}).status_code == 404
    assert {action.status for action in firm.actions} == {"planned"}


def test_an_action_that_went_to_somebody_else_is_not_hers_any_more(firm, browser, make):
    action = make()
    form = screen(browser, firm, action)
    with scope(organisation=firm.organisation):
        Action.objects.update(owner=None)

    assert browser.post(form.action, form.data()).status_code == 404


def test_her_action_in_another_dossier_does_not_open_under_this_one(firm, browser, make):
    other = DossierFactory(organisation=firm.organisation, year=2025)

    assert browser.get(firm.url("edit", make(dossier=other).pk)).status_code == 404


def test_the_rest_of_the_plan_stays_shut(firm, browser, make):
    action = make()

    assert browser.get(firm.url("plan")).status_code == 403
    assert browser.get(firm.url("add")).status_code == 403
    for method in (browser.get, browser.post):
        assert method(firm.url("remove", action.pk)).status_code == 403
    assert firm.actions


def test_the_works_council_changes_no_action(firm, browser_of, make):
    assert browser_of(Role.WORKS_COUNCIL).get(firm.url("edit", make().pk)).status_code == 403


def test_hr_with_an_action_on_her_name_keeps_the_whole_form(firm, make):
    hr = MembershipFactory(organisation=firm.organisation, role=Role.HR)
    browser = Client()
    browser.force_login(hr.user)

    assert screen(browser, firm, make(owner=hr)).shows("title")


def test_what_a_colleague_said_meanwhile_is_a_conflict(firm, browser, make):
    form = screen(browser, firm, make())
    with scope(organisation=firm.organisation):
        Action.objects.update(status="cancelled", status_note="Toch niet.", version=2)
    answer = form.send(status="done")

    assert answer.status_code == 409
    assert firm.actions[0].status == "cancelled"
    form.send(**{"keep__status": "mine"})
    assert firm.actions[0].status == "done"


def test_in_a_closed_dossier_it_can_be_read_and_not_changed(firm, browser, make):
    action = make()
    form = screen(browser, firm, action)
    with scope(organisation=firm.organisation):
        close_dossier(dossier=firm.dossier)
    page = text_of(browser.get(form.action))

    assert 'name="status"' not in page
    assert "Planned" in page
    answer = browser.post(form.action, {**form.data(), "status": "done"})
    assert answer.status_code == 409
    assert own_page(firm) in text_of(answer)
    assert firm.actions[0].status == "planned"


def test_her_own_page_lists_her_actions_what_is_over_at_the_end(firm, browser, make):
    make(title="Klaar", status="done", due_on=date(2026, 12, 1), start_on=None)
    make(title="Nog te doen")
    make(title="Van een ander", owner=None)
    page = text_of(browser.get(own_page(firm)))

    assert page.index("Nog te doen") < page.index("✓ <a")
    assert "Planned · done by 1 February 2027" in page
    assert "Van een ander" not in page


def test_it_costs_the_same_however_many_actions_there_are(firm, browser, make, queries):
    counts = {"own": set(), "edit": set()}
    for size in (1, 3, 30):
        actions = [make(title=f"Actie {number}") for number in range(size)]
        for name, url in (("own", own_page(firm)), ("edit", firm.url("edit", actions[0].pk))):
            with queries() as captured:
                assert browser.get(url).status_code == 200
            counts[name].add(len(captured.statements))

    assert all(len(seen) == 1 and max(seen) <= 12 for seen in counts.values()), counts

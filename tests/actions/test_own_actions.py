"""Who does not make the plan says how far she is with an action on her name, and touches nothing else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django_scopes import scope

from apps.actions.models import Action
from apps.organisations.models import Role
from apps.rie.domain.dossier import close_dossier
from tests.actions.conftest import HIGH, Firm
from tests.actions.running import Desk, desk_of, events, make_action, stored
from tests.factories import DossierFactory, MembershipFactory
from tests.rie.screen import text_of

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def desk(firm: Firm) -> Desk:
    return desk_of(firm, MembershipFactory(organisation=firm.organisation, role=Role.CONTRIBUTOR))


@pytest.fixture
def make(firm: Firm, desk: Desk):
    """An action of the plan, by default on the contributor's name."""

    def make(**fields: object) -> Action:
        values = {
            "owner": desk.member,
            "description": "Bij de ingang.",
            "start_on": date(2026, 12, 1),
            "budget": Decimal(500),
        }
        return make_action(firm, **{**values, **fields})

    return make


def own_page(firm: Firm) -> str:
    return reverse("rie:my_part", args=[firm.organisation.pk, firm.dossier.pk])


def test_her_own_action_shows_what_it_is_and_how_far_it_can_go(firm, desk, make):
    action = make()
    page = desk.page(action)

    for text in ("Huisregels ophangen", "Bij de ingang.", "1 February 2027", "It helps against:"):
        assert text in page
    assert firm.assessment.by_code[HIGH].factor.text.problem in page
    for name in ("start", "complete", "postpone", "cancel"):
        assert firm.url(name, action.pk) in page
    for name in ("title", "owner_id", "budget", "factors", "residual_priority"):
        assert f'name="{name}"' not in page


def test_how_far_it_is_is_saved_with_who_said_so(firm, desk, make):
    action = make()
    answer = desk.form(action, "start").send()

    assert answer.url == firm.url("action", action.pk)
    assert stored(firm, action).status == "in_progress"
    assert events(firm, action)[-1].by == desk.member.user


def test_naming_other_fields_by_hand_changes_nothing(firm, desk, make):
    action = make()
    colleague = MembershipFactory(organisation=firm.organisation)
    tampered = {
        "result": "Het hangt er.",
        "done_on": "2026-11-20",
        "title": "Gekaapt",
        "owner_id": str(colleague.pk),
        "budget": "999999",
        "due_on": "2099-01-01",
        "status": "cancelled",
        "residual_priority": "high",
        "factors": [],
        "dossier": "x",
    }
    assert desk.post(action, "complete", **tampered).status_code == 302

    now = stored(firm, action)
    assert (now.status, now.result) == ("done", "Het hangt er.")
    assert (now.title, now.owner, now.budget) == ("Huisregels ophangen", desk.member, Decimal(500))
    assert (now.due_on, now.residual_priority) == (date(2027, 2, 1), "")
    with scope(organisation=firm.organisation):
        assert now.links.count() == 1


def test_an_action_that_went_to_somebody_else_is_not_hers_any_more(firm, desk, make):
    action = make()
    form = desk.asks(action, "complete")
    with scope(organisation=firm.organisation):
        Action.objects.update(owner=None)

    assert form.send(result="Klaar.").status_code == 404
    assert stored(firm, action).status == "planned"


def test_her_action_in_another_dossier_does_not_open_under_this_one(firm, desk, make):
    other = DossierFactory(organisation=firm.organisation, year=2025)

    assert desk.get(make(dossier=other), "action").status_code == 404


def test_the_rest_of_the_plan_stays_shut(firm, desk, make):
    action = make()

    assert desk.browser.get(firm.url("plan")).status_code == 403
    assert desk.browser.get(firm.url("add")).status_code == 403
    for name in ("edit", "remove"):
        assert desk.get(action, name).status_code == 403
        assert desk.post(action, name).status_code == 403
    assert firm.actions


def test_hr_with_an_action_on_her_name_keeps_the_whole_form(firm, make):
    hr = desk_of(firm, MembershipFactory(organisation=firm.organisation, role=Role.HR))

    assert hr.asks(make(owner=hr.member), "edit").shows("title")


def test_in_a_closed_dossier_it_can_be_read_and_not_changed(firm, desk, make):
    action = make()
    form = desk.asks(action, "complete")
    with scope(organisation=firm.organisation):
        close_dossier(dossier=firm.dossier)

    assert "Planned" in desk.page(action)
    assert desk.get(action, "complete").url == firm.url("action", action.pk)
    form.fill(result="Het hangt er nu.")
    answer = desk.browser.post(form.action, form.data())
    assert answer.status_code == 409
    assert "Het hangt er nu." in text_of(answer)
    assert own_page(firm) in text_of(answer)
    assert stored(firm, action).status == "planned"


def test_her_own_page_lists_her_actions_what_is_over_at_the_end(firm, desk, make):
    done = {"done_on": date(2026, 11, 1), "due_on": date(2026, 12, 1), "start_on": None}
    make(title="Klaar", status="done", **done)
    make(title="Teruggekeken", status="evaluated", evaluated_on=date(2026, 11, 2), **done)
    make(title="Nog te doen")
    make(title="Help ik mee", owner=None, co_owners=(desk.member,))
    make(title="Van een ander", owner=None)
    page = text_of(desk.browser.get(own_page(firm)))

    for open_one in ("Nog te doen", "Help ik mee"):
        assert page.index(open_one) < page.index("✓ <a")
    for over in ("Klaar", "Teruggekeken"):
        assert page.index(over) > page.index("✓ <a")
    assert "Planned · done by 1 February 2027" in page
    assert "Van een ander" not in page


def test_her_own_page_costs_the_same_however_many_actions_there_are(firm, desk, make, queries):
    counts = set()
    for size in (1, 3, 30):
        for number in range(size):
            make(title=f"Actie {number}")
        with queries() as captured:
            assert desk.browser.get(own_page(firm)).status_code == 200
        counts.add(len(captured.statements))

    assert len(counts) == 1, counts
    assert max(counts) <= 12

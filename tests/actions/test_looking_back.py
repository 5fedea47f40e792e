"""Looking back on an action: what changed, and the risk before and after."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from apps.actions.domain.plan import add_action, new_action
from apps.actions.domain.running import complete_action
from apps.actions.effect import LinkState, effect_of
from apps.actions.models import Action, ActionEvaluation, Information, Reassessment
from apps.organisations.models import Role
from apps.rie.domain.dossier import close_dossier
from apps.rie.domain.instrument import instrument_content
from tests.actions.conftest import HIGH, MEDIUM, Firm
from tests.factories import DossierFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(time_machine: Any) -> date:
    time_machine.move_to("2027-03-01 09:00:00+01:00")
    return date(2027, 3, 1)


@pytest.fixture
def action(firm: Firm, today: date) -> Action:
    """An action against the medium risk that is done."""
    with scope(organisation=firm.organisation):
        made = new_action(dossier=firm.dossier)
        made.title, made.due_on = "Maak een rooster", date(2027, 2, 1)
        factor = instrument_content(firm.dossier.instrument_id).factors[MEDIUM]
        add_action(action=made, factors=[factor], user=None)
        complete_action(action=made, result="Het hangt er.", user=None, done_on=date(2027, 2, 1))
    return made


@pytest.fixture
def hr(firm: Firm, today: date) -> Client:
    browser = Client()
    browser.force_login(MembershipFactory(organisation=firm.organisation, role=Role.HR).user)
    return browser


def look_back(**typed: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()),
        "held_on": "2027-03-01",
        "as_meant": "yes",
        "changed": "Er is minder haast.",
        "decision": "keep",
        **typed,
    }


ANSWERED = {
    f"{MEDIUM}-verdict": "partly",
    f"{MEDIUM}-frequency": "1",
    f"{MEDIUM}-reach": "1",
    f"{MEDIUM}-severity": "1",
}


def effect(firm: Firm) -> Any:
    with scope(organisation=firm.organisation):
        return effect_of(firm.dossier, firm.plan)


def chain(firm: Firm, code: str) -> Any:
    return next(entry for entry in effect(firm).chains if entry.risk.code == code)


def stored(firm: Firm, model: Any) -> list[Any]:
    with scope(organisation=firm.organisation):
        return list(model.objects.all())


def test_the_risk_is_answered_anew_and_the_first_answer_stays(firm, hr, action):
    answer = hr.post(firm.url("evaluate", action.pk), look_back(**ANSWERED))

    assert answer.status_code == 302
    (again,) = stored(firm, Reassessment)
    assert (again.verdict, again.priority) == ("partly", "low")
    assert again.reason
    assert firm.actions[0].status == "evaluated"
    assert firm.actions[0].evaluated_on == date(2027, 3, 1)
    residual = chain(firm, MEDIUM).residual
    assert (residual.before.key, residual.after.key, residual.is_lower) == ("medium", "low", True)


def test_a_risk_that_is_in_order_again_is_gone_and_keeps_no_scales(firm, hr, action):
    hr.post(firm.url("evaluate", action.pk), look_back(**{**ANSWERED, f"{MEDIUM}-verdict": "in_order"}))

    (again,) = stored(firm, Reassessment)
    assert (again.priority, again.frequency, again.severity) == ("", None, None)
    assert chain(firm, MEDIUM).residual.is_gone
    assert effect(firm).now(None) == 1


def test_a_risk_that_nobody_looked_at_again_keeps_its_class(firm, hr, action):
    hr.post(firm.url("evaluate", action.pk), look_back())

    assert stored(firm, Reassessment) == []
    residual = chain(firm, MEDIUM).residual
    assert (residual.is_known, residual.now.key) == (False, "medium")
    assert chain(firm, MEDIUM).evaluation is LinkState.BUSY


def test_without_how_often_there_is_no_class_and_what_was_typed_stays(firm, hr, action):
    typed = look_back(**{**ANSWERED, f"{MEDIUM}-frequency": ""})
    answer = hr.post(firm.url("evaluate", action.pk), typed)

    assert answer.status_code == 422
    assert "Er is minder haast." in answer.content.decode()
    assert stored(firm, ActionEvaluation) == []
    assert firm.actions[0].status == "done"


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ({"held_on": "2027-04-01"}, "still to come"),
        ({"held_on": "2027-01-01"}, "before the action was done"),
        ({"changed": ""}, "required"),
        ({"as_meant": "misschien"}, "misschien"),
        ({"held_on": "gisteren"}, "valid date"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_saved(firm, hr, action, typed, text, settings):
    settings.LANGUAGE_CODE = "en"
    answer = hr.post(firm.url("evaluate", action.pk), look_back(**typed), headers={"accept-language": "en"})

    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert stored(firm, ActionEvaluation) == []


def test_sent_twice_it_is_saved_once(firm, hr, action):
    typed = look_back(**ANSWERED)
    for _time in range(2):
        assert hr.post(firm.url("evaluate", action.pk), typed).status_code == 302

    assert len(stored(firm, ActionEvaluation)) == len(stored(firm, Reassessment)) == 1


def test_an_answer_of_later_counts_for_more_than_an_older_look(firm, hr, action, time_machine):
    hr.post(firm.url("evaluate", action.pk), look_back(**ANSWERED))
    time_machine.move_to("2027-06-01 09:00:00+02:00")
    with scope(organisation=firm.organisation):
        answer = firm.dossier.answers.get(factor__code=MEDIUM)
        answer.frequency = 4
        answer.save()

    residual = chain(firm, MEDIUM).residual
    assert (residual.is_known, residual.now) == (False, residual.before)


def test_an_id_that_is_in_use_elsewhere_is_replaced(firm, hr, action):
    other = MembershipFactory().organisation
    with scope(organisation=other):
        dossier = DossierFactory(organisation=other)
        theirs = Information.objects.create(
            organisation=other, dossier=dossier, held_on=date(2027, 1, 1), how="Overleg"
        )
    answer = hr.post(firm.url("information"), told(is_whole_plan="on", key=str(theirs.pk)))

    assert answer.status_code == 302
    assert len(stored(firm, Information)) == 1


def test_adapting_leads_to_a_new_action_against_the_same_risk(firm, hr, action):
    answer = hr.post(firm.url("evaluate", action.pk), look_back(decision="adapt"))

    assert answer["Location"] == f"{firm.url('add')}?risico={MEDIUM}"


def test_what_is_not_done_cannot_be_looked_back_on(firm, hr, action):
    with scope(organisation=firm.organisation):
        Action.objects.update(status="planned", done_on=None)
    assert 'name="changed"' not in hr.get(firm.url("evaluate", action.pk)).content.decode()

    assert hr.post(firm.url("evaluate", action.pk), look_back()).status_code == 422
    assert stored(firm, ActionEvaluation) == []


def test_in_a_closed_dossier_nothing_is_saved(firm, hr, action):
    with scope(organisation=firm.organisation):
        close_dossier(dossier=firm.dossier)

    assert hr.post(firm.url("evaluate", action.pk), look_back()).status_code == 409
    assert stored(firm, ActionEvaluation) == []


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.WORKS_COUNCIL])
def test_who_does_not_make_the_plan_does_not_look_back(firm, action, role):
    browser = Client()
    browser.force_login(MembershipFactory(organisation=firm.organisation, role=role).user)

    assert browser.post(firm.url("evaluate", action.pk), look_back()).status_code == 403


def test_an_action_of_another_firm_is_not_there(firm, hr, action):
    other = MembershipFactory()
    url = reverse("actions:evaluate", args=[other.organisation.pk, firm.dossier.pk, action.pk])
    browser = Client()
    browser.force_login(other.user)

    assert browser.get(url).status_code == 404
    assert hr.get(firm.url("evaluate", uuid4())).status_code == 404


class TestTheChain:
    def test_a_cause_that_is_not_written_down_is_missing(self, firm):
        assert chain(firm, MEDIUM).cause is LinkState.MISSING

    def test_a_missing_policy_is_its_own_cause(self, firm):
        assert chain(firm, HIGH).cause is LinkState.DONE

    def test_without_measures_the_rest_waits(self, firm):
        links = dict(chain(firm, MEDIUM).links)

        assert links["measures"] is LinkState.MISSING
        assert links["information"] is links["evaluation"] is LinkState.NOT_YET

    def test_a_done_action_asks_to_tell_and_to_look_back(self, firm, action):
        links = dict(chain(firm, MEDIUM).links)

        assert links["measures"] is LinkState.DONE
        assert links["information"] is links["evaluation"] is LinkState.MISSING

    def test_it_closes_when_all_four_are_there(self, firm, hr, action):
        hr.post(firm.url("evaluate", action.pk), look_back(**ANSWERED))
        hr.post(firm.url("information"), told(is_whole_plan="on"))
        with scope(organisation=firm.organisation):
            firm.dossier.answers.update(root_cause="Te weinig mensen")

        assert chain(firm, MEDIUM).is_closed
        assert effect(firm).closed == 1


def told(**typed: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), "held_on": "2027-03-01", "how": "Werkoverleg", **typed}


class TestTellingEmployees:
    def test_an_action_of_after_the_talk_was_not_in_it(self, firm, hr, action):
        hr.post(firm.url("information"), told(is_whole_plan="on", held_on="2027-02-20"))

        assert chain(firm, MEDIUM).information is LinkState.MISSING

    def test_it_may_be_about_some_actions(self, firm, hr, action):
        hr.post(firm.url("information"), told(actions=[str(action.pk)]))

        assert chain(firm, MEDIUM).information is LinkState.DONE
        assert "Werkoverleg" in hr.get(firm.url("information")).content.decode()

    @pytest.mark.parametrize(
        "typed",
        [
            {},
            {"is_whole_plan": "on", "how": ""},
            {"is_whole_plan": "on", "held_on": "2027-03-02"},
            {"actions": [str(uuid4())]},
        ],
    )
    def test_what_is_wrong_is_not_saved_and_stays_on_the_page(self, firm, hr, action, typed):
        answer = hr.post(firm.url("information"), {**told(), **typed})

        assert answer.status_code == 422
        assert stored(firm, Information) == []

    def test_sent_twice_it_is_there_once_and_can_be_taken_off(self, firm, hr, action):
        typed = told(is_whole_plan="on")
        hr.post(firm.url("information"), typed)
        hr.post(firm.url("information"), typed)
        (moment,) = stored(firm, Information)
        hr.post(firm.url("forget_information", moment.pk))

        assert stored(firm, Information) == []


@pytest.mark.parametrize("name", ["effect", "information"])
def test_a_page_costs_the_same_with_1_3_and_30_actions(firm, hr, action, name, django_assert_max_num_queries):
    counts = []
    for total in (1, 3, 30):
        with scope(organisation=firm.organisation):
            while Action.objects.count() < total:
                made = new_action(dossier=firm.dossier)
                made.title, made.due_on = "Nog een", date(2027, 5, 1)
                factor = instrument_content(firm.dossier.instrument_id).factors[MEDIUM]
                add_action(action=made, factors=[factor], user=None)
        with django_assert_max_num_queries(12) as captured:
            assert hr.get(firm.url(name)).status_code == 200
        counts.append(len(captured))

    assert len(set(counts)) == 1

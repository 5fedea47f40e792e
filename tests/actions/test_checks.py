"""The named checks: what stands out in a plan, and where to go."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_scopes import scope

from apps.actions.checks import CHECKS, MOST_HIGH_ACTIONS, findings_in
from apps.actions.domain.plan import add_action, new_action, settle_risk
from apps.actions.models import Action
from apps.rie.domain.instrument import instrument_content
from tests.actions.conftest import HIGH, LOW, MEDIUM, Firm
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
ALL = (HIGH, MEDIUM, LOW)


@pytest.fixture
def add(firm: Firm) -> Any:
    """Put an action in the plan, in time and in good hands unless it is said otherwise."""
    content = instrument_content(firm.dossier.instrument_id)

    def add(*codes: str, measure: str = "", **fields: Any) -> Action:
        with scope(organisation=firm.organisation):
            action = new_action(dossier=firm.dossier)
            values = {
                "title": "Doe iets",
                "due_on": today() + timedelta(days=30),
                "owner_name": "Els",
                **fields,
            }
            for name, value in values.items():
                setattr(action, name, value)
            action.measure_id = content.measures[measure].id if measure else None
            return add_action(action=action, factors=[content.factors[code] for code in codes], user=None)

    return add


def today() -> date:
    return timezone.localdate()


def found(firm: Firm) -> dict[str, list[str]]:
    """Id of a check → what it is about."""
    return {
        finding.check.id: [hit.label for hit in finding.hits]
        for finding in findings_in(firm.plan, today=today())
    }


def problem(firm: Firm, code: str) -> str:
    return firm.assessment.by_code[code].factor.text.problem


def test_every_check_has_a_name_of_its_own_and_says_why():
    assert len({check.id for check in CHECKS}) == len(CHECKS)
    assert all(str(check.title) and str(check.explanation) for check in CHECKS)


def test_a_good_plan_stands_out_in_nothing(firm, add):
    add(*ALL)

    assert found(firm) == {}


def test_risks_without_a_measure_stand_out_by_their_class(firm):
    assert found(firm) == {"P01": [problem(firm, HIGH)], "P02": [problem(firm, MEDIUM)]}


def test_a_high_risk_that_is_left_as_it_is_is_told(firm, add):
    add(MEDIUM)
    with scope(organisation=firm.organisation):
        settle_risk(
            dossier=firm.dossier,
            factor=firm.assessment.by_code[HIGH].factor,
            reason="De winkel sluit.",
            user=None,
        )

    assert found(firm) == {"P03": [problem(firm, HIGH)]}


def test_only_measures_for_one_person(firm, add):
    content = instrument_content(firm.dossier.instrument_id)
    individual = next(measure for measure in content.measures.values() if measure.spec.is_individual)
    code = next(code for code in individual.spec.factors if code not in ALL)
    firm.risk(code, verdict="partly", frequency=3, reach=3, severity=2)
    add(HIGH, MEDIUM)
    add(code, measure=individual.code)
    assert found(firm) == {"P04": [problem(firm, code)]}

    add(code)
    assert found(firm) == {}


@pytest.mark.parametrize(("code", "months"), [(HIGH, 3), (MEDIUM, 6), (LOW, 12)])
def test_a_term_beyond_the_suggested_one(firm, add, code, months, time_machine):
    time_machine.move_to("2026-11-23 12:00:00+01:00", tick=False)
    add(*(other for other in ALL if other != code))
    years, month = divmod(10 + months, 12)
    last = date(2026 + years, month + 1, 23)
    action = add(code, due_on=last)
    assert "P05" not in found(firm)

    with scope(organisation=firm.organisation):
        Action.objects.filter(pk=action.pk).update(due_on=last + timedelta(days=1))
    assert found(firm) == {"P05": ["Doe iets"]}


def test_next_years_training_is_not_far_away(firm, add):
    add(*ALL)
    add(HIGH, due_on=today() + timedelta(days=400), is_repetition=True, repeat_every=12)

    assert found(firm) == {}


def test_called_low_while_nothing_is_carried_out(firm, add):
    action = add(*ALL, residual_priority="low")
    assert found(firm)["P06"] == [risk.factor.text.problem for risk in firm.assessment.risks]

    with scope(organisation=firm.organisation):
        Action.objects.filter(pk=action.pk).update(status="done", done_on=today())
    assert "P06" not in found(firm)


def test_more_than_five_open_high_actions_on_one_name(firm, add):
    owner = MembershipFactory(organisation=firm.organisation)
    for _number in range(MOST_HIGH_ACTIONS):
        add(*ALL, owner=owner, owner_name="")
    assert found(firm) == {}

    add(*ALL, owner=owner, owner_name="")
    assert found(firm) == {"P07": [f"{owner.user} (6)"]}


def test_an_action_without_somebody_who_does_it(firm, add):
    add(*ALL, owner_name="")
    assert found(firm) == {"P08": ["Doe iets"]}

    with scope(organisation=firm.organisation):
        Action.objects.update(status="done", done_on=today())
    assert found(firm) == {}


def test_an_action_that_is_late(firm, add):
    add(*ALL, due_on=today())
    assert found(firm) == {}

    with scope(organisation=firm.organisation):
        Action.objects.update(due_on=today() - timedelta(days=1))
    assert found(firm) == {"P09": ["Doe iets"]}


def test_it_is_time_to_look_back(firm, add):
    add(*ALL)
    with scope(organisation=firm.organisation):
        Action.objects.update(status="done", done_on=today(), evaluate_on=today() + timedelta(days=1))
        assert found(firm) == {}
        Action.objects.update(evaluate_on=today())

    assert found(firm) == {"P10": ["Doe iets"]}


def test_planned_before_what_it_waits_for(firm, add):
    first = add(*ALL, title="Eerst", due_on=today() + timedelta(days=60))
    add(MEDIUM, title="Daarna", depends_on=first)
    assert found(firm) == {"P11": ["Daarna"]}

    with scope(organisation=firm.organisation):
        Action.objects.filter(pk=first.pk).update(status="done", done_on=today())
    assert found(firm) == {}


def test_each_thing_leads_to_where_it_can_be_mended(firm, add, client):
    add(MEDIUM, owner_name="")
    client.force_login(MembershipFactory(organisation=firm.organisation).user)
    links = [
        hit.link(firm.dossier) for finding in findings_in(firm.plan, today=today()) for hit in finding.hits
    ]

    assert len(links) == 2
    assert {client.get(link).status_code for link in links} == {200}


def test_finding_reads_nothing(firm, add, django_assert_num_queries):
    add(*ALL, owner_name="")
    plan = firm.plan
    with django_assert_num_queries(0):
        assert findings_in(plan, today=today())

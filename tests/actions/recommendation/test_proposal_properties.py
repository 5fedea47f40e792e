"""What holds for every proposal, whatever the question."""

import random

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from apps.actions.recommendation import propose
from apps.actions.recommendation.cost import points
from tests.actions.recommendation.builders import (
    HIGH,
    MEDIUM,
    UNHURRIED,
    codes,
    every_set_of,
    measure_codes,
    questions,
)


@pytest.fixture(autouse=True, scope="module")
def english():
    with translation.override("en"):
        yield


def is_covered(risk, measures):
    """Said again in other words than the code does: not only individual for high, anything for medium."""
    against = [measure for measure in measures if risk.code in measure.factors]
    return any(not measure.is_individual for measure in against) or (
        risk.priority == MEDIUM and bool(against)
    )


def planned(question):
    return [measure for measure in question["candidates"] if measure.code in question["in_plan"]]


def usable(question):
    gone = question["in_place"] | question["in_plan"] | question["left_out"]
    return [measure for measure in question["candidates"] if measure.code not in gone]


def chosen(question, proposal):
    return [measure for measure in question["candidates"] if measure.code in codes(proposal)]


def needy(question):
    return [risk for risk in question["risks"] if risk.priority >= MEDIUM]


@UNHURRIED
@given(questions)
def test_every_risk_is_covered_when_a_measure_exists_for_it(question):
    proposal = propose(**question)
    plan = planned(question) + chosen(question, proposal)

    uncovered = {entry.risk for entry in proposal.uncovered}
    for risk in needy(question):
        assert is_covered(risk, plan) == is_covered(risk, planned(question) + usable(question))
        assert is_covered(risk, plan) == (risk not in uncovered)


@UNHURRIED
@given(questions)
def test_every_high_risk_gets_a_measure_that_is_not_individual_when_one_exists(question):
    plan = planned(question) + chosen(question, propose(**question))

    for risk in question["risks"]:
        if risk.priority == HIGH and any(
            risk.code in m.factors and not m.is_individual for m in usable(question)
        ):
            assert any(risk.code in m.factors and not m.is_individual for m in plan)


@UNHURRIED
@given(questions)
def test_nothing_returns_that_is_in_place_in_the_plan_or_left_out(question):
    proposed = set(codes(propose(**question)))

    assert not proposed & (question["in_place"] | question["in_plan"] | question["left_out"])


@UNHURRIED
@given(questions)
def test_no_measure_is_superfluous(question):
    proposal = propose(**question)
    plan = planned(question) + chosen(question, proposal)
    covered = [risk for risk in needy(question) if is_covered(risk, plan)]

    for measure in chosen(question, proposal):
        others = [other for other in plan if other is not measure]
        assert not all(is_covered(risk, others) for risk in covered)


@UNHURRIED
@given(questions)
def test_no_other_choice_has_fewer_points(question):
    proposal = propose(**question)
    open_risks = [
        risk
        for risk in needy(question)
        if not is_covered(risk, planned(question)) and is_covered(risk, usable(question))
    ]

    def total(measures):
        return sum(points(measure, question["situation"]) for measure in measures)

    best = min(
        total(measures)
        for measures in every_set_of(usable(question))
        if all(is_covered(risk, measures) for risk in open_risks)
    )
    assert proposal.exact
    assert total(chosen(question, proposal)) == best


@UNHURRIED
@given(questions, st.randoms(use_true_random=False))
def test_the_order_of_the_input_is_of_no_influence(question, order: random.Random):
    shuffled = dict(question)
    for name in ("risks", "candidates"):
        shuffled[name] = order.sample(question[name], len(question[name]))

    assert propose(**shuffled) == propose(**question)


@UNHURRIED
@given(questions, measure_codes)
def test_more_in_the_plan_never_uncovers_anything(question, more):
    before = propose(**question)
    after = propose(**question | {"in_plan": question["in_plan"] | more})

    assert {entry.risk for entry in after.uncovered} <= {entry.risk for entry in before.uncovered}
    assert set(after.already_covered) >= set(before.already_covered)


@UNHURRIED
@given(questions, st.data())
def test_accepting_a_part_of_the_proposal_leaves_the_rest(question, data):
    before = propose(**question)
    accepted = data.draw(st.sets(st.sampled_from(codes(before)))) if before.measures else set()
    after = propose(**question | {"in_plan": question["in_plan"] | accepted})

    assert set(codes(after)) == set(codes(before)) - accepted
    assert {m.code: m.covers for m in after.measures}.items() <= {
        m.code: m.covers for m in before.measures
    }.items()


@UNHURRIED
@given(questions)
def test_the_proposal_accounts_for_every_high_and_medium_risk_once(question):
    proposal = propose(**question)
    by_proposal = {code for measure in proposal.measures for code in measure.covers}
    uncovered = {entry.risk.code for entry in proposal.uncovered}

    assert by_proposal | set(proposal.already_covered) | uncovered == {risk.code for risk in needy(question)}
    assert not uncovered & (by_proposal | set(proposal.already_covered))


@UNHURRIED
@given(questions)
def test_the_most_urgent_measures_and_risks_come_first(question):
    proposal = propose(**question)
    priority = {risk.code: risk.priority for risk in question["risks"]}

    first = [priority[measure.covers[0]] for measure in proposal.measures]
    assert first == sorted(first, reverse=True)
    for measure in proposal.measures:
        covered = [priority[code] for code in measure.covers]
        assert covered == sorted(covered, reverse=True)


@UNHURRIED
@given(questions)
def test_every_measure_has_a_few_reasons(question):
    for measure in propose(**question).measures:
        assert 3 <= len(measure.reasons) <= 4
        assert all(
            type(reason) is str and reason.endswith(".") and "%(" not in reason for reason in measure.reasons
        )

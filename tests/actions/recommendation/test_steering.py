"""Wishes for a proposal: what they change, what they never change, and what is told about it."""

from itertools import product

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from apps.actions.recommendation import Steering, compare, propose
from apps.actions.recommendation.cost import NO_WISHES, is_for_team, is_quick, points
from apps.rie.content.schema import HygieneStep, Level, Size
from tests.actions.recommendation.builders import (
    FIRM,
    HIGH,
    UNHURRIED,
    a_measure,
    a_risk,
    an_individual,
    catalogue,
    codes,
    questions,
    situations,
    some_measures,
)

EVERY_WISH = [
    Steering(less_effort=less, faster=fast, more_team=team)
    for less, fast, team in product([False, True], repeat=3)
]
wishes = st.sampled_from(EVERY_WISH)
LESS, FAST, TEAM = Steering(less_effort=True), Steering(faster=True), Steering(more_team=True)


@pytest.fixture(autouse=True, scope="module")
def english():
    with translation.override("en"):
        yield


def steered(steering, *measures, risks=("W01",)):
    return propose(
        risks=[a_risk(code) for code in risks], candidates=measures, situation=FIRM, steering=steering
    )


def changes(steering, *measures, risks=("W01",)):
    return compare(
        plain=steered(NO_WISHES, *measures, risks=risks),
        steered=steered(steering, *measures, risks=risks),
        candidates=measures,
        steering=steering,
    )


@UNHURRIED
@given(questions, wishes)
def test_no_wish_leaves_a_risk_open(question, steering):
    plain, wished = propose(**question), propose(**question, steering=steering)

    assert wished.uncovered == plain.uncovered
    assert wished.already_covered == plain.already_covered
    taken = {code for measure in wished.measures for code in measure.covers}
    assert taken == {code for measure in plain.measures for code in measure.covers}


@UNHURRIED
@given(questions, wishes)
def test_every_high_risk_keeps_a_measure_that_is_not_individual(question, steering):
    wished = propose(**question, steering=steering)
    chosen = {*codes(wished), *question["in_plan"]}
    plan = [measure for measure in question["candidates"] if measure.code in chosen]
    open_risks = {entry.risk.code for entry in wished.uncovered}

    for risk in question["risks"]:
        if risk.priority == HIGH and risk.code not in open_risks:
            assert any(risk.code in measure.factors and not measure.is_individual for measure in plan)


@UNHURRIED
@given(some_measures(), situations, wishes)
def test_no_wish_puts_one_employee_before_the_source_at_equal_effort(measures, situation, steering):
    individual = [measure for measure in measures if measure.is_individual]
    source = [m for m in measures if m.step is HygieneStep.SOURCE and not m.is_individual]

    for one, other in product(individual, source):
        if one.effort == other.effort:
            assert points(other, situation, steering) < points(one, situation, steering)


@UNHURRIED
@given(some_measures(), situations, wishes)
def test_a_wish_makes_nothing_cheaper(measures, situation, steering):
    for measure in measures:
        assert points(measure, situation, steering) >= points(measure, situation)


@UNHURRIED
@given(questions)
def test_without_wishes_nothing_changes(question):
    plain, same = propose(**question), propose(**question, steering=Steering())

    found = compare(plain=plain, steered=same, candidates=question["candidates"], steering=Steering())
    assert plain == same
    assert found.came_in == found.went_out == ()


@UNHURRIED
@given(questions, wishes)
def test_what_changed_is_told_whole_with_a_reason_for_each(question, steering):
    plain, wished = propose(**question), propose(**question, steering=steering)

    found = compare(plain=plain, steered=wished, candidates=question["candidates"], steering=steering)

    came, went = {change.code for change in found.came_in}, {change.code for change in found.went_out}
    assert set(codes(plain)) - went | came == set(codes(wished))
    assert not came & set(codes(plain))
    assert went <= set(codes(plain))
    assert all(change.reason.endswith(".") for change in (*found.came_in, *found.went_out))
    assert bool(came) == bool(went)


def test_less_effort_takes_two_light_measures_instead_of_a_project():
    project = a_measure("M01", "W01", "W02", effort=Size.HIGH)
    light = [a_measure("M02", "W01"), a_measure("M03", "W02")]

    assert codes(steered(NO_WISHES, project, *light, risks=("W01", "W02"))) == ["M01"]
    assert codes(steered(LESS, project, *light, risks=("W01", "W02"))) == ["M02", "M03"]


@pytest.mark.parametrize(
    ("effort", "number", "stays"),
    [(Size.MEDIUM, 2, False), (Size.MEDIUM, 3, True), (Size.HIGH, 3, False), (Size.HIGH, 4, True)],
)
def test_less_effort_splits_work_in_so_many_light_measures_and_no_more(effort, number, stays):
    risks = tuple(f"W0{place}" for place in range(number))
    heavy = a_measure("M09", *risks, effort=effort)
    light = [
        a_measure(f"M0{place}", risk, step=HygieneStep.COLLECTIVE, cost=Size.LOW)
        for place, risk in enumerate(risks)
    ]

    assert (codes(steered(LESS, heavy, *light, risks=risks)) == ["M09"]) is stays


def test_faster_takes_what_can_start_at_once():
    slow = a_measure("M01", "W01", cost=Size.MEDIUM)
    quick = a_measure("M02", "W01", step=HygieneStep.RECOVERY)

    assert codes(steered(NO_WISHES, slow, quick)) == ["M01"]
    assert codes(steered(FAST, slow, quick)) == ["M02"]


def test_more_in_the_team_takes_what_a_team_does():
    firm = a_measure("M01", "W01", level=Level.ORGANISATION)
    team = a_measure("M02", "W01", step=HygieneStep.COLLECTIVE, effort=Size.MEDIUM)

    assert codes(steered(NO_WISHES, firm, team)) == ["M01"]
    assert codes(steered(TEAM, firm, team)) == ["M02"]


def test_the_only_measure_against_a_risk_stays_whatever_you_wish():
    heavy = a_measure("M01", "W01", level=Level.ORGANISATION, effort=Size.HIGH, cost=Size.HIGH)
    everything = Steering(less_effort=True, faster=True, more_team=True)

    assert codes(steered(everything, heavy, an_individual("M02", "W01"))) == ["M01"]


@pytest.mark.parametrize(
    ("changes_of", "quick"),
    [
        ({}, True),
        ({"cost": Size.LOW}, True),
        ({"cost": Size.MEDIUM}, False),
        ({"effort": Size.MEDIUM}, False),
    ],
)
def test_quick_is_little_work_and_little_money(changes_of, quick):
    assert is_quick(a_measure("M01", "W01", **changes_of)) is quick


def test_a_measure_for_one_employee_is_not_for_a_team():
    assert not is_for_team(a_measure("M01", "W01", level=Level.TEAM, step=HygieneStep.INDIVIDUAL))
    assert not is_for_team(a_measure("M01", "W01", level=Level.ORGANISATION))
    assert is_for_team(a_measure("M01", "W01", level=Level.TEAM))


def test_the_change_is_told_with_the_reason_of_the_wish():
    found = changes(
        LESS,
        a_measure("M01", "W01", "W02", effort=Size.HIGH),
        a_measure("M02", "W01"),
        a_measure("M03", "W02"),
        risks=("W01", "W02"),
    )

    assert [(change.code, change.reason) for change in found.came_in] == [
        ("M02", "It is little work."),
        ("M03", "It is little work."),
    ]
    assert [(change.code, change.reason) for change in found.went_out] == [("M01", "It is a lot of work.")]
    assert found.summary == "The proposal now has 2 measures instead of 1, and tackles the same risks."


@pytest.mark.parametrize(
    ("steering", "out", "into", "why_out", "why_in"),
    [
        (
            FAST,
            a_measure("M01", "W01", cost=Size.MEDIUM),
            a_measure("M02", "W01", step=HygieneStep.RECOVERY),
            "It needs time or money before you can start.",
            "You can start at once, without large costs.",
        ),
        (
            TEAM,
            a_measure("M01", "W01", level=Level.ORGANISATION),
            a_measure("M02", "W01", effort=Size.MEDIUM),
            "It is something for the whole firm, not for a team.",
            "A team can do it by itself.",
        ),
        (
            Steering(faster=True, more_team=True),
            a_measure("M01", "W01", level=Level.ORGANISATION, effort=Size.MEDIUM),
            a_measure("M02", "W01", step=HygieneStep.RECOVERY),
            "It needs time or money before you can start."
            " It is something for the whole firm, not for a team.",
            "You can start at once, without large costs. A team can do it by itself.",
        ),
    ],
)
def test_each_wish_has_words_of_its_own(steering, out, into, why_out, why_in):
    found = changes(steering, out, into)

    assert [(change.code, change.reason) for change in found.went_out] == [("M01", why_out)]
    assert [(change.code, change.reason) for change in found.came_in] == [("M02", why_in)]
    assert found.summary == "The proposal still has 1 measure, and tackles the same risks."


def test_when_nothing_suits_better_that_is_told():
    found = changes(LESS, a_measure("M01", "W01", effort=Size.HIGH))

    assert found.came_in == found.went_out == ()
    assert found.summary.startswith("Your wishes change nothing")


@pytest.mark.parametrize("steering", EVERY_WISH[1:])
def test_on_our_own_catalogue_every_wish_changes_something_and_opens_nothing(steering):
    candidates, factors = catalogue()
    question = {"risks": [a_risk(code) for code in factors], "candidates": candidates, "situation": FIRM}

    plain, wished = propose(**question), propose(**question, steering=steering)

    assert wished.uncovered == ()
    assert set(codes(wished)) != set(codes(plain))
    assert wished.exact

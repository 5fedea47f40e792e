"""Measures against one risk, best first, and what is said about each."""

import random
from itertools import combinations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from apps.actions.recommendation import Standing, about, rank
from apps.rie.content.schema import HygieneStep, Level, Size
from tests.actions.recommendation.builders import (
    FIRM,
    HIGH,
    LOW,
    MEDIUM,
    UNHURRIED,
    a_measure,
    a_risk,
    an_individual,
    catalogue,
    questions,
)


@pytest.fixture(autouse=True, scope="module")
def english():
    with translation.override("en"):
        yield


def ranked(risk, *measures, risks=(), situation=FIRM, **sets):
    return rank(
        risk=risk,
        risks=[risk, *risks],
        candidates=measures,
        situation=situation,
        **{name: frozenset(codes) for name, codes in sets.items()},
    )


def codes(found):
    return [measure.code for measure in found]


def said(found, code="M01"):
    return " ".join(next(measure for measure in found if measure.code == code).reasons)


def a_question_about(question, data):
    """The question of a proposal, asked about one of its risks."""
    return {"risk": data.draw(st.sampled_from(question["risks"])), **question}


with_a_risk = questions.filter(lambda question: question["risks"])


@UNHURRIED
@given(with_a_risk, st.data())
def test_every_measure_against_the_risk_is_there_once_and_nothing_else(question, data):
    asked = a_question_about(question, data)

    found = codes(rank(**asked))

    assert sorted(found) == sorted(
        measure.code for measure in question["candidates"] if asked["risk"].code in measure.factors
    )


@UNHURRIED
@given(with_a_risk, st.data(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_is_of_no_influence(question, data, order: random.Random):
    asked = a_question_about(question, data)
    shuffled = dict(asked)
    for name in ("risks", "candidates"):
        shuffled[name] = order.sample(question[name], len(question[name]))

    assert rank(**shuffled) == rank(**asked)


@UNHURRIED
@given(with_a_risk, st.data())
def test_no_individual_measure_stands_above_one_at_the_source_that_does_as_much(question, data):
    asked = a_question_about(question, data)
    found = rank(**asked)
    by_code = {measure.code: measure for measure in question["candidates"]}

    for above, below in combinations(found, 2):
        upper, lower = by_code[above.code], by_code[below.code]
        if upper.is_individual and not lower.is_individual and above.standing == below.standing:
            as_much = lower.factors >= upper.factors and lower.effort == upper.effort
            assert not (as_much and lower.step is HygieneStep.SOURCE)


@UNHURRIED
@given(with_a_risk, st.data())
def test_what_is_not_enough_stands_below_what_is(question, data):
    found = rank(**a_question_about(question, data))

    for standing in Standing:
        verdicts = [measure.is_enough for measure in found if measure.standing == standing]
        assert verdicts == sorted(verdicts, reverse=True)


@UNHURRIED
@given(with_a_risk, st.data())
def test_what_can_still_be_chosen_comes_first(question, data):
    order = list(Standing)
    places = [order.index(measure.standing) for measure in rank(**a_question_about(question, data))]

    assert places == sorted(places)


@UNHURRIED
@given(with_a_risk, st.data())
def test_every_measure_has_reasons_that_read_as_sentences(question, data):
    for measure in rank(**a_question_about(question, data)):
        assert len(measure.reasons) >= 3
        assert all(
            type(reason) is str and reason.endswith(".") and "%(" not in reason for reason in measure.reasons
        )


def test_a_measure_against_more_of_your_risks_stands_higher():
    risks = [a_risk("W02"), a_risk("W03", MEDIUM)]

    found = ranked(
        a_risk("W01"),
        a_measure("M01", "W01"),
        a_measure("M02", "W01", "W02", "W03", effort=Size.HIGH),
        risks=risks,
    )

    assert codes(found) == ["M02", "M01"]
    assert [risk.code for risk in found[0].helps] == ["W01", "W02", "W03"]


def test_a_risk_that_the_plan_takes_care_of_counts_no_more():
    found = ranked(
        a_risk("W01"),
        a_measure("M01", "W01"),
        a_measure("M02", "W01", "W02", effort=Size.MEDIUM),
        a_measure("M03", "W02"),
        risks=[a_risk("W02")],
        in_plan={"M03"},
    )

    assert codes(found) == ["M01", "M02"]
    assert "Against one of these your plan already has another measure." in said(found, "M02")


def test_a_low_risk_lifts_nothing():
    low = [a_risk("W02", LOW), a_risk("W03", LOW)]

    found = ranked(
        a_risk("W01"),
        a_measure("M01", "W01"),
        a_measure("M02", "W01", "W02", "W03", cost=Size.LOW),
        risks=low,
    )

    assert codes(found) == ["M01", "M02"]


def test_between_equals_the_least_effort_goes_first_and_then_the_code():
    found = ranked(
        a_risk("W01"),
        a_measure("M03", "W01"),
        a_measure("M01", "W01", effort=Size.HIGH),
        a_measure("M02", "W01"),
    )

    assert codes(found) == ["M02", "M03", "M01"]


def test_the_standing_of_each_measure_is_told():
    found = ranked(
        a_risk("W01"),
        *(a_measure(code, "W01") for code in ("M01", "M02", "M03", "M04")),
        in_plan={"M01"},
        in_place={"M02"},
        left_out={"M03"},
    )

    assert [(measure.code, measure.standing) for measure in found] == [
        ("M04", Standing.FREE),
        ("M01", Standing.IN_PLAN),
        ("M02", Standing.IN_PLACE),
        ("M03", Standing.LEFT_OUT),
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "It works at the source: you tackle the cause."),
        ({"step": HygieneStep.COLLECTIVE}, "It protects everyone at once. The cause stays."),
        ({"step": HygieneStep.RECOVERY}, "after something has happened. The cause stays."),
        ({"level": Level.TEAM}, "A team can do it by itself."),
        ({"level": Level.ORGANISATION}, "You arrange it for the whole firm."),
        ({"effort": Size.HIGH, "cost": Size.LOW}, "Count on a lot of work and low costs."),
        ({"sectors": ("zorg",)}, "It fits your sector."),
        ({"min_headcount": 50}, "It fits best from 50 people: choose a simple form."),
        ({"fits_if": ("money.yes",)}, "Your profile does not point to this measure"),
    ],
)
def test_the_reasons_tell_step_level_effort_and_fit(changes, sentence):
    assert sentence in said(ranked(a_risk("W01"), a_measure("M01", "W01", **changes)))


@pytest.mark.parametrize(
    ("priority", "is_enough", "sentence"),
    [
        (HIGH, False, "For a high risk that is not enough by itself."),
        (MEDIUM, True, "For a medium risk that is enough."),
        (LOW, True, "It helps one employee at a time."),
    ],
)
def test_a_measure_for_one_employee_says_whether_it_is_enough(priority, is_enough, sentence):
    (found,) = ranked(a_risk("W01", priority), an_individual("M01", "W01"))

    assert found.is_enough is is_enough
    assert sentence in " ".join(found.reasons)


@pytest.mark.parametrize(
    ("others", "sentence"),
    [
        (0, "Of your risks it helps against this one only."),
        (1, "It also helps against another risk of yours."),
        (2, "It also helps against 2 other risks of yours."),
    ],
)
def test_the_first_reason_counts_your_other_risks(others, sentence):
    risks = [a_risk(code) for code in ("W02", "W03")[:others]]

    assert ranked(a_risk("W01"), a_measure("M01", "W01", "W02", "W03"), risks=risks)[0].reasons[0] == sentence


def test_remarks_leave_out_what_the_fixed_values_tell():
    (found,) = ranked(a_risk("W01"), a_measure("M01", "W01", sectors=("zorg",)))

    assert found.remarks == ("It works at the source: you tackle the cause.", "It fits your sector.")
    assert set(found.remarks) < set(found.reasons)


def test_two_measures_with_one_code_are_a_mistake():
    with pytest.raises(ValueError, match="same code"):
        ranked(a_risk("W01"), a_measure("M01", "W01"), a_measure("M01", "W02"))


def of(code="M01", *, risks, **sets):
    measures = [a_measure("M01", "W01", "W02"), a_measure("M02", "W01"), a_measure("M03", "W02")]
    return about(code=code, risks=risks, candidates=measures, situation=FIRM, **sets)


@pytest.mark.parametrize(
    ("risks", "sentence"),
    [
        ([], "It does not help against any of the risks you have now."),
        ([a_risk("W01")], "It helps against one of your risks."),
        ([a_risk("W01"), a_risk("W02")], "It helps against 2 of your risks at once."),
    ],
)
def test_a_measure_by_itself_tells_how_many_risks_it_helps_against(risks, sentence):
    assert of(risks=risks).reasons[0] == sentence


@pytest.mark.parametrize(
    ("in_plan", "sentence"),
    [
        ({"M01"}, ""),
        ({"M02"}, "Against one of these your plan already has another measure."),
        ({"M02", "M03"}, "Your plan already has another measure against each of these."),
    ],
)
def test_what_the_plan_has_already_is_told_without_counting_the_measure_itself(in_plan, sentence):
    found = of(risks=[a_risk("W01"), a_risk("W02")], in_plan=in_plan)

    told = [reason for reason in found.reasons if "your plan" in reason.lower()]
    assert told == ([sentence] if sentence else [])


def test_a_measure_that_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        of("M99", risks=[])


@pytest.mark.parametrize("priority", [MEDIUM, HIGH])
def test_every_risk_of_our_own_has_a_first_choice_that_is_enough(priority):
    candidates, factors = catalogue()

    for code in factors:
        risk = a_risk(code, priority)
        assert rank(risk=risk, risks=[risk], candidates=candidates, situation=FIRM)[0].is_enough

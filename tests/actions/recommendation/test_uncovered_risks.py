"""Why a risk has no measure, in a key and in words."""

import pytest
from django.utils import translation

from apps.actions.recommendation import Cause, propose
from tests.actions.recommendation.builders import FIRM, HIGH, MEDIUM, a_measure, a_risk, an_individual


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def the_uncovered(*candidates, priority=HIGH, **more):
    found = propose(risks=[a_risk("W01", priority)], candidates=candidates, situation=FIRM, **more)
    [entry] = found.uncovered
    return entry


TWO = (a_measure("M01", "W01"), a_measure("M02", "W01"))


def test_everything_is_in_place():
    entry = the_uncovered(*TWO, in_place={"M01", "M02"})

    assert entry.cause == "all_in_place"
    assert entry.explanation == (
        "You already have 2 measures against it, and the risk is still there. "
        "Find out what does not work yet, and ask your adviser what else you can do."
    )


def test_the_only_one_is_in_place():
    entry = the_uncovered(TWO[0], in_place={"M01"})

    assert entry.explanation.startswith(
        "You already have a measure against it, and the risk is still there. "
    )


def test_everything_is_left_out():
    entry = the_uncovered(*TWO, left_out={"M01", "M02"})

    assert entry.cause == "all_left_out"
    assert entry.explanation == (
        "You left out 2 measures that could tackle it. Choose one after all, or add one of your own."
    )


def test_one_is_in_place_and_the_other_left_out():
    entry = the_uncovered(*TWO, in_place={"M01"}, left_out={"M02"})

    assert entry.cause == "all_left_out"
    assert entry.explanation == (
        "You already have a measure against it, and the risk is still there. "
        "You left out the measure that could tackle it. Choose it after all, or add one of your own."
    )


def test_a_measure_that_is_in_place_counts_as_such_when_it_was_left_out_too():
    assert the_uncovered(TWO[0], in_place={"M01"}, left_out={"M01"}).cause == Cause.ALL_IN_PLACE


@pytest.mark.parametrize("in_plan", [frozenset(), frozenset({"M03"})], ids=["to choose", "in the plan"])
def test_only_an_individual_measure_is_left_for_a_high_risk(in_plan):
    entry = the_uncovered(an_individual("M03", "W01"), TWO[0], left_out={"M01"}, in_plan=in_plan)

    assert entry.cause == "only_individual_left"
    assert entry.explanation == (
        "Only measures for one employee at a time are left. For a high risk that is not enough. "
        "You left out the measure that could tackle it. Choose it after all, or add one of your own."
    )


def test_only_an_individual_measure_was_ever_known_for_a_high_risk():
    entry = the_uncovered(an_individual("M03", "W01"))

    assert entry.cause == "only_individual_left"
    assert entry.explanation.endswith("Add a measure of your own to the plan, or ask your adviser.")


@pytest.mark.parametrize("priority", [MEDIUM, HIGH])
def test_a_risk_that_no_measure_is_known_for(priority):
    entry = the_uncovered(a_measure("M01", "W02"), priority=priority)

    assert entry.cause == "none_known"
    assert entry.explanation == (
        "We know no measure that is enough against this risk. "
        "Add a measure of your own to the plan, or ask your adviser."
    )


def test_leaving_out_an_individual_measure_is_not_why_a_high_risk_is_open():
    assert the_uncovered(an_individual("M01", "W01"), left_out={"M01"}).cause == Cause.NONE_KNOWN


def test_leaving_out_an_individual_measure_is_why_a_medium_risk_is_open():
    entry = the_uncovered(an_individual("M01", "W01"), priority=MEDIUM, left_out={"M01"})

    assert entry.cause == Cause.ALL_LEFT_OUT


def test_the_highest_risk_comes_first():
    found = propose(risks=[a_risk("W01", MEDIUM), a_risk("W02")], candidates=[], situation=FIRM)

    assert [entry.risk.code for entry in found.uncovered] == ["W02", "W01"]

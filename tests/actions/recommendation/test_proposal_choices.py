"""Choices of the proposal in small situations that a reader can check by hand."""

import pytest

from apps.actions.recommendation import propose
from apps.rie.content.schema import HygieneStep, Level, Size
from tests.actions.recommendation.builders import (
    FIRM,
    HIGH,
    LOW,
    MEDIUM,
    a_measure,
    a_risk,
    an_individual,
    codes,
)

HEAVY = {"effort": Size.HIGH, "cost": Size.HIGH}


def proposal(risks, *candidates, **more):
    return propose(risks=risks, candidates=candidates, situation=FIRM, **more)


def test_one_measure_for_two_risks_goes_before_two_measures():
    risks = [a_risk("W01"), a_risk("W02")]

    found = proposal(
        risks, a_measure("M01", "W01"), a_measure("M02", "W02"), a_measure("M03", "W01", "W02", **HEAVY)
    )

    assert codes(found) == ["M03"]
    assert found.measures[0].covers == ("W01", "W02")


def test_two_light_measures_go_before_one_that_is_hard_expensive_and_fits_badly():
    risks = [a_risk("W01"), a_risk("W02")]
    bad = a_measure("M03", "W01", "W02", **HEAVY, fits_if=("money.yes",))

    assert codes(proposal(risks, a_measure("M01", "W01"), a_measure("M02", "W02"), bad)) == ["M01", "M02"]


def test_a_badly_fitting_measure_is_still_proposed_when_it_is_the_only_one():
    bad = a_measure("M01", "W01", **HEAVY, fits_if=("money.yes",), min_headcount=500, sectors=("bouw",))

    assert codes(proposal([a_risk("W01")], bad)) == ["M01"]


def test_an_individual_measure_is_not_enough_for_a_high_risk():
    found = proposal([a_risk("W01"), a_risk("W02", MEDIUM)], an_individual("M01", "W01", "W02"))

    assert codes(found) == ["M01"]
    assert found.measures[0].covers == ("W02",)
    assert [entry.risk.code for entry in found.uncovered] == ["W01"]


@pytest.mark.parametrize(
    "individual", [{"level": Level.INDIVIDUAL}, {"step": HygieneStep.INDIVIDUAL}], ids=["level", "step"]
)
def test_level_and_step_both_make_a_measure_individual(individual):
    assert codes(proposal([a_risk("W01")], a_measure("M01", "W01", **individual))) == []


def test_a_medium_risk_prefers_a_measure_that_is_not_individual():
    heavy = a_measure("M02", "W01", **HEAVY, step=HygieneStep.COLLECTIVE)

    assert codes(proposal([a_risk("W01", MEDIUM)], an_individual("M01", "W01"), heavy)) == ["M02"]


def test_source_goes_before_collective_before_recovery():
    steps = {
        "M01": HygieneStep.RECOVERY,
        "M02": HygieneStep.COLLECTIVE,
        "M03": HygieneStep.SOURCE,
    }
    candidates = [a_measure(code, "I01", step=step) for code, step in steps.items()]

    assert codes(proposal([a_risk("I01")], *candidates)) == ["M03"]
    assert codes(proposal([a_risk("I01")], *candidates, left_out={"M03"})) == ["M02"]
    assert codes(proposal([a_risk("I01")], *candidates, left_out={"M03"}, in_place={"M02"})) == ["M01"]


def test_between_equals_the_lowest_code_wins():
    candidates = [a_measure(code, "W01") for code in ("M03", "M01", "M02")]

    assert codes(proposal([a_risk("W01")], *candidates)) == ["M01"]


def test_low_risks_ask_for_nothing_but_are_named_when_they_are_helped():
    found = proposal(
        [a_risk("W02", LOW), a_risk("W01", MEDIUM)], a_measure("M01", "W01", "W02"), a_measure("M02", "W02")
    )

    assert codes(found) == ["M01"]
    assert found.measures[0].covers == ("W01",)
    assert found.measures[0].also_helps == ("W02",)


def test_a_measure_in_place_does_not_cover():
    found = proposal([a_risk("W01")], a_measure("M01", "W01"), a_measure("M02", "W01"), in_place={"M01"})

    assert codes(found) == ["M02"]
    assert found.already_covered == ()


def test_a_measure_in_the_plan_covers():
    found = proposal(
        [a_risk("W01"), a_risk("W02")], a_measure("M01", "W01"), a_measure("M02", "W02"), in_plan={"M01"}
    )

    assert codes(found) == ["M02"]
    assert found.already_covered == ("W01",)


def test_an_individual_measure_in_the_plan_covers_a_medium_risk_only():
    candidates = [an_individual("M01", "W01", "W02"), a_measure("M02", "W01"), a_measure("M03", "W02")]

    found = proposal([a_risk("W01"), a_risk("W02", MEDIUM)], *candidates, in_plan={"M01"})

    assert found.already_covered == ("W02",)
    assert codes(found) == ["M02"]


def test_the_plan_goes_before_in_place_and_left_out():
    found = proposal(
        [a_risk("W01")], a_measure("M01", "W01"), in_plan={"M01"}, in_place={"M01"}, left_out={"M01"}
    )

    assert found.already_covered == ("W01",)
    assert found.uncovered == ()


def test_measures_for_more_high_risks_come_first_then_more_medium_risks_then_the_code():
    risks = [
        a_risk("W01", MEDIUM),
        a_risk("W02", MEDIUM),
        a_risk("W03", MEDIUM),
        a_risk("W04"),
        a_risk("W05"),
    ]

    found = proposal(
        risks,
        a_measure("M01", "W01"),
        a_measure("M02", "W02", "W03"),
        a_measure("M03", "W05"),
        a_measure("M04", "W04"),
    )

    assert codes(found) == ["M03", "M04", "M02", "M01"]


def test_a_risk_that_is_given_twice_counts_once_with_its_highest_priority():
    found = proposal(
        [a_risk("W01", LOW), a_risk("W01", HIGH), a_risk("W01", MEDIUM)],
        a_measure("M02", "W01"),
        an_individual("M01", "W01"),
    )

    assert codes(found) == ["M02"]
    assert found.measures[0].covers == ("W01",)
    assert found.measures[0].also_helps == ()


def test_codes_that_are_not_in_the_catalogue_have_no_effect():
    found = proposal(
        [a_risk("W01")], a_measure("M01", "W01"), in_plan={"M98"}, in_place={"M99"}, left_out={"own-measure"}
    )

    assert codes(found) == ["M01"]


def test_two_candidates_with_one_code_are_refused():
    with pytest.raises(ValueError, match="same code"):
        proposal([a_risk("W01")], a_measure("M01", "W01"), a_measure("M01", "W02"))


def test_without_risks_there_is_nothing_to_propose():
    found = proposal([], a_measure("M01", "W01"))

    assert (found.measures, found.uncovered, found.already_covered, found.exact) == ((), (), (), True)

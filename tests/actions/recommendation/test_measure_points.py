"""The points of a measure: what must hold between them, not the numbers."""

from itertools import pairwise

import pytest
from hypothesis import given

from apps.actions.recommendation import Situation
from apps.actions.recommendation.cost import points
from apps.rie.content.schema import HygieneStep, Level, Size
from tests.actions.recommendation.builders import (
    FIRM,
    UNHURRIED,
    a_measure,
    an_individual,
    situations,
    some_measures,
)

HEAVY = {"effort": Size.HIGH, "cost": Size.HIGH}
MISFIT = {"fits_if": ("money.yes",)}


def of(**changes):
    return points(a_measure("M01", "W01", **changes), FIRM)


def test_source_goes_before_collective_before_recovery_before_individual():
    ordered = [HygieneStep.SOURCE, HygieneStep.COLLECTIVE, HygieneStep.RECOVERY, HygieneStep.INDIVIDUAL]

    assert all(of(step=better) < of(step=worse) for better, worse in pairwise(ordered))


@pytest.mark.parametrize("step", HygieneStep)
def test_a_measure_on_one_person_is_the_dearest_whatever_its_step(step):
    assert of(step=step, level=Level.INDIVIDUAL) == of(step=HygieneStep.INDIVIDUAL)


@pytest.mark.parametrize("kind", ["effort", "cost"])
def test_more_effort_and_more_cost_are_dearer(kind):
    assert all(
        of(**{kind: less}) < of(**{kind: more}) for less, more in pairwise([Size.LOW, Size.MEDIUM, Size.HIGH])
    )


@pytest.mark.parametrize(
    "changes", [{"min_headcount": 13}, {"max_headcount": 11}, {"fits_if": ("money.yes", "remote.yes")}]
)
def test_a_bad_fit_is_dearer(changes):
    assert of(**changes) > of()


@pytest.mark.parametrize(
    "changes",
    [
        {"min_headcount": 12},
        {"max_headcount": 12},
        {"fits_if": ("money.yes", "contact.yes")},
        {"sectors": ("bouw",)},
    ],
)
def test_a_fit_costs_nothing_and_another_sector_neither(changes):
    assert of(**changes) == of()


def test_the_own_sector_is_a_bonus():
    assert of(sectors=("bouw", "zorg")) < of()


def test_one_hard_and_expensive_measure_wins_against_two_light_ones():
    assert of(**HEAVY) < 2 * of(sectors=("zorg",))


def test_one_hard_expensive_and_badly_fitting_measure_loses_against_two_light_ones():
    assert of(**HEAVY, **MISFIT) > 2 * of(cost=Size.LOW)


def test_an_individual_measure_wins_only_when_it_saves_two_others():
    light = points(an_individual("M01", "W01"), FIRM)
    ordinary = of(step=HygieneStep.COLLECTIVE, effort=Size.MEDIUM, cost=Size.LOW)

    assert 2 * ordinary < light < 3 * ordinary


def test_recovery_loses_against_a_collective_measure_that_asks_a_little_more():
    assert of(step=HygieneStep.COLLECTIVE, effort=Size.MEDIUM) < of(step=HygieneStep.RECOVERY)


@UNHURRIED
@given(some_measures(most=1), situations)
def test_no_measure_is_free(measures, situation: Situation):
    assert all(points(measure, situation) > 0 for measure in measures)

"""What goes before the score in our own method: policy, and the three overrides in their order."""

import pytest

from apps.rie.content.schema import FactorKind
from apps.rie.evaluation import Priority, RiskInput, Verdict, get_method

HAPPENED = {"kind": FactorKind.EVENT, "high_after_event": True, "happened": True}
LOWEST = {"frequency": 1, "reach": 1, "severity": 1}


def evaluate(verdict=Verdict.NOT_IN_ORDER, **values):
    return get_method("psa").evaluate(RiskInput(verdict=verdict, **values))


def test_a_listed_event_that_happened_is_high_however_low_its_score():
    evaluation = evaluate(**HAPPENED, **LOWEST)

    assert (evaluation.priority, evaluation.score) == (Priority.HIGH, 2)


def test_a_listed_event_that_happened_is_high_without_a_score_and_misses_nothing():
    evaluation = evaluate(**HAPPENED)

    assert (evaluation.priority, evaluation.score, evaluation.missing) == (Priority.HIGH, None, ())


@pytest.mark.parametrize("happened", [False, None])
def test_a_listed_event_that_did_not_happen_keeps_its_score(happened):
    assert evaluate(**{**HAPPENED, "happened": happened}, **LOWEST).priority is Priority.LOW


def test_an_event_that_is_not_listed_keeps_its_score_when_it_happened():
    assert evaluate(kind=FactorKind.EVENT, happened=True, **LOWEST).priority is Priority.LOW


@pytest.mark.parametrize("severity", [3, 4])
def test_one_victim_is_never_averaged_away(severity):
    assert evaluate(frequency=1, reach=1, severity=severity).priority is Priority.MEDIUM


def test_severe_harm_is_never_low_when_the_instrument_says_it_is_severe():
    assert evaluate(frequency=1, reach=1, default_severity=3).priority is Priority.MEDIUM


@pytest.mark.parametrize(
    ("values", "without", "with_group"),
    [
        (LOWEST, Priority.LOW, Priority.MEDIUM),
        ({"frequency": 3, "reach": 3, "severity": 2}, Priority.MEDIUM, Priority.HIGH),
        ({"frequency": 4, "reach": 4, "severity": 4}, Priority.HIGH, Priority.HIGH),
    ],
)
def test_a_special_group_lifts_one_class_and_high_stays_high(values, without, with_group):
    assert evaluate(**values).priority is without
    assert evaluate(**values, special_groups=("starters",)).priority is with_group


def test_two_special_groups_lift_no_further_than_one():
    assert evaluate(**LOWEST, special_groups=("starters", "flex workers")).priority is Priority.MEDIUM


def test_severe_harm_is_lifted_first_and_the_special_group_counts_from_there():
    evaluation = evaluate(frequency=1, reach=1, severity=3, special_groups=("starters",))

    assert (evaluation.score, evaluation.priority) == (6, Priority.HIGH)


def test_a_special_group_gives_no_class_to_a_risk_without_score():
    evaluation = evaluate(frequency=1, special_groups=("starters",))

    assert (evaluation.priority, evaluation.missing) == (None, ("reach", "severity"))


@pytest.mark.parametrize(
    ("verdict", "groups", "priority"),
    [
        (Verdict.NOT_IN_ORDER, (), Priority.HIGH),
        (Verdict.NOT_IN_ORDER, ("starters",), Priority.HIGH),
        (Verdict.PARTLY, (), Priority.MEDIUM),
        (Verdict.PARTLY, ("starters",), Priority.HIGH),
    ],
)
def test_policy_has_a_fixed_class_that_only_a_special_group_lifts(verdict, groups, priority):
    evaluation = evaluate(verdict, kind=FactorKind.POLICY, special_groups=groups)

    assert (evaluation.priority, evaluation.score, evaluation.missing) == (priority, None, ())


def test_policy_has_no_matrix_even_when_somebody_filled_it_in():
    evaluation = evaluate(kind=FactorKind.POLICY, **LOWEST)

    assert (evaluation.priority, evaluation.score) == (Priority.HIGH, None)


@pytest.mark.parametrize("verdict", [Verdict.IN_ORDER, Verdict.NOT_APPLICABLE, Verdict.TO_DISCUSS])
@pytest.mark.parametrize("kind", FactorKind)
def test_what_is_no_problem_has_no_priority_whatever_else_was_filled_in(verdict, kind):
    values = {
        **HAPPENED,
        "kind": kind,
        "frequency": 4,
        "reach": 4,
        "severity": 4,
        "special_groups": ("starters",),
    }

    evaluation = evaluate(verdict, **values)

    assert (evaluation.priority, evaluation.score, evaluation.missing) == (None, None, ())
    assert len(evaluation.steps) == 1

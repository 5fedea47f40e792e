"""Kinney, French and direct: methods that instruments from elsewhere bring, and that must be exact."""

import itertools

import pytest

from apps.rie.content.schema import FactorKind
from apps.rie.evaluation import InvalidRiskInput, Priority, RiskInput, Verdict, get_method

LETTERS = {"L": Priority.LOW, "M": Priority.MEDIUM, "H": Priority.HIGH}

# One grid per frequency. Down: effect 1, 5, 10. Across: probability 1, 3, 5.
KINNEY = {
    1: """
         1L  3L  5L
         5L 15L 25M
        10L 30M 50M
    """,
    4: """
         4L  12L  20M
        20M  60H 100H
        40M 120H 200H
    """,
    7: """
         7L  21M  35M
        35M 105H 175H
        70H 210H 350H
    """,
}
# Down: severity 1, 5, 7, 10. Across: frequency 1, 3, 7, 9.
FRENCH = """
     1L  3L  7L  9L
     5L 15M 35M 45M
     7L 21M 49H 63H
    10M 30M 70H 90H
"""


def kinney_cells():
    for frequency, grid in KINNEY.items():
        places = itertools.product((1, 5, 10), (1, 3, 5))
        for (severity, probability), cell in zip(places, grid.split(), strict=True):
            yield frequency, severity, probability, int(cell[:-1]), LETTERS[cell[-1]]


def french_cells():
    places = itertools.product((1, 5, 7, 10), (1, 3, 7, 9))
    for (severity, frequency), cell in zip(places, FRENCH.split(), strict=True):
        yield severity, frequency, int(cell[:-1]), LETTERS[cell[-1]]


def evaluate(method, verdict=Verdict.NOT_IN_ORDER, **values):
    return get_method(method).evaluate(RiskInput(verdict=verdict, **values))


@pytest.mark.parametrize(("frequency", "severity", "probability", "score", "priority"), list(kinney_cells()))
def test_every_kinney_combination_has_the_score_and_class_of_the_table(
    frequency, severity, probability, score, priority
):
    evaluation = evaluate("kinney", frequency=frequency, severity=severity, probability=probability)

    assert (evaluation.score, evaluation.priority) == (score, priority)


@pytest.mark.parametrize(("severity", "frequency", "score", "priority"), list(french_cells()))
def test_every_french_combination_has_the_score_and_class_of_the_table(severity, frequency, score, priority):
    evaluation = evaluate("french", severity=severity, frequency=frequency)

    assert (evaluation.score, evaluation.priority) == (score, priority)


@pytest.mark.parametrize("method", ["kinney", "french"])
@pytest.mark.parametrize(
    ("verdict", "priority"), [(Verdict.NOT_IN_ORDER, Priority.HIGH), (Verdict.PARTLY, Priority.MEDIUM)]
)
def test_policy_has_a_fixed_class_in_a_calculating_method(method, verdict, priority):
    evaluation = evaluate(method, verdict, kind=FactorKind.POLICY, severity=1, frequency=1)

    assert (evaluation.priority, evaluation.score) == (priority, None)


@pytest.mark.parametrize(
    ("method", "given", "missing"),
    [
        ("kinney", {}, ("frequency", "severity", "probability")),
        ("kinney", {"frequency": 4, "severity": 5}, ("probability",)),
        ("kinney", {"default_severity": 5, "probability": 3}, ("frequency",)),
        ("french", {}, ("severity", "frequency")),
        ("french", {"severity": 7}, ("frequency",)),
        ("direct", {}, ("chosen",)),
    ],
)
def test_a_method_says_which_values_it_still_needs(method, given, missing):
    evaluation = evaluate(method, **given)

    assert (evaluation.priority, evaluation.score, evaluation.missing) == (None, None, missing)


@pytest.mark.parametrize("method", ["kinney", "french"])
def test_the_severity_of_the_instrument_counts_when_the_employer_gave_none(method):
    given = {"frequency": 7, "probability": 3}

    assert evaluate(method, default_severity=5, **given).score == evaluate(method, severity=5, **given).score


@pytest.mark.parametrize("chosen", Priority)
@pytest.mark.parametrize("kind", FactorKind)
def test_the_direct_method_takes_the_choice_of_the_user(chosen, kind):
    evaluation = evaluate("direct", kind=kind, chosen=chosen)

    assert (evaluation.priority, evaluation.score) == (chosen, None)


def test_the_direct_method_refuses_a_choice_that_is_no_priority():
    with pytest.raises(InvalidRiskInput, match="chosen must be one of 1, 2, 3, not 4"):
        evaluate("direct", chosen=4)

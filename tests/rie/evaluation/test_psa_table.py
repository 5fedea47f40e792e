"""The table of our own method, written out by hand: the code may not be its own witness."""

import itertools

import pytest

from apps.rie.evaluation import InvalidRiskInput, Priority, RiskInput, Verdict, get_method, matrix_priority

# One grid per severity. Down: frequency 1-4. Across: reach 1-4. L low, M medium, H high.
TABLE = {
    1: """
        2L 3L 4L 5L
        3L 4L 5L 6L
        4L 5L 6L 7L
        5L 6L 7L 8L
    """,
    2: """
         4L  6L  8L 10M
         6L  8L 10M 12M
         8L 10M 12M 14M
        10M 12M 14M 16H
    """,
    3: """
         6M  9M 12M 15M
         9M 12M 15M 18H
        12M 15M 18H 21H
        15M 18H 21H 24H
    """,
    4: """
         8M 12M 16H 20H
        12M 16H 20H 24H
        16H 20H 24H 28H
        20H 24H 28H 32H
    """,
}
LETTERS = {"L": Priority.LOW, "M": Priority.MEDIUM, "H": Priority.HIGH}
# Down: severity 1-4. Across: frequency + reach, 2-8.
MATRIX = {1: "LLLLLLL", 2: "LLLMMMH", 3: "MMMMHHH", 4: "MMHHHHH"}


def cells():
    for severity, grid in TABLE.items():
        for (frequency, reach), cell in zip(
            itertools.product(range(1, 5), repeat=2), grid.split(), strict=True
        ):
            yield frequency, reach, severity, int(cell[:-1]), LETTERS[cell[-1]]


def answer(**values):
    return RiskInput(verdict=Verdict.NOT_IN_ORDER, **values)


@pytest.mark.parametrize(("frequency", "reach", "severity", "score", "priority"), list(cells()))
def test_every_combination_has_the_score_and_class_of_the_table(frequency, reach, severity, score, priority):
    evaluation = get_method("psa").evaluate(answer(frequency=frequency, reach=reach, severity=severity))

    assert (evaluation.score, evaluation.priority) == (score, priority)
    assert evaluation.missing == ()


def test_the_table_holds_all_64_combinations():
    assert len({(frequency, reach, severity) for frequency, reach, severity, *_ in cells()}) == 64


def test_partly_and_not_in_order_score_the_same():
    values = {"frequency": 3, "reach": 3, "severity": 2}

    partly = get_method("psa").evaluate(RiskInput(verdict=Verdict.PARTLY, **values))

    assert partly == get_method("psa").evaluate(answer(**values))


@pytest.mark.parametrize(("severity", "row"), MATRIX.items())
def test_the_matrix_shows_the_same_classes_as_the_table(severity, row):
    assert [matrix_priority(total, severity) for total in range(2, 9)] == [LETTERS[letter] for letter in row]


@pytest.mark.parametrize(
    ("total", "severity", "field", "allowed"),
    [
        (1, 1, "frequency_plus_reach", (2, 3, 4, 5, 6, 7, 8)),
        (9, 4, "frequency_plus_reach", (2, 3, 4, 5, 6, 7, 8)),
        (2, 0, "severity", (1, 2, 3, 4)),
        (8, 5, "severity", (1, 2, 3, 4)),
    ],
)
def test_the_matrix_has_no_cells_outside_its_borders(total, severity, field, allowed):
    with pytest.raises(InvalidRiskInput) as caught:
        matrix_priority(total, severity)

    assert (caught.value.field, caught.value.allowed) == (field, allowed)


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, ("frequency", "reach", "severity")),
        ({"reach": 2, "severity": 2}, ("frequency",)),
        ({"frequency": 2, "severity": 2}, ("reach",)),
        ({"frequency": 2, "reach": 2}, ("severity",)),
        ({"default_severity": 3}, ("frequency", "reach")),
    ],
)
def test_without_all_three_values_there_is_no_score_and_it_says_what_is_missing(given, missing):
    evaluation = get_method("psa").evaluate(answer(**given))

    assert (evaluation.priority, evaluation.score, evaluation.missing) == (None, None, missing)


def test_the_severity_of_the_instrument_counts_when_the_employer_gave_none():
    evaluation = get_method("psa").evaluate(answer(frequency=3, reach=3, default_severity=2))

    assert (evaluation.score, evaluation.priority) == (12, Priority.MEDIUM)


def test_the_severity_of_the_employer_goes_before_that_of_the_instrument():
    evaluation = get_method("psa").evaluate(answer(frequency=3, reach=3, severity=1, default_severity=4))

    assert (evaluation.score, evaluation.priority) == (6, Priority.LOW)

"""What makes a row of the benchmark wrong, whatever its number."""

import pytest

from tests.bench import pdf, queries, saving
from tests.bench.load import Load
from tests.bench.report import Budget, Verdict


def test_transactions_are_not_counted_as_queries() -> None:
    statements = [
        "SELECT 1",
        "BEGIN",
        "SAVEPOINT s1",
        'UPDATE "a" SET b = 1',
        "RELEASE SAVEPOINT s1",
        "COMMIT",
    ]
    assert queries.real(statements) == ["SELECT 1", 'UPDATE "a" SET b = 1']


def test_the_row_of_queries_has_the_largest_count() -> None:
    row = queries.row("queries: plan", {1: 12, 3: 12, 30: 12}, Budget(12))
    assert (row.value, row.verdict) == (12, Verdict.OK)
    assert row.note == "at 1/3/30 items: 12/12/12"


def test_queries_that_grow_are_wrong_within_the_budget_too() -> None:
    row = queries.row("queries: plan", {1: 6, 3: 6, 30: 7}, Budget(12))
    assert (row.value, row.verdict) == (7, Verdict.WRONG)


def test_saves_that_are_not_stored_make_the_row_wrong() -> None:
    load = Load(per_second=60.0, saved=480, seconds=[0.02, 0.03])
    assert saving.row("saved", load, stored=480).verdict is Verdict.OK
    lost = saving.row("saved", load, stored=479)
    assert lost.verdict is Verdict.WRONG
    assert lost.problem == "480 answers were reported as saved, 479 are stored"


def test_a_refused_save_makes_the_row_wrong_or_failed() -> None:
    refused = Load(per_second=60.0, saved=2, seconds=[0.02, 0.03], problem="a save of note answered 409")
    assert saving.row("saved", refused, stored=2).verdict is Verdict.WRONG
    assert saving.row("saved", Load(), stored=0).verdict is Verdict.FAILED


def test_the_plain_report_keeps_everything_but_the_style() -> None:
    html = (
        '<link rel="stylesheet" href="css/report.css"><style>p {}\n</style><link rel="icon" href="i"><p>text'
    )
    assert pdf.without_style(html) == '<link rel="icon" href="i"><p>text'


def test_a_report_without_style_cannot_be_compared() -> None:
    with pytest.raises(pdf.NothingToRemoveError):
        pdf.without_style("<p>text")

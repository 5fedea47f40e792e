"""The arithmetic of the benchmark's report."""

import json

import pytest

from tests.bench.report import Budget, Row, Verdict, amount, as_json, exit_code, line

AT_MOST_FOUR = Budget(4)
AT_LEAST_TEN = Budget(10, at_least=True)


@pytest.mark.parametrize(
    ("budget", "value", "verdict"),
    [
        (AT_MOST_FOUR, 3.9, Verdict.OK),
        (AT_MOST_FOUR, 4, Verdict.OK),
        (AT_MOST_FOUR, 4.01, Verdict.OVER),
        (AT_LEAST_TEN, 10, Verdict.OK),
        (AT_LEAST_TEN, 9.9, Verdict.OVER),
    ],
)
def test_the_limit_itself_keeps_to_the_budget(budget: Budget, value: float, verdict: Verdict) -> None:
    assert Row("page", value, "×", budget).verdict is verdict


def test_a_problem_fails_a_row_that_keeps_to_its_budget() -> None:
    assert Row("page", 1, "×", AT_MOST_FOUR, problem="grows").verdict is Verdict.WRONG


def test_no_value_is_not_measured_or_failed_but_never_fine() -> None:
    lacking = Row("postgresql", None, "/s", AT_LEAST_TEN, note="not found")
    broken = Row("postgresql", None, "/s", AT_LEAST_TEN, problem="a save answered 500")
    assert (lacking.verdict, broken.verdict) == (Verdict.NOT_MEASURED, Verdict.FAILED)
    assert exit_code([lacking], quick=False) == exit_code([broken], quick=False) == 1


def test_a_quick_run_forgives_what_is_not_there_and_nothing_else() -> None:
    lacking = Row("postgresql", None, "/s", AT_LEAST_TEN, note="not found")
    assert exit_code([lacking], quick=True) == 0
    assert exit_code([Row("pdf", None, "", None, problem="broke")], quick=True) == 1
    assert exit_code([Row("page", 5, "×", AT_MOST_FOUR)], quick=True) == 1


def test_one_row_over_budget_fails_the_run() -> None:
    fine, over = Row("a", 1, "×", AT_MOST_FOUR), Row("b", 5, "×", AT_MOST_FOUR)
    assert exit_code([fine, fine], quick=False) == 0
    assert exit_code([fine, over], quick=False) == 1


def test_a_run_without_rows_proves_nothing() -> None:
    assert exit_code([], quick=False) == 1


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (8, "", "8"),
        (4, "×", "4×"),
        (3.456, "×", "3.46×"),
        (42.34, "ms", "42.3 ms"),
        (150.4, "MB", "150 MB"),
    ],
)
def test_amounts_have_as_many_decimals_as_they_can_bear(value: float, unit: str, text: str) -> None:
    assert amount(value, unit) == text


def test_a_line_shows_name_value_budget_verdict_and_what_is_wrong() -> None:
    text = line(Row("queries: plan", 14, "", Budget(12), note="at 1/3 items: 12/14", problem="grows"))
    assert " ".join(text.split()) == "queries: plan 14 ≤ 12 wrong grows; at 1/3 items: 12/14"
    assert "≥ 10 /s" in line(Row("saved", 57.6, "/s", AT_LEAST_TEN))
    assert line(Row("pdf", None, "", None, problem="broke")).split() == ["pdf", "–", "failed", "broke"]


def test_json_holds_every_row_with_its_budget_and_the_outcome() -> None:
    rows = [
        Row("a", 1.5, "×", AT_MOST_FOUR, note="3 ms against 2 ms"),
        Row("b", None, "", None, problem="broke"),
    ]
    found = json.loads(as_json(rows, machine={"processors": 2}, quick=False, seconds=12.34))
    assert (found["machine"], found["quick"], found["seconds"]) == ({"processors": 2}, False, 12.3)
    assert found["passed"] is False
    assert found["rows"][0] == {
        "name": "a",
        "value": 1.5,
        "unit": "×",
        "budget": {"limit": 4, "at_least": False},
        "note": "3 ms against 2 ms",
        "problem": "",
        "verdict": "ok",
    }
    assert (found["rows"][1]["budget"], found["rows"][1]["verdict"]) == (None, "failed")

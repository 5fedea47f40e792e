"""How the benchmark compares."""

from itertools import count

import pytest

from tests.bench.timing import Comparison, compare, percentile_95


def test_the_two_take_turns() -> None:
    order: list[str] = []

    def measured() -> float:
        order.append("measured")
        return 1.0

    def yardstick() -> float:
        order.append("yardstick")
        return 1.0

    compare(measured, yardstick, samples=2)
    assert order == ["measured", "yardstick"] * 2


def test_turns_to_warm_up_do_not_count() -> None:
    numbers = count(1)
    found = compare(lambda: float(next(numbers)), lambda: 1.0, samples=3, warm=2)
    assert found.measured == (3.0, 4.0, 5.0)
    assert len(found.yardstick) == 3


def test_the_ratio_is_that_of_the_medians_so_one_hiccup_changes_nothing() -> None:
    found = Comparison(measured=(6.0, 6.0, 900.0), yardstick=(2.0, 2.0, 2.0))
    assert found.ratio == 3.0


def test_both_medians_are_told_in_milliseconds() -> None:
    assert Comparison(measured=(0.0066,), yardstick=(0.002,)).in_words() == "6.6 ms against 2.0 ms"


def test_95_of_100_stay_under_the_percentile() -> None:
    assert percentile_95([float(number) for number in range(1, 101)]) == pytest.approx(95.95)

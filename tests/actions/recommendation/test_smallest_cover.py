"""The search by itself: compared with trying every set."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.actions.recommendation.bound import lower_bound
from apps.actions.recommendation.columns import build, weight
from apps.actions.recommendation.cover import smallest_cover
from tests.actions.recommendation.builders import UNHURRIED, every_set_of

MEASURES = ["M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8", "M9"]
# Few different points, so that plans with equal points are common.
problems = st.fixed_dictionaries(
    {
        "options": st.dictionaries(
            st.sampled_from([f"W{number}" for number in range(9)]),
            st.frozensets(st.sampled_from(MEASURES), min_size=1, max_size=4),
        ),
        "points": st.fixed_dictionaries({code: st.integers(1, 4) for code in MEASURES}),
    }
)


def every_cover(options, points):
    """All covers, best first: by points, and then the one without the highest code that is not shared."""
    covers = [
        chosen
        for chosen in every_set_of(MEASURES)
        if all(option & set(chosen) for option in options.values())
    ]
    return sorted(
        covers, key=lambda chosen: (sum(points[code] for code in chosen), sorted(chosen, reverse=True))
    )


@UNHURRIED
@given(problems)
def test_it_finds_the_one_best_cover(problem):
    cover = smallest_cover(**problem)

    assert cover.exact
    assert cover.chosen == set(every_cover(**problem)[0])


@UNHURRIED
@given(problems, st.integers(0, 3))
def test_a_search_that_is_cut_short_still_covers_without_anything_superfluous(problem, limit):
    cover = smallest_cover(**problem, node_limit=limit)

    assert cover.nodes <= limit
    assert all(option & cover.chosen for option in problem["options"].values())
    for code in cover.chosen:
        assert not all(option & (cover.chosen - {code}) for option in problem["options"].values())


@UNHURRIED
@given(problems)
def test_a_search_that_calls_itself_exact_is(problem):
    cover = smallest_cover(**problem, node_limit=1)

    if cover.exact:
        assert cover.chosen == smallest_cover(**problem).chosen


@UNHURRIED
@given(problems, st.sets(st.sampled_from(MEASURES)))
def test_choosing_a_part_of_it_leaves_the_rest_as_it_was(problem, part):
    best = smallest_cover(**problem).chosen
    accepted = best & part
    rest = {risk: option for risk, option in problem["options"].items() if not option & accepted}

    assert smallest_cover(options=rest, points=problem["points"]).chosen == best - accepted


@UNHURRIED
@given(problems, st.sets(st.sampled_from(MEASURES)))
def test_saying_no_to_what_was_not_proposed_changes_nothing(problem, unwanted):
    best = smallest_cover(**problem).chosen
    fewer = {risk: option - (unwanted - best) for risk, option in problem["options"].items()}

    assert smallest_cover(options=fewer, points=problem["points"]).chosen == best


@UNHURRIED
@given(problems, st.integers(0, 100))
def test_the_bound_is_never_above_the_best_cover(problem, ceiling):
    columns = build(**problem)
    rows = (1 << len(problem["options"])) - 1
    if not rows:
        return
    best = [column for column in columns if column.code in smallest_cover(**problem).chosen]

    bound = lower_bound(rows, columns, ceiling=ceiling << len(columns), prices=None)
    again = lower_bound(rows, columns, ceiling=ceiling << len(columns), prices=bound.prices)

    assert bound.value <= again.value <= weight(best)
    for column, rest in zip(columns, again.rest, strict=True):
        if column in best:
            assert again.value + rest <= weight(best)


def test_nothing_to_cover_needs_nothing():
    assert smallest_cover(options={}, points={}).chosen == frozenset()


def test_a_risk_without_a_measure_is_refused():
    with pytest.raises(ValueError, match="at least one measure"):
        smallest_cover(options={"W01": frozenset()}, points={})

"""What may be published about a group of firms: the rule, for every number of firms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.insights.disclosure import STEP, Hidden, Share, in_steps, published_count, published_share

MINIMUM = 10


@st.composite
def shares(draw) -> tuple[int, int]:
    """So many firms of so many."""
    of = draw(st.integers(0, 400))
    return draw(st.integers(0, of)), of


@pytest.mark.parametrize(
    ("number", "rounded"), [(0, 0), (2, 0), (3, 5), (10, 10), (12, 10), (13, 15), (37.4, 35), (37.5, 40)]
)
def test_numbers_go_to_the_nearest_multiple_of_five(number, rounded):
    assert in_steps(number) == rounded


@pytest.mark.parametrize(("firms", "told"), [(0, None), (1, None), (9, None), (10, 10), (12, 10), (13, 15)])
def test_fewer_than_ten_firms_are_not_counted(firms, told):
    assert published_count(firms, MINIMUM) == told


@pytest.mark.parametrize(
    ("firms", "of", "told"),
    [
        (0, 0, Share(hidden=Hidden.TOO_FEW_FIRMS)),
        (12, 12, Share(hidden=Hidden.TOO_FEW_FIRMS)),
        (9, 19, Share(hidden=Hidden.TOO_FEW_FIRMS)),
        (10, 20, Share(firms=10, of=20)),
        (9, 20, Share(hidden=Hidden.FEW)),
        (0, 40, Share(hidden=Hidden.FEW)),
        (11, 20, Share(hidden=Hidden.ALMOST_ALL)),
        (40, 40, Share(hidden=Hidden.ALMOST_ALL)),
        (13, 41, Share(firms=15, of=40)),
    ],
)
def test_a_share_needs_ten_firms_on_both_sides(firms, of, told):
    assert published_share(firms, of, MINIMUM) == told


def test_the_percentage_comes_from_the_published_numbers():
    assert published_share(13, 41, MINIMUM).percentage == 40
    assert published_share(0, 41, MINIMUM).percentage is None


@given(shares())
def test_no_number_stands_for_fewer_than_ten_firms_and_nor_does_the_rest(share):
    firms, of = share
    told = published_share(firms, of, MINIMUM)

    if told.firms is None:
        assert (told.of, told.percentage) == (None, None)
        assert told.hidden is not None
    else:
        assert told.hidden is None
        assert min(firms, of - firms, told.firms) >= MINIMUM


@given(shares())
def test_every_number_is_a_round_one_close_to_the_truth(share):
    firms, of = share
    told = published_share(firms, of, MINIMUM)

    if told.firms is not None:
        assert told.firms % STEP == told.of % STEP == told.percentage % STEP == 0
        assert abs(told.firms - firms) <= STEP // 2
        assert abs(told.of - of) <= STEP // 2


@given(shares())
def test_from_what_is_told_there_are_always_several_ways_it_may_be(share):
    """So nobody reads an exact number of firms, and the words never mean exactly none or exactly all."""
    told = published_share(*share, MINIMUM)
    possible = {
        (firms, of)
        for of in range(max(0, share[1] - 20), share[1] + 21)
        for firms in range(of + 1)
        if published_share(firms, of, MINIMUM) == told
    }

    assert share in possible
    assert len({firms for firms, _ in possible}) > 1
    if told.hidden is Hidden.ALMOST_ALL:
        assert any(firms < of for firms, of in possible)
    if told.hidden is Hidden.FEW:
        assert any(firms > 0 for firms, _ in possible)


@given(shares(), st.sampled_from([(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1)]))
def test_one_firm_moves_a_number_by_one_step_at_most(share, move):
    firms, of = share[0] + move[0], share[1] + move[1]
    if not 0 <= firms <= of:
        return
    before, after = published_share(*share, MINIMUM), published_share(firms, of, MINIMUM)

    if before.firms is not None and after.firms is not None:
        assert abs(before.firms - after.firms) in (0, STEP)
        assert abs(before.of - after.of) in (0, STEP)

"""How little a plan can weigh: the Lagrangian bound of the covering problem, in whole numbers.

Every row offers a price to the columns that cover it. Whatever the prices, no cover weighs less than the sum
of the prices minus what columns receive above their weight. Good prices make the bound tight: they rise for
a row that no profitable column covers and fall for a row that has several (M. L. Fisher, "The Lagrangian
relaxation method for solving integer programming problems", Management Science 27, 1981).
"""

from dataclasses import dataclass

from apps.actions.recommendation.columns import Column, bits

FIRST_ROUNDS = 60  # more rounds hardly lift the bound on our own catalogue
NEXT_ROUNDS = 10  # deeper in the search the prices start from the good ones above
FULL_STEP = 16  # a step is counted in sixteenths, and halved after PATIENCE rounds without a better bound
PATIENCE = 4


@dataclass(frozen=True, kw_only=True)
class Bound:
    """``value``: no cover weighs less. ``rest``: per column its weight minus the prices of its rows.

    A plan with a column weighs at least ``value`` plus the rest of that column.
    """

    value: int
    rest: list[int]
    prices: dict[int, int]


def lower_bound(rows: int, columns: list[Column], *, ceiling: int, prices: dict[int, int] | None) -> Bound:
    """The best bound found from the ``prices`` of a larger problem, or from nothing.

    ``ceiling`` is the weight of a known cover: it sets the size of the steps, and the search for better
    prices stops when the bound reaches it.
    """
    members = [bits(column.rows) for column in columns]
    bound = best = _at_prices(columns, members, {row: prices[row] if prices else 0 for row in bits(rows)})
    factor, patience = FULL_STEP, PATIENCE
    for _ in range(NEXT_ROUNDS if prices else FIRST_ROUNDS):
        if best.value >= ceiling or not factor:
            break
        bound = _at_prices(columns, members, _moved(bound, members, (ceiling - bound.value) * factor))
        patience -= 1
        if bound.value > best.value:
            best, patience = bound, PATIENCE
        elif not patience:
            factor, patience = factor // 2, PATIENCE
    return best


def _at_prices(columns: list[Column], members: list[list[int]], prices: dict[int, int]) -> Bound:
    rest = [
        column.weight - sum(prices[row] for row in covered)
        for column, covered in zip(columns, members, strict=True)
    ]
    return Bound(
        value=sum(prices.values()) + sum(left for left in rest if left < 0), rest=rest, prices=prices
    )


def _moved(bound: Bound, members: list[list[int]], distance: int) -> dict[int, int]:
    """Prices one step further: up for a row without a profitable column, down for one with several."""
    demand = dict.fromkeys(bound.prices, 1)
    for left, covered in zip(bound.rest, members, strict=True):
        if left < 0:
            for row in covered:
                demand[row] -= 1
    step = distance // (FULL_STEP * (sum(value * value for value in demand.values()) or 1))
    return {row: max(0, price + step * demand[row]) for row, price in bound.prices.items()}

"""The lightest set of measures that takes care of every risk: weighted set cover by branch and bound.

The search counts nodes, never time, so that the same question always gets the same answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from apps.actions.recommendation.bound import lower_bound
from apps.actions.recommendation.columns import Column, bits, build, union, weight
from apps.actions.recommendation.reduce import reduce

# All 80 risks of our own catalogue at once need about 50 nodes; a node takes about a millisecond.
NODE_LIMIT = 300


@dataclass(frozen=True, kw_only=True)
class Cover:
    """The chosen measures. ``exact``: the search finished, no better set exists. ``nodes``: its length."""

    chosen: frozenset[str]
    exact: bool
    nodes: int


def smallest_cover(
    *, options: Mapping[str, frozenset[str]], points: Mapping[str, int], node_limit: int = NODE_LIMIT
) -> Cover:
    """Choose measures with the fewest points so that every risk has one.

    ``options`` gives per risk the measures that are enough, at least one; ``points`` gives per measure a
    number above 0. Of two sets with equal points the one without the highest code that they do not share
    wins. So there is one best set, and choosing a part of it leaves the rest as it was.

    Raises ``ValueError`` when a risk has no measure.
    """
    if not all(options.values()):
        raise ValueError("every risk needs at least one measure")
    rows, columns = (1 << len(options)) - 1, build(options, points)
    search = _Search(best=_greedy(rows, columns, [column.weight for column in columns]), limit=node_limit)
    search.visit(rows, columns, chosen=(), prices=None)
    chosen = frozenset(column.code for column in search.best)
    return Cover(chosen=chosen, exact=not search.cut_short, nodes=search.nodes)


def _greedy(rows: int, columns: list[Column], prices: Sequence[int]) -> tuple[Column, ...]:
    """A good plan: the most open rows for the price each time, and at the end without what is superfluous."""
    picked: list[Column] = []
    while open_rows := rows & ~union(picked):
        _, best = min(
            (price // (column.rows & open_rows).bit_count(), column)
            for price, column in zip(prices, columns, strict=True)
            if column.rows & open_rows
        )
        picked.append(best)
    return _without_superfluous(rows, picked)


def _without_superfluous(rows: int, picked: list[Column]) -> tuple[Column, ...]:
    """Drop, heaviest first, what the others cover already."""
    kept = sorted(picked)
    for column in sorted(picked, reverse=True):
        others = [other for other in kept if other is not column]
        if not rows & ~union(others):
            kept = others
    return tuple(kept)


class _Search:
    """Depth-first search that remembers the best plan so far."""

    def __init__(self, *, best: tuple[Column, ...], limit: int) -> None:
        self.best = best
        self.limit = limit
        self.nodes = 0
        self.cut_short = False

    def visit(
        self, rows: int, columns: list[Column], *, chosen: tuple[Column, ...], prices: dict[int, int] | None
    ) -> None:
        """Look at all plans that add ``columns`` to ``chosen`` to cover the open ``rows``."""
        if self.nodes >= self.limit:
            self.cut_short = True
            return
        self.nodes += 1
        rows, columns, forced = reduce(rows, columns)
        chosen = (*chosen, *forced)
        if not rows:
            self._keep(chosen)
        elif not rows & ~union(columns):
            self._bound_and_branch(rows, columns, chosen, prices)

    def _keep(self, plan: tuple[Column, ...]) -> None:
        if weight(plan) < weight(self.best):
            self.best = plan

    def _bound_and_branch(
        self, rows: int, columns: list[Column], chosen: tuple[Column, ...], prices: dict[int, int] | None
    ) -> None:
        bound = lower_bound(rows, columns, ceiling=weight(self.best) - weight(chosen), prices=prices)
        # What a column asks above the prices points at good plans better than its weight does.
        self._keep((*chosen, *_greedy(rows, columns, [max(rest, 0) for rest in bound.rest])))
        room = weight(self.best) - weight(chosen) - bound.value
        # A column that asks more than the room cannot be in a better plan; without room nothing can.
        asked = sorted(
            (rest, column) for rest, column in zip(bound.rest, columns, strict=True) if rest < room
        )
        if room > 0:
            self._branch(rows, [column for _, column in asked], chosen, bound.prices)

    def _branch(
        self, rows: int, columns: list[Column], chosen: tuple[Column, ...], prices: dict[int, int]
    ) -> None:
        """Try every column of the row that has the fewest; what was tried is out for the next ones."""
        row = min(bits(rows), key=lambda bit: sum(1 for column in columns if column.rows & bit))
        for column in [column for column in columns if column.rows & row]:
            columns = [other for other in columns if other is not column]
            self.visit(rows & ~column.rows, sorted(columns), chosen=(*chosen, column), prices=prices)

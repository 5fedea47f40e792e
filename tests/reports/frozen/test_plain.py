"""A report as plain values, and back to the same report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum

import pytest

from apps.reports.data import Report
from apps.reports.frozen.plain import UnreadableError, from_plain, to_plain
from apps.review.content import canonical


class Colour(Enum):
    RED = "red"


@dataclass(frozen=True)
class Leaf:
    name: str
    amount: Decimal | None
    on: date
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Tree:
    colour: Colour
    leaves: tuple[Leaf, ...]
    pair: tuple[int, str]
    by_name: Mapping[str, Leaf]
    is_big: bool
    first: Leaf | None


LEAF = Leaf("ë\n\t\"'\N{NO-BREAK SPACE}😀", Decimal("1250.50"), date(2026, 11, 23))
TREE = Tree(
    colour=Colour.RED,
    leaves=(LEAF, replace(LEAF, amount=None, at=datetime(2026, 1, 1, tzinfo=UTC))),
    pair=(0, ""),
    by_name={"a": LEAF},
    is_big=False,
    first=None,
)


def through_json(kind: type, value: object) -> object:
    return from_plain(kind, json.loads(canonical(to_plain(value))))


@pytest.mark.parametrize(
    "tree",
    [
        TREE,
        replace(TREE, leaves=()),
        replace(TREE, first=LEAF),
        replace(TREE, by_name={}),
        replace(TREE, pair=(-(10**20), "\x7f")),
    ],
)
def test_what_is_written_down_is_read_back_as_it_was(tree: Tree) -> None:
    assert through_json(Tree, tree) == tree
    text = canonical(to_plain(tree))
    assert canonical(to_plain(from_plain(Tree, json.loads(text)))) == text


@pytest.mark.parametrize("kind", ["full", "plan"])
def test_a_report_survives_to_the_byte(reports: dict[str, Report], kind: str) -> None:
    text = canonical(to_plain(reports[kind]))
    back = from_plain(Report, json.loads(text))
    assert back == reports[kind]
    assert canonical(to_plain(back)) == text


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"colour": "green"}, "Tree.colour"),
        ({"leaves": None}, "Tree.leaves"),
        ({"leaves": [{}]}, r"Tree.leaves\[0\]"),
        ({"is_big": 1}, "Tree.is_big"),
        ({"pair": [1]}, "Tree.pair"),
        ({"pair": [True, ""]}, r"Tree.pair\[0\]"),
        ({"by_name": []}, "Tree.by_name"),
        ({"new": 1}, "other fields"),
    ],
)
def test_what_another_program_wrote_is_refused_with_the_place(change: dict[str, object], where: str) -> None:
    with pytest.raises(UnreadableError, match=where):
        from_plain(Tree, {**to_plain(TREE), **change})


def test_a_missing_field_is_refused() -> None:
    data = to_plain(TREE)
    del data["first"]
    with pytest.raises(UnreadableError, match="first"):
        from_plain(Tree, data)


@pytest.mark.parametrize("value", [1.5, {1, 2}, {1: "a"}, object()])
def test_what_cannot_be_kept_exactly_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        to_plain(value)

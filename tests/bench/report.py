"""What the benchmark says: rows with a value, a budget and a verdict; and the exit code that follows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

COLUMNS = "{name:<34} {value:>11} {budget:>11}  {verdict:<12} {note}"


class Verdict(StrEnum):
    OK = "ok"
    OVER = "over budget"
    WRONG = "wrong"  # a number came out, but something that has to hold beside it did not
    FAILED = "failed"  # no number, because something broke
    NOT_MEASURED = "not measured"  # no number, because this machine lacks something


@dataclass(frozen=True)
class Budget:
    """``limit`` is the largest value that is fine, or with ``at_least`` the smallest."""

    limit: float
    at_least: bool = False

    def holds(self, value: float) -> bool:
        """Whether a value keeps to the budget; the limit itself does."""
        return value >= self.limit if self.at_least else value <= self.limit


@dataclass(frozen=True)
class Row:
    """One thing measured. ``value`` and the budget's limit are in ``unit``.

    Without a value ``note`` says what is missing. ``problem`` is what makes the row fail whatever the value.
    Only a row without a value may do without a budget.
    """

    name: str
    value: float | None
    unit: str
    budget: Budget | None
    note: str = ""
    problem: str = ""

    @property
    def verdict(self) -> Verdict:
        if self.value is None:
            return Verdict.FAILED if self.problem else Verdict.NOT_MEASURED
        if self.problem:
            return Verdict.WRONG
        return Verdict.OK if self.budget.holds(self.value) else Verdict.OVER

    def is_fine(self, *, quick: bool) -> bool:
        """Whether this row lets the run pass; a quick run forgives what this machine cannot measure."""
        return self.verdict is Verdict.OK or (quick and self.verdict is Verdict.NOT_MEASURED)


def exit_code(rows: Iterable[Row], *, quick: bool) -> int:
    """0 when every row is fine and there is at least one, else 1."""
    rows = tuple(rows)
    return 0 if rows and all(row.is_fine(quick=quick) for row in rows) else 1


def heading() -> str:
    """The line above the rows."""
    return COLUMNS.format(name="what", value="value", budget="budget", verdict="verdict", note="").rstrip()


def line(row: Row) -> str:
    """One row as text."""
    return COLUMNS.format(
        name=row.name,
        value="–" if row.value is None else amount(row.value, row.unit),
        budget=limit(row),
        verdict=row.verdict,
        note="; ".join(filter(None, (row.problem, row.note))),
    ).rstrip()


def limit(row: Row) -> str:
    """The budget as text."""
    if row.budget is None:
        return ""
    return f"{'≥' if row.budget.at_least else '≤'} {amount(row.budget.limit, row.unit)}"


def amount(value: float, unit: str) -> str:
    """A value with its unit, with as many decimals as it can bear."""
    decimals = 0 if float(value).is_integer() or value >= 100 else 1 if value >= 10 else 2
    return f"{value:.{decimals}f}" + ("×" if unit == "×" else f" {unit}" if unit else "")


def as_json(rows: Sequence[Row], *, machine: Mapping[str, object], quick: bool, seconds: float) -> str:
    """The whole run for another program to read."""
    return json.dumps(
        {
            "machine": dict(machine),
            "quick": quick,
            "seconds": round(seconds, 1),
            "passed": exit_code(rows, quick=quick) == 0,
            "rows": [{**asdict(row), "verdict": row.verdict.value} for row in rows],
        },
        ensure_ascii=False,
        indent=2,
    )

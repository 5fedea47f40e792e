"""The columns of the sheet "Plan": the one list that writing, choosing and reading back share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import override, pgettext_lazy

from apps.actions.queries import PlanLine
from apps.actions.words import LEVEL_LABELS, STEP_LABELS
from apps.reports.exports.cells import Cell
from apps.reports.exports.names import Names, fixed_label


class Kind(Enum):
    NUMBER = "number"
    TEXT = "text"
    LONG = "long"
    DATE = "date"
    MONEY = "money"
    CHOICE = "choice"


@dataclass(frozen=True, eq=False)  # there is one of each; comparing would look up titles all the time
class Column:
    """``key`` stands in the address (``kolom=``). ``width`` in characters.

    ``fields``: what of an action is changed when the cell is read back; none for a column that only tells.
    """

    key: str
    title: Any
    width: int
    kind: Kind
    value: Callable[[PlanLine, Names], Cell]
    fields: tuple[str, ...] = ()

    @property
    def is_editable(self) -> bool:
        return bool(self.fields)


def _field(key: str, title: Any, width: int, kind: Kind, field: str) -> Column:
    """A column that is one field of an action, as it is."""
    return Column(key, title, width, kind, lambda line, names: getattr(line.action, field) or "", (field,))


def _money(key: str, title: Any, field: str) -> Column:
    return Column(key, title, 12, Kind.MONEY, lambda line, names: getattr(line.action, field), (field,))


def _choice(key: str, title: Any, width: int, field: str) -> Column:
    def label(line: PlanLine, names: Names) -> str:
        return fixed_label(key, getattr(line.action, field))

    return Column(key, title, width, Kind.CHOICE, label, (field,))


def risk_in_words(code: str, problem: str) -> str:
    """A risk in a cell: first its code, by which it is recognised."""
    return f"{code} {problem}"


def _risks(line: PlanLine, names: Names) -> str:
    return "\n".join(risk_in_words(risk.code, risk.factor.text.problem) for risk in line.risks)


def _priority(line: PlanLine, names: Names) -> str:
    return capfirst(line.priority.label) if line.priority else ""


def _step(line: PlanLine, names: Names) -> str:
    return capfirst(str(STEP_LABELS[line.step])) if line.step else ""


def _level(line: PlanLine, names: Names) -> str:
    return capfirst(str(LEVEL_LABELS[line.measure.spec.level])) if line.measure else ""


def who(line: PlanLine, names: Names) -> str:
    """The member who carries it out as the lists call her, or the name that was written down."""
    action = line.action
    return names.people.get(action.owner_id, action.owner_label) if action.owner_id else action.owner_name


def _co_owners(line: PlanLine, names: Names) -> str:
    return "; ".join(sorted(names.people.get(member.pk, str(member.user)) for member in line.co_owners))


def _department(line: PlanLine, names: Names) -> str:
    return line.action.department.name if line.action.department else ""


def _before(line: PlanLine, names: Names) -> str:
    return names.titles.get(line.action.depends_on_id, "")


COLUMNS: tuple[Column, ...] = (
    Column(
        "nummer",
        pgettext_lazy("column", "No."),
        6,
        Kind.NUMBER,
        lambda line, names: names.numbers[line.action.pk],
    ),
    _field("actie", pgettext_lazy("column", "Action"), 42, Kind.TEXT, "title"),
    _field("hoe", pgettext_lazy("column", "How"), 50, Kind.LONG, "description"),
    Column("risicos", pgettext_lazy("column", "Against which risks"), 42, Kind.LONG, _risks, ("factors",)),
    Column("prioriteit", pgettext_lazy("column", "Priority"), 12, Kind.TEXT, _priority),
    Column("stap", pgettext_lazy("column", "Step"), 16, Kind.TEXT, _step),
    Column("niveau", pgettext_lazy("column", "Level"), 16, Kind.TEXT, _level),
    # With another person the address of the one before her goes along.
    Column(
        "wie", pgettext_lazy("column", "Who"), 24, Kind.CHOICE, who, ("owner_id", "owner_name", "owner_email")
    ),
    _field("email", pgettext_lazy("column", "E-mail of who is no member"), 28, Kind.TEXT, "owner_email"),
    Column("samen", pgettext_lazy("column", "Together with"), 28, Kind.TEXT, _co_owners, ("co_owners",)),
    Column(
        "afdeling", pgettext_lazy("column", "Department"), 20, Kind.CHOICE, _department, ("department_id",)
    ),
    _field("start", pgettext_lazy("column", "Start"), 12, Kind.DATE, "start_on"),
    _field("termijn", pgettext_lazy("column", "Done by"), 12, Kind.DATE, "due_on"),
    _choice("status", pgettext_lazy("column", "Status"), 15, "status"),
    _field("reden", pgettext_lazy("column", "Reason if cancelled"), 28, Kind.LONG, "status_note"),
    _money("budget", pgettext_lazy("column", "Budget in euros"), "budget"),
    _money("besteed", pgettext_lazy("column", "Spent in euros"), "spent"),
    Column(
        "gereed", pgettext_lazy("column", "Done on"), 12, Kind.DATE, lambda line, names: line.action.done_on
    ),
    _field("terugkijken", pgettext_lazy("column", "Look back on"), 12, Kind.DATE, "evaluate_on"),
    _field("resultaat", pgettext_lazy("column", "Result"), 40, Kind.LONG, "result"),
    _choice("restrisico", pgettext_lazy("column", "Remaining risk"), 14, "residual_priority"),
    _choice("herhaling", pgettext_lazy("column", "Comes back"), 18, "repeat_every"),
    Column("na", pgettext_lazy("column", "Can start after"), 32, Kind.TEXT, _before),
)
BY_KEY = {column.key: column for column in COLUMNS}
# Hidden columns at the end of each row, so that they go along when rows are sorted.
ACTION_ID, STAMPS = "werkbalans_actie", "werkbalans_stand"


def chosen_columns(keys: Iterable[str]) -> tuple[Column, ...]:
    """The columns with these keys, in the order of the list; all of them when none is named."""
    wanted = set(keys)
    return tuple(column for column in COLUMNS if column.key in wanted) or COLUMNS


@cache
def columns_by_title() -> dict[str, Column]:
    """Title in small letters → column, in all languages."""
    found: dict[str, Column] = {}
    for language in dict(settings.LANGUAGES):
        with override(language):
            found.update({str(column.title).casefold(): column for column in COLUMNS})
    return found

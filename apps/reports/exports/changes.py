"""What would happen to the plan as it is now: old against new, what a colleague changed meanwhile, mistakes.

Worked out anew each time it is shown or carried out, so that it is always about the plan of that moment.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from apps.actions.domain.plan import EDITABLE_FIELDS, check_action, new_action
from apps.actions.domain.running import look_back_date
from apps.actions.domain.states import choices_from, dates_of
from apps.actions.domain.terms import suggested_evaluation_date
from apps.actions.models import Action, ActionCoOwner, ActionFactor, ActionStatus
from apps.organisations.merging import merge
from apps.reports.exports.columns import BY_KEY
from apps.reports.exports.lines import EditedCell, Line, Remark, Understood
from apps.reports.exports.preview import CellChange, Conflict, Preview, RowChanges
from apps.reports.exports.understanding import Known
from apps.reports.exports.words import Words
from apps.rie.domain.instrument import instrument_content

Change = TypeVar("Change", bound=CellChange)
LISTED = ("factors", "co_owners")


def preview_of(understood: Understood, known: Known, *, today: date) -> Preview:
    """Compare what was understood with the plan as it is. Two queries: risks and co-owners of its actions."""
    teller = _Teller(known, today)
    rows = tuple(row for row in map(teller.row, understood.lines) if not row.is_empty)
    return Preview(understood=understood, rows=rows)


class _Teller:
    """Compares row by row. ``linked`` and ``helped``: per action the values of ``LISTED``."""

    def __init__(self, known: Known, today: date) -> None:
        self.known, self.today = known, today
        self.words = Words(known)
        self.titles = {action.title.casefold() for action in known.actions.values()}
        content = instrument_content(known.dossier.instrument_id)
        links = ActionFactor.objects.filter(action__dossier=known.dossier)
        self.linked = _grouped(
            links.values_list("action_id", "factor_id"), lambda key: content.factors_by_id[key].code
        )
        helpers = ActionCoOwner.objects.filter(action__dossier=known.dossier)
        self.helped = _grouped(helpers.values_list("action_id", "member_id"), str)

    def row(self, line: Line) -> RowChanges:
        if not line.action:  # a row that is refused as a whole
            return RowChanges(line, line.title, errors=line.errors)
        if line.is_new:
            return self._new(line)
        action = self.known.actions.get(UUID(line.action))
        if action is None:
            text = _("This action is not in the plan any more.")
            return RowChanges(line, line.title, errors=(*line.errors, Remark(_first_cell(line), text)))
        return self._existing(line, action)

    def _new(self, line: Line) -> RowChanges:
        if UUID(line.action) in self.known.actions:  # the same file was read back before
            return RowChanges(line, line.title)
        action = planned_action(line, self.known, self.today)
        errors = line.errors or tuple(self._errors(line, action, before=ActionStatus.PLANNED))
        changes = tuple(
            self._change(CellChange, cell, cell.fields, {})
            for cell in line.cells
            if any(cell.fields.values())
        )
        title = action.title or line.title
        is_double = title.casefold() in self.titles
        return RowChanges(line, title, changes=changes, errors=errors, is_double=is_double)

    def _existing(self, line: Line, action: Action) -> RowChanges:
        stored = {
            **{name: getattr(action, name) for name in EDITABLE_FIELDS},
            "factors": self.linked.get(action.pk, []),
            "co_owners": self.helped.get(action.pk, []),
        }
        changes: list[CellChange] = []
        conflicts: list[Conflict] = []
        for cell in line.cells:
            fields = self._complete(cell.fields, stored)
            outcome = merge(seen=line.seen, stored=stored, typed=fields)
            if outcome.conflicts:
                conflicts.append(self._change(Conflict, cell, fields, stored))
            elif outcome.changes:
                changes.append(self._change(CellChange, cell, fields, stored))
        changes.extend(self._following(action, changes, conflicts))
        candidate = changed(action, typed_of(changes), today=self.today)
        errors = line.errors or tuple(self._errors(line, candidate, before=action.status))
        return RowChanges(line, action.title, action, tuple(changes), tuple(conflicts), errors)

    def _complete(self, fields: dict[str, Any], stored: Mapping[str, Any]) -> dict[str, Any]:
        """Risks that stand in no cell because they are no risk (any more) stay with the action."""
        if "factors" not in fields:
            return fields
        unseen = [code for code in stored["factors"] if code not in self.known.risks]
        return {"factors": sorted({*fields["factors"], *unseen})}

    def _following(
        self, action: Action, changes: Sequence[CellChange], conflicts: Sequence[Conflict]
    ) -> Iterator[CellChange]:
        """An action that gets done also gets a day to look back, unless the sheet says which."""
        is_told = any("evaluate_on" in part.fields for part in (*changes, *conflicts))
        if typed_of(changes).get("status") != ActionStatus.DONE or is_told:
            return
        day = look_back_date(action, self.today)
        if day != action.evaluate_on:
            cell = EditedCell("terugkijken", "", {"evaluate_on": day})
            yield self._change(CellChange, cell, cell.fields, {"evaluate_on": action.evaluate_on})

    def _change(
        self, kind: type[Change], cell: EditedCell, fields: Mapping[str, Any], stored: Mapping[str, Any]
    ) -> Change:
        before = {name: stored[name] for name in fields if name in stored}
        return kind(
            key=cell.key,
            title=str(BY_KEY[cell.key].title),
            cell=cell.cell,
            old=self.words.of(cell.key, before),
            new=self.words.of(cell.key, fields),
            fields=fields,
            before=before,
        )

    def _errors(self, line: Line, candidate: Action, *, before: str) -> Iterator[Remark]:
        """Rules between cells, the steps a status may take, and who is gone since the sheet was read."""
        try:
            check_action(candidate)
        except ValidationError as error:
            for name, texts in error.message_dict.items():
                yield from (Remark(_cell_of(line, name), str(text)) for text in texts)
        wanted = (cell.values["status"] for cell in line.cells if "status" in cell.values)
        for status in (candidate.status, *wanted):
            if status not in dict(choices_from(before)):
                yield Remark(_cell_of(line, "status"), _forbidden(before, status))
                break
        for cell in line.cells:
            if not self.words.knows(cell):
                yield Remark(cell.cell, _("This is not there any more. Choose something else."))


def planned_action(line: Line, known: Known, today: date) -> Action:
    """The new action of a row, not saved. Its id was decided when the sheet was read."""
    action = new_action(dossier=known.dossier, action_id=UUID(line.action))
    typed = {name: value for cell in line.cells for name, value in cell.fields.items()}
    action = changed(action, typed, today=today)
    if action.status == ActionStatus.DONE and action.evaluate_on is None:
        action.evaluate_on = suggested_evaluation_date(today)
    return action


def typed_of(changes: Iterable[CellChange]) -> dict[str, Any]:
    """The new values of changes together."""
    return {name: value for change in changes for name, value in change.fields.items()}


def listed(line: Line, name: str) -> Collection[str]:
    """The risks or the co-owners of a new action."""
    return next((cell.fields[name] for cell in line.cells if name in cell.fields), ())


def changed(action: Action, typed: Mapping[str, Any], *, today: date) -> Action:
    """A copy of an action with other values; the dates that go with a status follow it."""
    candidate = copy.copy(action)
    for name, value in typed.items():
        if name not in LISTED:
            setattr(candidate, name, value)
    if "status" in typed:
        for name, value in dates_of(typed["status"], action, today=today).items():
            setattr(candidate, name, value)
    return candidate


def _forbidden(before: str, after: str) -> str:
    if after == ActionStatus.EVALUATED:
        return _("Looking back asks more than a status. Do that on the page of the action.")
    text = _("An action that is “%(before)s” cannot become “%(after)s” in one step.")
    return text % {"before": ActionStatus(before).label, "after": ActionStatus(after).label}


def _cell_of(line: Line, name: str) -> str:
    """The cell of the row that has to do with a field; the first one when the field is not in the sheet."""
    found = (cell.cell for cell in line.cells if name in cell.values)
    return next(found, _first_cell(line))


def _first_cell(line: Line) -> str:
    return line.cells[0].cell if line.cells else f"A{line.row}"


def _grouped(pairs: Iterable[tuple[UUID, UUID]], called: Callable[[UUID], str]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for action_id, key in pairs:
        found.setdefault(action_id, []).append(called(key))
    return {action_id: sorted(keys) for action_id, keys in found.items()}

"""What stands in the three sheets, as plain values. Writing them down is for ``xlsx`` and ``csv``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.actions.queries import PlanLine
from apps.organisations.merging import fingerprint
from apps.reports.data.sources import sources_of, versions_of
from apps.reports.exports.cells import Cell, stamp
from apps.reports.exports.columns import COLUMNS
from apps.reports.exports.material import ExportedPlan
from apps.rie.domain.assessment import AssessedFactor


@dataclass(frozen=True)
class PlanRow:
    """``cells``: one for each chosen column. ``action_id`` and ``stamps`` are for the hidden columns."""

    cells: tuple[Cell, ...]
    action_id: str
    stamps: str


@dataclass(frozen=True)
class TextSheet:
    """A sheet that is only read. ``widths`` in characters."""

    headers: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


def plan_cells(exported: ExportedPlan) -> Iterator[tuple[Cell, ...]]:
    """The lines of the plan, in their order."""
    for line in exported.lines:
        yield tuple(column.value(line, exported.names) for column in exported.columns)


def plan_rows(exported: ExportedPlan) -> Iterator[PlanRow]:
    """The same, with what makes that a row can be read back."""
    for line, cells in zip(exported.lines, plan_cells(exported), strict=True):
        yield PlanRow(cells, str(line.action.pk), _stamps(exported, line, cells))


def _stamps(exported: ExportedPlan, line: PlanLine, cells: tuple[Cell, ...]) -> str:
    """What this row was made from: a stamp of each cell (``c``), a fingerprint of each field (``v``).

    The first tell which cells somebody changed in the sheet, the second whether somebody changed the same
    in the application meanwhile (``organisations.merging``).
    """
    stored = exported.stored(line)
    fields = dict.fromkeys(name for column in exported.columns for name in column.fields)
    return json.dumps(
        {
            "c": {column.key: stamp(cell) for column, cell in zip(exported.columns, cells, strict=True)},
            "v": {name: fingerprint(stored[name]) for name in fields},
        },
        separators=(",", ":"),
    )


def risk_sheet(exported: ExportedPlan) -> TextSheet:
    """All risks of the dossier, highest first, whatever was asked of the plan."""
    return TextSheet(
        headers=(
            _("Code"),
            _("Problem"),
            _("Theme"),
            _("Class"),
            _("Why this class"),
            _("Root cause"),
            _("Measures"),
        ),
        widths=(8, 46, 24, 12, 60, 46, 46),
        rows=tuple(_risk_row(exported, risk) for risk in exported.assessment.risks),
    )


def _risk_row(exported: ExportedPlan, risk: AssessedFactor) -> tuple[str, ...]:
    plan, content = exported.plan, exported.content
    measures = [line.action.title for line in plan.lines_for.get(risk.code, ())]
    settled = plan.settled.get(risk.code)
    if settled and not measures:
        measures = [_("No measure: %(reason)s") % {"reason": settled.reason}]
    theme_key = content.subthemes[risk.factor.spec.subtheme].theme_key
    return (
        risk.code,
        risk.factor.text.problem,
        content.theme_by_key[theme_key].title,
        capfirst(risk.priority.label),
        _reason(risk),
        risk.answer.root_cause,
        "\n".join(measures),
    )


def _reason(risk: AssessedFactor) -> str:
    """Why it has this class; a class that somebody chose is named beside the one that was calculated."""
    if risk.changed_priority is None or risk.evaluation.priority is None:
        return risk.evaluation.reason
    calculated = _("Chosen by you. Calculated: %(priority)s.") % {"priority": risk.evaluation.priority.label}
    return f"{calculated} {risk.evaluation.reason}"


def source_sheet(exported: ExportedPlan) -> TextSheet:
    """Where it comes from, how to edit it, and the sources of the instrument and of these measures."""
    versions = versions_of(exported)
    facts = (
        (_("Firm"), exported.organisation.name),
        (_("RI&E"), f"{exported.dossier.year}, {exported.dossier.get_state_display()}"),
        (_("Instrument"), f"{exported.content.title} ({versions.instrument})"),
        (_("Version"), f"{versions.instrument_version} ({versions.instrument_hash[:12]})"),
        (_("How risks are scored"), versions.method),
        (_("Made on"), exported.made_on.isoformat()),
        (_("What is in it"), _size(exported)),
    )
    explained = tuple((_("Editing and reading back"), text) for text in _explanation())
    sources = tuple((_("Source"), f"{source.text} {source.url}".strip()) for source in sources_of(exported))
    return TextSheet(
        headers=(_("About this file"), ""), widths=(26, 110), rows=(*facts, *explained, *sources)
    )


def _size(exported: ExportedPlan) -> str:
    total = len(exported.plan.lines)
    text = ngettext(
        "%(shown)s of the %(total)s action of the plan, %(columns)s of %(all)s columns.",
        "%(shown)s of the %(total)s actions of the plan, %(columns)s of %(all)s columns.",
        total,
    )
    return text % {
        "shown": len(exported.lines),
        "total": total,
        "columns": len(exported.columns),
        "all": len(COLUMNS),
    }


def _explanation() -> tuple[str, ...]:
    return (
        _(
            "You can change the white cells of the sheet “Plan”, save the file as xlsx, and read it back on"
            " the page “Read back a spreadsheet” of your plan. You first see what changes; nothing is saved"
            " before you say yes."
        ),
        _("Grey columns only tell you something. What you change there is not read back."),
        _("A row you add at the bottom becomes a new action. It needs at least an action and a date."),
        _("A row you delete here stays in your plan. Take an action out on its own page."),
        _("You may sort, filter and hide. Two hidden columns at the end remember which action a row is."),
        _("Copying a whole row copies these too. Copy only the cells you see."),
        _("Write risks as their codes, one on each line. Write several people with ; between them."),
    )

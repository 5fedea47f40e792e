"""A part of a plan on paper: of one person, one department, one period. The filter is that of the pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format

from apps.actions.filters import PlanFilterForm
from apps.actions.queries import PlanLine
from apps.organisations.models import Department
from apps.organisations.queries import members
from apps.rie.content.tree import InstrumentContent
from apps.rie.models import Dossier


@dataclass(frozen=True)
class Choice:
    """``lines`` in the order that was asked; ``words`` say what was asked, in the active language."""

    lines: tuple[PlanLine, ...]
    words: tuple[str, ...]


def choose(
    selection: str,
    *,
    dossier: Dossier,
    content: InstrumentContent,
    departments: tuple[Department, ...],
    lines: tuple[PlanLine, ...],
) -> Choice | None:
    """The lines of a plan that ``selection`` asks, an address as ``filters.carried`` writes it. One query.

    None when it asks the whole plan. What is not there any more (a member who left) finds nothing.
    """
    if not selection:
        return None
    form = PlanFilterForm(
        QueryDict(selection),
        members=list(members(dossier.organisation)),
        departments=list(departments),
        content=content,
    )
    if not form.is_valid():
        return Choice(lines=(), words=())
    found = form.filter.apply(lines, content=content, today=timezone.localdate())
    return Choice(lines=found, words=tuple(_words(form)))


def _words(form: PlanFilterForm) -> list[str]:
    found = []
    for field in form:
        value = form.cleaned_data.get(field.name)
        if not value or field.name in ("volgorde", "omgekeerd"):
            continue
        found.append(f"{field.label}: {_said(field.field, value)}" if value is not True else str(field.label))
    return found


def _said(field: object, value: object) -> str:
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    values = value if isinstance(value, list) else [value]
    return ", ".join(
        date_format(item, "j F Y") if isinstance(item, date) else labels.get(str(item), str(item))
        for item in values
    )

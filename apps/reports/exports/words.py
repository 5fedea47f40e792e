"""Values of an action as a person reads them on the preview."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format, number_format

from apps.reports.exports.columns import BY_KEY, Column, Kind, risk_in_words
from apps.reports.exports.lines import EditedCell
from apps.reports.exports.names import fixed_label, people_of
from apps.reports.exports.understanding import Known


class Words:
    """Values as a person reads them."""

    def __init__(self, known: Known) -> None:
        self.people = {str(key): name for key, name in people_of(known.members).items()}
        actions = known.actions.values()
        self.departments = {
            str(part.pk): part.name
            for part in (*known.departments, *(action.department for action in actions if action.department))
        }
        self.risks = {
            code: risk_in_words(code, risk.factor.text.problem) for code, risk in known.risks.items()
        }

    def knows(self, cell: EditedCell) -> bool:
        """Whether the people and the department of a cell are (still) there."""
        people = [cell.values.get("owner_id"), *cell.values.get("co_owners", ())]
        department = cell.values.get("department_id")
        return all(one is None or str(one) in self.people for one in people) and (
            department is None or str(department) in self.departments
        )

    def of(self, key: str, fields: Mapping[str, Any]) -> str:
        """What a cell of this column says with these values; a dash when it is empty."""
        return self._text(BY_KEY[key], fields) or "–"

    def _text(self, column: Column, fields: Mapping[str, Any]) -> str:
        value = next((fields[name] for name in column.fields if name in fields), None)
        if column.key == "wie":
            return self._who(fields)
        if column.key == "afdeling":
            return self.departments.get(str(value), "") if value else ""
        if column.key in ("risicos", "samen"):
            words = self.risks if column.key == "risicos" else self.people
            return "\n".join(words[one] for one in value or () if one in words)
        if value in (None, ""):
            return ""
        return _in_words(column, value)

    def _who(self, fields: Mapping[str, Any]) -> str:
        member = self.people.get(str(fields.get("owner_id")), "")
        name, address = fields.get("owner_name", ""), fields.get("owner_email", "")
        return member or (f"{name} ({address})" if name and address else name)


def _in_words(column: Column, value: Any) -> str:
    if column.kind == Kind.DATE:
        return date_format(value, "j F Y")
    if column.kind == Kind.MONEY:
        return f"€\N{NO-BREAK SPACE}{number_format(value, decimal_pos=2, force_grouping=True)}"
    return fixed_label(column.key, value) if column.kind == Kind.CHOICE else str(value)

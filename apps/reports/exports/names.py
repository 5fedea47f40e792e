"""What people, departments and fixed values are called in a sheet, and back from the word to the value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from apps.actions.models import ActionStatus, Repetition
from apps.organisations.models import Department, Membership
from apps.rie.models.answer import PriorityChoice

FIXED: Mapping[str, Sequence[tuple[Any, Any]]] = {
    "status": ActionStatus.choices,
    "restrisico": PriorityChoice.choices,
    "herhaling": Repetition.choices,
}
SHEET_PLAN = "Plan"  # the same in every language, so that it is found again
SHEET_RISKS, SHEET_SOURCES, SHEET_LISTS = _("Risks"), _("Sources"), _("Lists")


def fixed_label(key: str, value: Any) -> str:
    """A fixed value as the sheet names it; empty for none."""
    return capfirst(str(dict(FIXED[key]).get(value, ""))) if value not in (None, "") else ""


def fixed_labels(key: str) -> list[str]:
    """All values of a column with fixed values, in the active language."""
    return [fixed_label(key, value) for value, _label in FIXED[key]]


@cache
def fixed_values(key: str) -> dict[str, Any]:
    """Word → value, in all languages: a sheet may be read back by who reads the other one."""
    found: dict[str, Any] = {}
    for language in dict(settings.LANGUAGES):
        with override(language):
            for value, _label in FIXED[key]:
                found.setdefault(fixed_label(key, value).casefold(), value)
    return found


def people_of(members: Iterable[Membership]) -> dict[UUID, str]:
    """Id of a member → what she is called here; with her address when two are called the same."""
    members = list(members)
    called = Counter(_name(member).casefold() for member in members)
    return {
        member.pk: f"{_name(member)} ({member.user.email})"
        if called[_name(member).casefold()] > 1
        else _name(member)
        for member in members
    }


def _name(member: Membership) -> str:
    """Without the sign that stands between two people, and without space that nobody sees."""
    return " ".join(str(member.user).replace(";", ",").split())


@dataclass(frozen=True)
class Names:
    """What a line of the plan refers to. ``people``: see :func:`people_of`; ``titles``: of all actions."""

    people: Mapping[UUID, str]
    numbers: Mapping[UUID, int]
    titles: Mapping[UUID, str]


@dataclass(frozen=True)
class Lists:
    """Word → id, for what somebody writes in a cell. Words in small letters; addresses of members too."""

    people: Mapping[str, str]
    departments: Mapping[str, str]

    @classmethod
    def of(cls, members: Sequence[Membership], departments: Iterable[Department]) -> Lists:
        people = {member.user.email.casefold(): str(member.pk) for member in members}
        people |= {name.casefold(): str(key) for key, name in people_of(members).items()}
        return cls(
            people=people,
            departments={_tidy(department.name): str(department.pk) for department in departments},
        )

    def person(self, text: str) -> str | None:
        return self.people.get(_tidy(text))

    def department(self, text: str) -> str | None:
        return self.departments.get(_tidy(text))


def _tidy(text: str) -> str:
    return " ".join(text.split()).casefold()

"""Which actions of a plan somebody wants to see, and in which order.

It lives in the address (``?status=planned&afdeling=…``), so that a filter can be kept as a bookmark, sent to
a colleague, and handed to an export: the same data, in the same order, as the page.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from apps.actions.models import ActionStatus
from apps.actions.queries import PlanLine
from apps.organisations.forms import with_placeholder
from apps.organisations.models import Department, Membership
from apps.rie.content.tree import InstrumentContent
from apps.rie.models.answer import PriorityChoice

NOBODY = "niemand"
DEFAULT_ORDER = "urgentie"
ORDERS: dict[str, Any] = {
    DEFAULT_ORDER: _("The most urgent first"),
    "termijn": _("Term"),
    "titel": _("Action"),
    "wie": _("Who"),
    "status": _("Status"),
    "prioriteit": _("Priority"),
    "budget": _("Budget"),
    "besteed": _("Spent"),
    "afdeling": _("Department"),
}
THIS_MONTH, THIS_YEAR = "deze-maand", "dit-jaar"
# Named, so that a bookmark keeps its meaning when the month is over.
PERIODS: dict[str, Any] = {THIS_MONTH: _("This month"), THIS_YEAR: _("This year")}
TO_DO = {"status": [ActionStatus.PLANNED.value, ActionStatus.IN_PROGRESS.value]}
# Filters that many people want, as a link: name → what its address asks.
READY: tuple[tuple[Any, dict[str, Any]], ...] = (
    (_("Late"), {"te_laat": "on"}),
    (_("Without an owner"), {**TO_DO, "wie": NOBODY}),
    (_("To do this month"), {**TO_DO, "periode": THIS_MONTH}),
    (_("High priority"), {**TO_DO, "prioriteit": PriorityChoice.HIGH.value}),
)


@dataclass(frozen=True)
class PlanFilter:
    """What a filter asks; everything empty shows the whole plan.

    ``owner``: id of a member, or ``niemand``. ``since`` and ``until`` bound the term, both inclusive, and so
    does ``period``, a key of ``PERIODS``. ``order``: a key of ``ORDERS``; ``is_reversed`` turns it round.
    """

    text: str = ""
    statuses: frozenset[str] = frozenset()
    priorities: frozenset[str] = frozenset()
    department: UUID | None = None
    owner: str = ""
    theme: str = ""
    is_late: bool = False
    period: str = ""
    since: date | None = None
    until: date | None = None
    order: str = DEFAULT_ORDER
    is_reversed: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether it leaves nothing out."""
        return not any(
            (
                self.text,
                self.statuses,
                self.priorities,
                self.department,
                self.owner,
                self.theme,
                self.is_late,
                self.period,
                self.since,
                self.until,
            )
        )

    def apply(
        self, lines: Iterable[PlanLine], *, content: InstrumentContent, today: date
    ) -> tuple[PlanLine, ...]:
        """The lines that fit, in order. Reads nothing."""
        tests = self._tests(content, today)
        found = [line for line in lines if all(fits(line) for fits in tests)]
        key = _KEYS.get(self.order)
        if key is not None:
            found.sort(key=key)
        return tuple(reversed(found) if self.is_reversed else found)

    def _tests(self, content: InstrumentContent, today: date) -> list[Callable[[PlanLine], bool]]:
        words = self.text.casefold().split()
        first, last = bounds_of(self.period, today)
        asked: list[tuple[object, Callable[[PlanLine], bool]]] = [
            (words, lambda line: _has_all(_words(line), words)),
            (self.statuses, lambda line: line.action.status in self.statuses),
            (self.priorities, lambda line: bool(line.priority) and line.priority.key in self.priorities),
            (self.department, lambda line: line.action.department_id == self.department),
            (self.owner, lambda line: _is_of(line, self.owner)),
            (self.theme, lambda line: self.theme in themes_of(line, content)),
            (self.is_late, lambda line: line.action.is_late(today)),
            (self.period, lambda line: first <= line.action.due_on <= last),
            (self.since, lambda line: line.action.due_on >= self.since),
            (self.until, lambda line: line.action.due_on <= self.until),
        ]
        return [fits for value, fits in asked if value]


def bounds_of(period: str, today: date) -> tuple[date, date]:
    """First and last day of a named period; all days for none."""
    if period == THIS_MONTH:
        return today.replace(day=1), today.replace(day=monthrange(today.year, today.month)[1])
    if period == THIS_YEAR:
        return date(today.year, 1, 1), date(today.year, 12, 31)
    return date.min, date.max


def themes_of(line: PlanLine, content: InstrumentContent) -> set[str]:
    """Keys of the themes that the risks of an action belong to."""
    return {content.subthemes[risk.factor.spec.subtheme].theme_key for risk in line.risks}


def _words(line: PlanLine) -> str:
    return f"{line.action.title} {line.action.description} {line.action.owner_label}".casefold()


def _has_all(text: str, words: Iterable[str]) -> bool:
    return all(word in text for word in words)


def _is_of(line: PlanLine, owner: str) -> bool:
    if owner == NOBODY:
        return not line.action.owner_label
    return str(line.action.owner_id) == owner or any(str(member.pk) == owner for member in line.co_owners)


# The order of the plan itself (``queries.plan_of``) is the urgent one; sorting keeps it between equals.
_STATUS_ORDER = {status: number for number, status in enumerate(ActionStatus.values)}
_KEYS: dict[str, Callable[[PlanLine], Any]] = {
    "termijn": lambda line: line.action.due_on,
    "titel": lambda line: line.action.title.casefold(),
    "wie": lambda line: (not line.action.owner_label, line.action.owner_label.casefold()),
    "status": lambda line: _STATUS_ORDER[line.action.status],
    "prioriteit": lambda line: -(line.priority or 0),
    "budget": lambda line: -(line.action.budget or 0),
    "besteed": lambda line: -(line.action.spent or 0),
    "afdeling": lambda line: (line.action.department is None, str(line.action.department or "").casefold()),
}


class PlanFilterForm(forms.Form):
    """The filter as a person sets it. What is wrong in the address is shown at the field and left aside."""

    tekst = forms.CharField(label=_("Search"), required=False, max_length=100)
    status = forms.MultipleChoiceField(
        label=_("Status"),
        choices=ActionStatus.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    prioriteit = forms.MultipleChoiceField(
        label=_("Priority"),
        choices=PriorityChoice.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    wie = forms.ChoiceField(label=_("Who"), required=False)
    afdeling = forms.ChoiceField(label=_("Department"), required=False)
    thema = forms.ChoiceField(label=_("Theme"), required=False)
    te_laat = forms.BooleanField(label=_("Only what is late"), required=False)
    periode = forms.ChoiceField(
        label=_("Term in"), choices=with_placeholder(PERIODS.items(), _("All")), required=False
    )
    vanaf = forms.DateField(
        label=_("Term from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    tot = forms.DateField(
        label=_("Term until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    volgorde = forms.ChoiceField(label=_("Order"), choices=list(ORDERS.items()), required=False)
    omgekeerd = forms.BooleanField(label=_("The other way round"), required=False)

    def __init__(
        self,
        query: QueryDict,
        *,
        members: Sequence[Membership],
        departments: Sequence[Department],
        content: InstrumentContent,
    ) -> None:
        super().__init__(query)
        people = [(str(member.pk), str(member.user)) for member in members]
        self.fields["wie"].choices = with_placeholder([*people, (NOBODY, _("Nobody yet"))], _("Everybody"))
        self.fields["afdeling"].choices = with_placeholder(
            [(str(department.pk), department.name) for department in departments], _("All")
        )
        self.fields["thema"].choices = with_placeholder(
            [(theme.key, theme.title) for theme in content.themes], _("All")
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        since, until = cleaned.get("vanaf"), cleaned.get("tot")
        if since and until and until < since:
            self.add_error("tot", _("This day lies before “term from”. Choose a later day."))
        return cleaned

    @property
    def filter(self) -> PlanFilter:
        """What the address asks, without the parts that are wrong."""
        self.is_valid()
        data = self.cleaned_data
        department = data.get("afdeling")
        return PlanFilter(
            text=data.get("tekst", ""),
            statuses=frozenset(data.get("status", ())),
            priorities=frozenset(data.get("prioriteit", ())),
            department=UUID(department) if department else None,
            owner=data.get("wie", ""),
            theme=data.get("thema", ""),
            is_late=data.get("te_laat", False),
            period=data.get("periode", ""),
            since=data.get("vanaf"),
            until=data.get("tot"),
            order=data.get("volgorde") or DEFAULT_ORDER,
            is_reversed=data.get("omgekeerd", False),
        )


def carried(query: QueryDict, *without: str, **instead: Any) -> str:
    """What of an address is about the filter and its order, to go on with on another page.

    Args:
        without: names to leave out.
        instead: other values for some names; a list for a name that stands more than once.
    """
    kept = {
        name: [value for value in query.getlist(name) if value and value != DEFAULT_ORDER]
        for name in PlanFilterForm.base_fields
        if name in query and name not in without
    }
    return urlencode({**kept, **instead}, doseq=True)

"""The history of an action in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.actions.models import Action, ActionEvent, EventKind
from apps.organisations.models import Department, Membership
from apps.rie.content.tree import InstrumentContent

_PEOPLE = ("owner_id", "co_owners")
_NAMED = (*_PEOPLE, "department_id", "depends_on_id")
_DAYS = ("start_on", "due_on", "evaluate_on", "done_on", "evaluated_on")
_EUROS = ("budget", "spent")
_LABELS = {
    "owner_id": gettext_lazy("Who"),
    "co_owners": gettext_lazy("Who helps?"),
    "factors": gettext_lazy("Risks"),
}


@dataclass(frozen=True)
class Change:
    """One field, in words; an empty value is said as such."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Moment:
    """One line of the history. ``who`` is empty for somebody without an account: gone, or never had one."""

    at: datetime
    who: str
    what: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class History:
    """``moments``: the newest first. ``owner_left``: who carried it out is not in the firm any more."""

    moments: tuple[Moment, ...]
    owner_left: bool


def history_of(action: Action, content: InstrumentContent) -> History:
    """What was done with an action. Two queries, or one when it names nobody."""
    events = list(ActionEvent.objects.filter(action=action).select_related("by").order_by("-at", "-pk"))
    names = _names(event.changes for event in events)
    moments = tuple(
        Moment(
            at=event.at,
            who=str(event.by) if event.by else "",
            what=EventKind(event.kind).label,
            changes=tuple(
                _change(name, pair, names, content)
                for name, pair in event.changes.items()
                if name in _LABELS or _has_field(name)
            ),
        )
        for event in events
    )
    return History(moments, owner_left=action.owner_id is None and _owner_left(events, names))


def _owner_left(events: Iterable[ActionEvent], names: Mapping[str, str]) -> bool:
    """Whether the last that was said about the owner is that a member went off it, who is no member now."""
    for event in events:
        if "owner_id" in event.changes:
            before, after = event.changes["owner_id"]
            return after is None and before not in names
        if "owner_name" in event.changes:
            return False
    return False


def _change(name: str, pair: list[Any], names: Mapping[str, str], content: InstrumentContent) -> Change:
    label = _LABELS.get(name) or capfirst(str(_field(name).verbose_name))
    before, after = (_in_words(name, value, names, content) for value in pair)
    return Change(label=str(label), before=before, after=after)


def _in_words(name: str, value: Any, names: Mapping[str, str], content: InstrumentContent) -> str:
    if value in (None, "", []):
        return _("(empty)")
    if name in _NAMED:
        gone = _("somebody who is no longer in the firm") if name in _PEOPLE else _("something that is gone")
        return ", ".join(names.get(key, gone) for key in (value if isinstance(value, list) else [value]))
    if name == "factors":
        return "; ".join(content.factors[code].text.problem for code in value if code in content.factors)
    if name in _DAYS:
        return date_format(date.fromisoformat(value), "j F Y")
    if name in _EUROS:
        return f"€ {number_format(Decimal(value), decimal_pos=2, use_l10n=True)}"
    return str(dict(_field(name).flatchoices).get(value, value))


def _field(name: str) -> Any:
    return Action._meta.get_field(name.removesuffix("_id"))


def _has_field(name: str) -> bool:
    return name.removesuffix("_id") in {field.name for field in Action._meta.fields}


def _names(changes: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Id → name, of the members, departments and actions that a history names. One query, or none."""
    keys: set[UUID] = set()
    for change in changes:
        for name in change.keys() & _NAMED:
            for value in change[name]:
                keys.update(UUID(key) for key in (value if isinstance(value, list) else [value]) if key)
    if not keys:
        return {}
    name = Coalesce(NullIf(F("user__name"), Value("")), F("user__email"))
    people = Membership.objects.filter(pk__in=keys).annotate(label=_text(name))
    departments = Department.objects.filter(pk__in=keys).annotate(label=_text(F("name")))
    actions = Action.objects.filter(pk__in=keys).annotate(label=_text(F("title")))
    parts = [rows.order_by().values_list("pk", "label") for rows in (people, departments, actions)]
    return {str(key): label for key, label in parts[0].union(*parts[1:], all=True)}


def _text(expression: Any) -> Cast:
    """The parts of a union must be of one kind."""
    return Cast(expression, CharField())

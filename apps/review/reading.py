"""A frozen version in words: what a works council reads, from the JSON alone and not from the dossier now.

Classes are those that were frozen; the sentences that explain them are made anew in the reader's language.
Reads nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format

from apps.actions.models import ActionStatus
from apps.organisations.models import Organisation, Representation, Sector
from apps.review.content import CONSULTATION_FIELDS, FIRM_FIELDS
from apps.rie.content.tree import FactorContent, InstrumentContent
from apps.rie.domain.answers import FilledIn
from apps.rie.domain.assessment import evaluate
from apps.rie.evaluation import Priority, Verdict
from apps.rie.models import Consultation


@dataclass(frozen=True)
class ReadAction:
    """An action as it was. ``helpers``: names of who carry it out with the owner."""

    id: str
    title: str
    description: str
    owner: str
    helpers: str
    department: str
    due_on: date
    status: str
    risks: tuple[str, ...]

    @property
    def subject(self) -> str:
        return f"a-{self.id}"


@dataclass(frozen=True)
class ReadRisk:
    """A risk as it was. ``score`` only puts risks of one class in order."""

    code: str
    problem: str
    priority: Priority | None
    reason: str
    chosen_because: str
    root_cause: str
    score: int
    settled: str
    actions: tuple[ReadAction, ...]

    @property
    def subject(self) -> str:
        return f"r-{self.code}"


@dataclass(frozen=True)
class ReadVersion:
    """A whole version. ``facts`` and ``hearing``: label and value; an empty value was not filled in."""

    facts: tuple[tuple[str, Any], ...]
    departments: tuple[tuple[str, int], ...]
    hearing: tuple[tuple[str, Any], ...]
    risks: tuple[ReadRisk, ...]
    actions: tuple[ReadAction, ...]
    to_discuss: tuple[str, ...]
    in_order: tuple[str, ...]
    not_applicable: tuple[tuple[str, str], ...]
    unanswered: int

    def title_of(self, factor_code: str, action_id: object) -> str:
        """What a remark is about, in words; empty for the whole, and for what this version does not hold."""
        titles = {risk.code: risk.problem for risk in self.risks}
        actions = {action.id: action.title for action in self.actions}
        return titles.get(factor_code, "") or actions.get(str(action_id), "")


def read(frozen: Mapping[str, Any], content: InstrumentContent) -> ReadVersion:
    """What stands in a version, for people.

    Args:
        frozen: see ``content.content_of``.
        content: the instrument of the dossier, in the reader's language.
    """
    answered = {code: given for code, given in frozen["factors"].items() if given and given["verdict"]}
    actions = tuple(
        sorted(
            (_action(key, action, content) for key, action in frozen["actions"].items()),
            key=lambda action: (action.due_on, action.title, action.id),
        )
    )
    risks = [
        _risk(content.factors[code], given, frozen, content, actions)
        for code, given in answered.items()
        if Verdict(given["verdict"]).is_problem
    ]
    return ReadVersion(
        facts=tuple(_facts(frozen["firm"])),
        departments=tuple((name, headcount) for name, headcount in frozen["firm"]["departments"]),
        hearing=tuple(hearing_in_words(frozen["consultation"])),
        risks=tuple(sorted(risks, key=lambda risk: (-(risk.priority or 0), -risk.score, risk.code))),
        actions=actions,
        to_discuss=tuple(_statements(answered, Verdict.TO_DISCUSS, content)),
        in_order=tuple(_statements(answered, Verdict.IN_ORDER, content)),
        not_applicable=tuple(
            (content.factors[code].text.statement, given["reason"])
            for code, given in answered.items()
            if given["verdict"] == Verdict.NOT_APPLICABLE
        ),
        unanswered=len(frozen["factors"]) - len(answered),
    )


def _risk(
    factor: FactorContent,
    given: Mapping[str, Any],
    frozen: Mapping[str, Any],
    content: InstrumentContent,
    actions: Iterable[ReadAction],
) -> ReadRisk:
    values = {name: given[name] for name in FilledIn._fields if name in given}
    evaluation = evaluate(content, factor, FilledIn(factor_id=factor.id, **values))
    kept = given["chosen"] or given["computed"]
    about = {key for key, action in frozen["actions"].items() if factor.code in action["factors"]}
    return ReadRisk(
        code=factor.code,
        problem=factor.text.problem,
        priority=Priority.from_key(kept) if kept else None,
        reason=evaluation.reason if evaluation else "",
        chosen_because=given["chosen_because"],
        root_cause=given["root_cause"],
        score=(evaluation.score or 0) if evaluation else 0,
        settled=frozen["settled"].get(factor.code, ""),
        actions=tuple(action for action in actions if action.id in about),
    )


def _action(key: str, frozen: Mapping[str, Any], content: InstrumentContent) -> ReadAction:
    return ReadAction(
        id=key,
        title=frozen["title"],
        description=frozen["description"],
        owner=frozen["owner"],
        helpers=", ".join(frozen["co_owners"]),
        department=frozen["department"],
        due_on=_day(frozen["due_on"]),
        status=str(ActionStatus(frozen["status"]).label),
        risks=tuple(content.factors[code].text.problem for code in frozen["factors"]),
    )


def _facts(firm: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    words = {
        "sector": lambda value: Sector(value).label,
        "representation": lambda value: Representation(value).label,
    }
    for name in FIRM_FIELDS:
        label, value = Organisation._meta.get_field(name).verbose_name, firm[name]
        yield str(label), words[name](value) if name in words and value else value


def hearing_in_words(consultation: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """How employees were heard: label and value, in the order of the form."""
    for name, value in ((name, consultation[name]) for name in CONSULTATION_FIELDS):
        label = Consultation._meta.get_field(name).verbose_name
        yield str(label), date_format(_day(value), "j F Y") if name == "held_on" and value else value


def _statements(
    answered: Mapping[str, Mapping[str, Any]], verdict: Verdict, content: InstrumentContent
) -> Iterable[str]:
    return (
        content.factors[code].text.statement
        for code, given in answered.items()
        if given["verdict"] == verdict
    )


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)

"""A version taken apart into the things a reader knows: a risk, an action, a file; each with its fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, TextChoices
from django.utils.translation import gettext_lazy as _

from apps.actions.models import (
    Action,
    ActionEvaluation,
    Information,
    LeftOutMeasure,
    Reassessment,
    SettledRisk,
)
from apps.organisations.models import Department, Organisation
from apps.review.differences.words import (
    ModelWords,
    ProfileWords,
    Words,
    measure_title,
    problem,
    statement,
)
from apps.rie.content.tree import InstrumentContent
from apps.rie.evaluation import Verdict
from apps.rie.models import Answer, Consultation, Dossier, Evidence

_RISKY = (Verdict.PARTLY, Verdict.NOT_IN_ORDER)


class Section(TextChoices):
    """Where in a version something stands, in the order a reader gets to see it."""

    DOSSIER = "dossier", _("RI&E")
    FIRM = "firm", _("Firm")
    CONSULTATION = "consultation", _("How employees were heard")
    FIRST_LOOK = "first_look", _("First look")
    RISKS = "risks", _("Risks")
    PLAN = "plan", _("Plan of action")
    LEFT_OUT = "left_out", _("Measures left out")
    SETTLED = "settled", _("Risks without a measure")
    LOOKING_BACK = "looking_back", _("Looking back")
    INFORMATION = "information", _("Information to employees")
    EVIDENCE = "evidence", _("Evidence")


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing of one version. ``order`` sorts within a section; ``place`` tells things of one key apart.

    ``is_off``: the first look leaves this factor out, so that nothing could be filled in.
    """

    section: Section
    key: str
    subject: str
    fields: Mapping[str, Any]
    words: Words
    order: tuple[str, ...] = ()
    place: tuple[Any, ...] = ()
    is_off: bool = False


@dataclass(frozen=True)
class _Side:
    """One of the two versions. ``beside`` is the other one, for rows without a name of their own."""

    version: Mapping[str, Any]
    beside: Mapping[str, Any]
    content: InstrumentContent
    titles: dict[str, str] = field(default_factory=dict)

    def part(self, name: str) -> Any:
        return self.version.get(name) or {}

    def only_here(self, name: str) -> Iterator[Any]:
        """Rows of a list that the other version does not have; the same row twice counts twice."""
        others = list(self.beside.get(name) or ())
        for row in self.version.get(name) or ():
            if row in others:
                others.remove(row)
            else:
                yield row

    def words(self, model: type[Model], factor: str = "") -> ModelWords:
        return ModelWords(model, self.content, self.titles, factor)

    def position(self, code: str) -> str:
        """Sorts as the instrument does; what it does not know comes last."""
        positions = {known: number for number, known in enumerate(self.content.factors)}
        return f"{positions.get(code, len(positions)):05}"


def items_of(
    version: Mapping[str, Any], content: InstrumentContent, *, beside: Mapping[str, Any]
) -> dict[tuple[Any, ...], Item]:
    """Everything in a version that can be compared with ``beside``, by what tells one thing from another.

    Rows of information and evidence that stand in both versions are left out: they have no identity but
    what they say, so only what is over can be matched.
    """
    titles = {key: action["title"] for key, action in version.get("actions", {}).items()}
    side = _Side(version, beside, content, titles)
    parts = (_whole, _departments, _factors, _actions, _choices, _looks, _information, _evidence)
    return {(item.section, item.key, *item.place): item for part in parts for item in part(side)}


def _whole(side: _Side) -> Iterator[Item]:
    """What a version has one of; a part of which nothing is filled in is not there."""
    instrument, dossier = side.part("instrument"), side.part("dossier")
    named = [instrument[name] for name in ("slug", "version", "sha256")] if instrument else []
    firm = {name: value for name, value in side.part("firm").items() if name != "departments"}
    about = {"year": dossier.get("year"), "instrument": named}
    consultation, profile = side.part("consultation"), dossier.get("profile") or {}
    asked = [*(key for key in side.content.questions if key in profile), *sorted(profile)]
    for section, fields, words in (
        (Section.DOSSIER, about, side.words(Dossier)),
        (Section.FIRM, _in_order(Organisation, firm), side.words(Organisation)),
        (Section.CONSULTATION, _in_order(Consultation, consultation), side.words(Consultation)),
        (Section.FIRST_LOOK, {key: profile[key] for key in asked}, ProfileWords(side.content)),
    ):
        if any(value not in (None, "", []) for value in fields.values()):
            yield Item(section=section, key="", subject="", fields=fields, words=words)


def _departments(side: _Side) -> Iterator[Item]:
    rows = side.part("firm").get("departments", ())
    for number, (name, headcount) in _numbered(rows, lambda row: row[0]):
        yield Item(
            section=Section.FIRM,
            key=name,
            subject=name,
            fields={"name": name, "headcount": headcount},
            words=side.words(Department),
            order=("department", name),
            place=("department", number),
        )


def _factors(side: _Side) -> Iterator[Item]:
    for code, answer in side.part("factors").items():
        fields = {"asked": True, **_in_order(Answer, answer or {})}
        name = problem if fields.get("verdict") in _RISKY else statement
        yield _factor(side, code, name(side.content, code), fields, is_off=False)
    for code, reason in side.part("off").items():
        yield _factor(side, code, statement(side.content, code), {"asked": [reason]}, is_off=True)


def _factor(side: _Side, code: str, subject: str, fields: Mapping[str, Any], *, is_off: bool) -> Item:
    return Item(
        section=Section.RISKS,
        key=code,
        subject=subject,
        fields=fields,
        words=side.words(Answer, code),
        order=(side.position(code),),
        is_off=is_off,
    )


def _actions(side: _Side) -> Iterator[Item]:
    for key, action in side.part("actions").items():
        fields = {name: value for name, value in action.items() if name != "evaluations"}
        yield Item(
            section=Section.PLAN,
            key=key,
            subject=action["title"],
            fields=_in_order(Action, fields),
            words=side.words(Action),
            order=(action["due_on"] or "", action["title"]),
        )


def _choices(side: _Side) -> Iterator[Item]:
    """What the firm chose not to do."""
    for code, row in side.part("left_out").items():
        yield Item(
            section=Section.LEFT_OUT,
            key=code,
            subject=measure_title(side.content, code),
            fields={"measure": code, **_in_order(LeftOutMeasure, row)},
            words=side.words(LeftOutMeasure),
        )
    for code, reason in side.part("settled").items():
        yield Item(
            section=Section.SETTLED,
            key=code,
            subject=problem(side.content, code),
            fields={"reason": reason},
            words=side.words(SettledRisk),
            order=(side.position(code),),
        )


def _looks(side: _Side) -> Iterator[Item]:
    """Looking back on actions, and risks as they are afterwards. The looks at an action stand in order."""
    for key, action in side.part("actions").items():
        for number, row in enumerate(action["evaluations"]):
            yield Item(
                section=Section.LOOKING_BACK,
                key=key,
                subject=action["title"],
                fields=_in_order(ActionEvaluation, row),
                words=side.words(ActionEvaluation),
                order=("1 action", action["due_on"] or "", action["title"], key, f"{number:05}"),
                place=("action", number),
            )
    for code, row in side.part("reassessments").items():
        yield Item(
            section=Section.LOOKING_BACK,
            key=code,
            subject=problem(side.content, code),
            fields=_in_order(Reassessment, row),
            words=side.words(Reassessment, code),
            order=("2 factor", side.position(code)),
            place=("factor",),
        )


def _information(side: _Side) -> Iterator[Item]:
    rows = side.only_here("information")
    for number, row in _numbered(rows, lambda row: row["held_on"]):
        words = side.words(Information)
        yield Item(
            section=Section.INFORMATION,
            key="",
            subject=words.say("held_on", row["held_on"]),
            fields=_in_order(Information, row),
            words=words,
            order=(row["held_on"], f"{number:05}"),
            place=(row["held_on"], number),
        )


def _evidence(side: _Side) -> Iterator[Item]:
    rows = side.only_here("evidence")
    for number, row in _numbered(rows, lambda row: tuple(row[:3])):
        name, factor_code, action_id, sha256 = row
        yield Item(
            section=Section.EVIDENCE,
            key=factor_code or action_id,
            subject=name,
            fields={"name": name, "factor_code": factor_code, "action_id": action_id, "sha256": sha256},
            words=side.words(Evidence),
            order=(name, factor_code, action_id, f"{number:05}"),
            place=(name, action_id, number),
        )


def _in_order(model: type[Model], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as the model has them, for JSON sorted them by name; what is no column of it comes last."""
    columns = {column.name: number for number, column in enumerate(model._meta.fields)}
    return {name: fields[name] for name in sorted(fields, key=lambda name: (columns.get(name, 999), name))}


def _numbered(rows: Iterable[Any], name: Callable[[Any], Any]) -> Iterator[tuple[int, Any]]:
    """Each row with how many of the same name came before it."""
    seen: Counter[Any] = Counter()
    for row in rows:
        yield seen[name(row)], row
        seen[name(row)] += 1

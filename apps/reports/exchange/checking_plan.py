"""The checks of the plan in a dossier file: does what it names exist, and does the order fit?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from apps.actions.domain.evaluation import NewAnswer, weigh_again
from apps.reports.exchange.lookups import Problem, mapping, sequence, twice, unknown, unknown_key
from apps.reports.exchange.plan_schema import NewAnswerPart
from apps.reports.exchange.schema import DossierFile
from apps.rie.content.tree import FactorContent, InstrumentContent
from apps.rie.content.yamlfile import Location


def plan_problems(data: object, content: InstrumentContent) -> Iterator[Problem]:
    """Names of factors and measures the instrument does not have, and measures that stand there twice."""
    factors, measures = list(content.factors), list(content.measures)
    used: set[str] = set()
    for number, action in enumerate(sequence(data, "plan")):
        here, measure = ("plan", number), action.get("measure") if isinstance(action, dict) else None
        yield from unknown_key((*here, "measure"), measure, measures)
        if isinstance(measure, str) and action.get("repetition") is not True:
            if measure in used:
                yield (*here, "measure"), f"'{measure}' is in the plan twice; keep one"
            used.add(measure)
        yield from unknown((*here, "factors"), sequence(action, "factors"), factors)
    for number, entry in enumerate(sequence(data, "evaluations")):
        for code in mapping(entry, "answers"):
            yield from unknown_key(("evaluations", number, "answers", code), code, factors)
    yield from _left_out(data, measures)


def reference_problems(data: object) -> Iterator[Problem]:
    """Departments and actions that are named somewhere and do not stand in the file themselves."""
    departments = _texts(sequence(mapping(data, "organisation"), "departments"), "name")
    plan = sequence(data, "plan")
    keys = _texts(plan, "key")
    for location, message in twice((), [_of(action, "key") for action in plan]):
        yield ("plan", *location, "key"), message
    for number, action in enumerate(plan):
        here: Location = ("plan", number)
        yield from unknown_key((*here, "department"), _of(action, "department"), departments)
        yield from unknown_key((*here, "depends_on"), _of(action, "depends_on"), keys)
    yield from _circles(plan)
    for number, entry in enumerate(sequence(data, "evaluations")):
        yield from unknown_key(("evaluations", number, "action"), _of(entry, "action"), keys)
    for number, entry in enumerate(sequence(data, "information")):
        yield from unknown(("information", number, "actions"), sequence(entry, "actions"), keys)


def class_problems(data: DossierFile, content: InstrumentContent) -> Iterator[Problem]:
    """New answers from which no class follows, because something is not filled in."""
    for number, entry in enumerate(data.evaluations):
        for code, part in entry.answers.items():
            weighed = weigh_again(content, new_answer_of(part, content.factors[code]), None)
            if weighed is not None and weighed.missing:
                names = ", ".join(weighed.missing)
                yield ("evaluations", number, "answers", code), f"no class follows from this; add {names}"


def new_answer_of(part: NewAnswerPart, factor: FactorContent) -> NewAnswer:
    """An answer of the file, as looking back takes it."""
    return NewAnswer(factor=factor, **part.model_dump())


def _left_out(data: object, measures: list[str]) -> Iterator[Problem]:
    """An entry is a code, or a mapping with that code under ``measure``."""
    entries = sequence(data, "left_out")
    codes = [_of(entry, "measure") if isinstance(entry, dict) else entry for entry in entries]
    for location, message in unknown(("left_out",), codes, measures):
        inside = ("measure",) if isinstance(entries[location[1]], dict) else ()
        yield (*location, *inside), message


def _circles(plan: list[Any]) -> Iterator[Problem]:
    """An action that waits for itself, directly or through others."""
    first = {_of(action, "key"): _of(action, "depends_on") for action in plan if _of(action, "key")}
    for number, action in enumerate(plan):
        key, passed = _of(action, "key"), set()
        step = _of(action, "depends_on") if key else None
        while step in first and step not in passed:
            passed.add(step)
            step = first[step]
        if key and key in passed:
            yield ("plan", number, "depends_on"), "this action waits for itself; remove one of these"


def _texts(entries: list[Any], key: str) -> list[str]:
    return [text for entry in entries if (text := _of(entry, key)) is not None]


def _of(entry: object, key: str) -> str | None:
    value = entry.get(key) if isinstance(entry, dict) else None
    return value if isinstance(value, str) else None

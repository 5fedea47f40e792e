"""How the plan is run: what came out of actions, what employees were told, what stands out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from apps.actions.checks import Finding, Hit
from apps.actions.models import ActionEvaluation
from apps.reports.data.material import Material

# So many of what a check found are named, so that all checks together stay on one page.
MOST_NAMED = 3


@dataclass(frozen=True, kw_only=True)
class LookBack:
    """One look back on an action. ``as_meant`` and ``decision`` in words; ``note`` may be empty."""

    held_on: date
    as_meant: str
    changed: str
    decision: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """A moment at which employees were informed. ``actions``: their numbers in the plan; of all, none."""

    held_on: date
    how: str
    is_whole_plan: bool
    actions: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Noticed:
    """A check that found something; ``severity``: see ``actions.checks``.

    ``named`` are the first of what it found, ``others`` how many more there are.
    """

    id: str
    severity: str
    title: str
    explanation: str
    named: tuple[str, ...]
    others: int


def look_back_of(evaluation: ActionEvaluation) -> LookBack:
    """A look back as it is printed."""
    return LookBack(
        held_on=evaluation.held_on,
        as_meant=str(evaluation.get_as_meant_display()),
        changed=evaluation.changed,
        decision=str(evaluation.get_decision_display()),
        note=evaluation.note,
    )


def told_of(material: Material, numbers: Mapping[UUID, int]) -> tuple[Told, ...]:
    """Every moment at which employees were informed, newest first."""
    return tuple(
        Told(
            held_on=moment.held_on,
            how=moment.how,
            is_whole_plan=moment.is_whole_plan,
            actions=tuple(sorted(numbers[action.pk] for action in moment.actions.all())),
        )
        for moment in material.information
    )


def noticed_of(material: Material, numbers: Mapping[UUID, int]) -> tuple[Noticed, ...]:
    """The named checks that found something in the plan, in their own order."""
    return tuple(_noticed(finding, numbers) for finding in material.findings)


def _noticed(finding: Finding, numbers: Mapping[UUID, int]) -> Noticed:
    check, hits = finding.check, finding.hits
    return Noticed(
        id=check.id,
        severity=check.severity.value,
        title=str(check.title),
        explanation=str(check.explanation),
        named=tuple(_named(hit, numbers) for hit in hits[:MOST_NAMED]),
        others=max(len(hits) - MOST_NAMED, 0),
    )


def _named(hit: Hit, numbers: Mapping[UUID, int]) -> str:
    """With the number or code under which it stands elsewhere in the report."""
    if hit.line is not None:
        return f"{numbers[hit.line.action.pk]}. {hit.label}"
    return f"{hit.risk.code} {hit.label}" if hit.risk is not None else str(hit.label)

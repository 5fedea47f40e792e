"""What stands out in a plan: named checks, each with a severity, an explanation and a way to mend it.

Shown on the plan, in the report and to the adviser. They advise and never block: the firm decides. Where a
check comes from is said with it (psa.md, sections 1, 4 and 5; the numbers are our own proposal).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.actions.domain.terms import suggested_due_date
from apps.actions.queries import Plan, PlanLine
from apps.rie.addresses import address
from apps.rie.domain.assessment import AssessedFactor
from apps.rie.evaluation import Priority
from apps.rie.models import Dossier
from apps.rie.models.answer import PriorityChoice

MOST_HIGH_ACTIONS = 5  # more open high actions for one person are seldom all done in time


class Severity(StrEnum):
    """``serious``: the plan misses what the law asks. ``warning``: look at it. ``hint``: may help."""

    SERIOUS = "serious"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True)
class Hit:
    """One thing a check is about: a risk, an action, or a person with too much to do."""

    label: str
    risk: AssessedFactor | None = None
    line: PlanLine | None = None
    owner: str = ""

    def link(self, dossier: Dossier) -> str:
        """Where something can be done about it. No query."""
        place = dossier.organisation_id, dossier.pk
        if self.line is not None:
            return address("actions:action", *place, self.line.action.pk)
        if self.risk is not None:
            return address("actions:risk", *place, self.risk.code)
        return f"{address('actions:table', *place)}?wie={self.owner}"


@dataclass(frozen=True)
class Check:
    """A rule with a name. ``id`` never changes: reports, advisers and answers refer to it."""

    id: str
    severity: Severity
    title: Any
    explanation: Any
    find: Callable[[Plan, date], Iterable[Hit]]


@dataclass(frozen=True)
class Finding:
    """A check that found something."""

    check: Check
    hits: tuple[Hit, ...]


def findings_in(plan: Plan, *, today: date) -> tuple[Finding, ...]:
    """Every check that found something, in the order of ``CHECKS``. Reads nothing."""
    found = ((check, tuple(check.find(plan, today))) for check in CHECKS)
    return tuple(Finding(check, hits) for check, hits in found if hits)


def _about_risks(risks: Iterable[AssessedFactor]) -> Iterator[Hit]:
    return (Hit(risk.factor.text.problem, risk=risk) for risk in risks)


def _about_lines(lines: Iterable[PlanLine]) -> Iterator[Hit]:
    return (Hit(line.action.title, line=line) for line in lines)


def _open_lines(plan: Plan) -> Iterator[PlanLine]:
    return (line for line in plan.lines if not line.action.is_over)


def _without_measure(priority: Priority) -> Callable[[Plan, date], Iterable[Hit]]:
    def find(plan: Plan, today: date) -> Iterable[Hit]:
        return _about_risks(risk for risk in plan.open_risks if risk.priority is priority)

    return find


def _high_settled(plan: Plan, today: date) -> Iterable[Hit]:
    return _about_risks(risk for risk, _why in plan.settled_risks if risk.priority is Priority.HIGH)


def _only_individual(plan: Plan, today: date) -> Iterable[Hit]:
    return _about_risks(plan.only_individual)


def _beyond_term(plan: Plan, today: date) -> Iterable[Hit]:
    return _about_lines(
        line
        for line in _open_lines(plan)
        if line.priority
        and not line.action.is_repetition  # its term follows from the time before
        and line.action.due_on > suggested_due_date(line.priority, timezone.localdate(line.action.created_at))
    )


def _low_without_measure(plan: Plan, today: date) -> Iterable[Hit]:
    return _about_risks(
        risk
        for risk in plan.assessment.risks
        if (lines := plan.lines_for.get(risk.code))
        and any(line.action.residual_priority == PriorityChoice.LOW for line in lines)
        and not any(line.action.is_carried_out for line in lines)
    )


def _overloaded(plan: Plan, today: date) -> Iterable[Hit]:
    high = [line.action for line in _open_lines(plan) if line.priority is Priority.HIGH]
    counts = Counter(action.owner_id for action in high if action.owner_id)
    names = {action.owner_id: action.owner_label for action in high}
    return [
        Hit(f"{names[owner]} ({count})", owner=str(owner))
        for owner, count in counts.items()
        if count > MOST_HIGH_ACTIONS
    ]


def _without_owner(plan: Plan, today: date) -> Iterable[Hit]:
    return _about_lines(line for line in plan.without_owner if not line.action.is_over)


def _late(plan: Plan, today: date) -> Iterable[Hit]:
    return _about_lines(line for line in plan.lines if line.action.is_late(today))


def _not_looked_back(plan: Plan, today: date) -> Iterable[Hit]:
    return _about_lines(
        line
        for line in plan.lines
        if line.action.status == "done" and line.action.evaluate_on and line.action.evaluate_on <= today
    )


def _before_its_turn(plan: Plan, today: date) -> Iterable[Hit]:
    by_id = {line.action.pk: line.action for line in plan.lines}
    return _about_lines(
        line
        for line in _open_lines(plan)
        if (first := by_id.get(line.action.depends_on_id))
        and not first.is_carried_out
        and line.action.due_on < first.due_on
    )


CHECKS: tuple[Check, ...] = (
    Check(
        "P01",
        Severity.SERIOUS,
        _("A high risk without a measure"),
        _("The plan must say what you do about your risks and by when (Arbowet, art. 5). Begin with these."),
        _without_measure(Priority.HIGH),
    ),
    Check(
        "P02",
        Severity.WARNING,
        _("A medium risk without a measure"),
        _("Choose a measure, or write down why none is needed."),
        _without_measure(Priority.MEDIUM),
    ),
    Check(
        "P03",
        Severity.WARNING,
        _("A high risk for which you chose no measure"),
        _("You wrote down why. Be ready to explain it: an adviser and the inspectorate will ask."),
        _high_settled,
    ),
    Check(
        "P04",
        Severity.WARNING,
        _("Only measures for one person"),
        _(
            "Against these risks your plan only has measures that help one employee at a time. Also choose "
            "one that changes the work itself; that works better and is what the law asks first."
        ),
        _only_individual,
    ),
    Check(
        "P05",
        Severity.WARNING,
        _("A term that is far away"),
        _(
            "We suggest 3 months for a high risk, 6 for a medium and 12 for a low one. The law gives no "
            "fixed terms, but asks that you choose one that fits the risk."
        ),
        _beyond_term,
    ),
    Check(
        "P06",
        Severity.WARNING,
        _("Called low, while nothing is carried out yet"),
        _("You expect that little risk remains. That only holds when a measure is really carried out."),
        _low_without_measure,
    ),
    Check(
        "P07",
        Severity.WARNING,
        _("Somebody has a lot to do"),
        _("More than five open actions against high risks stand on one name. Can somebody else help?"),
        _overloaded,
    ),
    Check(
        "P08",
        Severity.WARNING,
        _("An action without somebody who does it"),
        _("What is everybody's job is nobody's job. Choose who does it."),
        _without_owner,
    ),
    Check(
        "P09",
        Severity.WARNING,
        _("An action that is late"),
        _("Is it done? Say so. Does it take longer? Choose a new date."),
        _late,
    ),
    Check(
        "P10",
        Severity.HINT,
        _("Time to look back"),
        _("These are done. Ask whether they helped: without looking back nobody knows."),
        _not_looked_back,
    ),
    Check(
        "P11",
        Severity.HINT,
        _("Planned before what it waits for"),
        _("These must be done before the action that comes first. Look at the dates once more."),
        _before_its_turn,
    ),
)

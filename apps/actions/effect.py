"""Whether the plan works: each risk before and after, and the chain that an inspector looks for.

Causes → measures → information → evaluation: in its own review of 81 organisations the Inspectie found the
whole chain in one of five (docs/content.md, rule 3 of the domain). What is missing is said, with a way to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from apps.actions.models import ActionStatus, Information, Reassessment
from apps.actions.queries import Plan, PlanLine
from apps.rie.domain.assessment import AssessedFactor
from apps.rie.evaluation import Priority
from apps.rie.models import Answer, Dossier


class LinkState(StrEnum):
    """``busy``: begun, not finished. ``not_yet``: its turn has not come, so nothing is missing."""

    DONE = "done"
    BUSY = "busy"
    MISSING = "missing"
    NOT_YET = "not_yet"


@dataclass(frozen=True)
class Residual:
    """A risk before and after. ``after`` is None while nobody looked again; ``is_gone``: no risk any more."""

    before: Priority
    reassessment: Reassessment | None = None

    @property
    def is_known(self) -> bool:
        return self.reassessment is not None

    @property
    def after(self) -> Priority | None:
        if self.reassessment is None or not self.reassessment.priority:
            return None
        return Priority.from_key(self.reassessment.priority)

    @property
    def is_gone(self) -> bool:
        return self.reassessment is not None and self.after is None

    @property
    def now(self) -> Priority | None:
        """The class that is left: after, or before while nobody looked again."""
        return self.after if self.is_known else self.before

    @property
    def is_lower(self) -> bool:
        return self.is_known and (self.after or 0) < self.before


@dataclass(frozen=True)
class Chain:
    """The four links of one risk, with the actions against it."""

    risk: AssessedFactor
    residual: Residual
    lines: tuple[PlanLine, ...]
    informed: bool
    is_settled: bool

    @property
    def cause(self) -> LinkState:
        """A cause is written down. A missing policy is its own cause."""
        has_cause = self.risk.factor.is_policy or bool(self.risk.answer and self.risk.answer.root_cause)
        return LinkState.DONE if has_cause else LinkState.MISSING

    @property
    def measures(self) -> LinkState:
        """Measures are carried out; or it is recorded why there are none."""
        if not self.lines:
            return LinkState.DONE if self.is_settled else LinkState.MISSING
        done = all(line.action.is_carried_out for line in self.lines)
        return LinkState.DONE if done else LinkState.BUSY

    @property
    def information(self) -> LinkState:
        if self.informed:
            return LinkState.DONE
        return LinkState.MISSING if self.lines or self.is_settled else LinkState.NOT_YET

    @property
    def evaluation(self) -> LinkState:
        """Somebody looked again at this risk after a measure was carried out."""
        if self.residual.is_known:
            return LinkState.DONE
        carried_out = [line for line in self.lines if line.action.is_carried_out]
        if not carried_out:
            return LinkState.NOT_YET
        looked_back = any(line.action.status == ActionStatus.EVALUATED for line in carried_out)
        return LinkState.BUSY if looked_back else LinkState.MISSING

    @cached_property
    def links(self) -> tuple[tuple[str, LinkState], ...]:
        return (
            ("cause", self.cause),
            ("measures", self.measures),
            ("information", self.information),
            ("evaluation", self.evaluation),
        )

    @property
    def is_closed(self) -> bool:
        """Whether all four links are there."""
        return all(state is LinkState.DONE for _key, state in self.links)


@dataclass(frozen=True)
class Effect:
    """The whole firm: every risk with its chain."""

    chains: tuple[Chain, ...]

    @property
    def closed(self) -> int:
        return sum(chain.is_closed for chain in self.chains)

    @property
    def looked_again(self) -> int:
        """How many risks somebody looked at again."""
        return sum(chain.residual.is_known for chain in self.chains)

    @property
    def lower(self) -> int:
        return sum(chain.residual.is_lower for chain in self.chains)

    def before(self, priority: Priority) -> int:
        return sum(chain.residual.before is priority for chain in self.chains)

    def now(self, priority: Priority | None) -> int:
        """How many risks have this class now; None: those that are gone."""
        return sum(chain.residual.now is priority for chain in self.chains)


def effect_of(dossier: Dossier, plan: Plan) -> Effect:
    """Every risk of a plan before and after, with its chain. Two queries."""
    newest = reassessments_of(dossier)
    told = _told(dossier)
    chains = []
    for risk in plan.assessment.risks:
        lines = plan.lines_for.get(risk.code, ())
        is_settled = risk.code in plan.settled and not lines
        chains.append(
            Chain(
                risk=risk,
                residual=Residual(before=risk.priority, reassessment=newest.get(risk.factor.id)),
                lines=lines,
                informed=told.whole_plan_on is not None
                if is_settled
                else bool(lines) and all(told.about(line) for line in lines),
                is_settled=is_settled,
            )
        )
    return Effect(tuple(chains))


def reassessments_of(dossier: Dossier) -> Mapping[UUID, Reassessment]:
    """Factor id → the newest look at it, unless the factor was answered anew after that. One query."""
    later = Answer.objects.filter(
        dossier=OuterRef("dossier"), factor=OuterRef("factor"), updated_at__gt=OuterRef("at")
    )
    rows = Reassessment.objects.filter(dossier=dossier).select_related("by")
    rows = rows.annotate(is_overtaken=Exists(later))
    return {row.factor_id: row for row in rows if not row.is_overtaken}


@dataclass(frozen=True)
class _Told:
    """``whole_plan_on``: the last day the whole plan was told; ``actions``: those told on their own."""

    whole_plan_on: date | None
    actions: frozenset[UUID]

    def about(self, line: PlanLine) -> bool:
        """Whether employees heard of this action. One that is newer than that talk was not in it."""
        if line.action.pk in self.actions:
            return True
        made_on = timezone.localdate(line.action.created_at)
        return self.whole_plan_on is not None and made_on <= self.whole_plan_on


def _told(dossier: Dossier) -> _Told:
    """One query."""
    rows = list(
        Information.objects.filter(dossier=dossier).values_list(
            "is_whole_plan", "held_on", "links__action_id"
        )
    )
    return _Told(
        whole_plan_on=max((held_on for is_whole, held_on, _action in rows if is_whole), default=None),
        actions=frozenset(action for _is_whole, _held_on, action in rows if action),
    )

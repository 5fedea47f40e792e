"""What the plan did: each risk before and after, and the chain from cause to evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import pgettext_lazy

from apps.actions.effect import Chain, LinkState, Residual
from apps.reports.data.material import Material
from apps.reports.data.parts import Mark, RiskRef, local_date, priority_mark, risk_ref
from apps.rie.evaluation import Priority

STATES = {
    LinkState.DONE: pgettext_lazy("chain", "there"),
    LinkState.BUSY: pgettext_lazy("chain", "begun"),
    LinkState.MISSING: pgettext_lazy("chain", "missing"),
    LinkState.NOT_YET: pgettext_lazy("chain", "later"),
}


@dataclass(frozen=True, kw_only=True)
class ResidualLine:
    """A risk that somebody looked at again. ``after`` None: it is no risk any more."""

    before: Mark
    after: Mark | None
    on: date
    verdict: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ClassCount:
    """How many risks have a class, at first and now. ``priority`` None: those that are gone."""

    priority: Mark | None
    before: int
    now: int


@dataclass(frozen=True, kw_only=True)
class ChainLine:
    """One risk with the four links of its chain: cause, measures, information, evaluation."""

    risk: RiskRef
    residual: ResidualLine | None
    links: tuple[Mark, ...]
    is_closed: bool


@dataclass(frozen=True, kw_only=True)
class EffectPart:
    """``missing``: per link, in the order of the chain, how many risks miss it."""

    classes: tuple[ClassCount, ...]
    chains: tuple[ChainLine, ...]
    missing: tuple[int, ...]
    closed: int
    looked_again: int
    lower: int


def effect_part(material: Material) -> EffectPart:
    """Every risk of the firm with its chain, highest first."""
    effect = material.effect
    chains = tuple(_chain_line(material, chain) for chain in effect.chains)
    states = [[state for _key, state in chain.links] for chain in effect.chains]
    counted = [
        ClassCount(priority=priority_mark(one), before=effect.before(one), now=effect.now(one))
        for one in sorted(Priority, reverse=True)
    ]
    return EffectPart(
        classes=(*counted, ClassCount(priority=None, before=0, now=effect.now(None))),
        chains=chains,
        missing=tuple(column.count(LinkState.MISSING) for column in zip(*states, strict=True)),
        closed=effect.closed,
        looked_again=effect.looked_again,
        lower=effect.lower,
    )


def residual_of(material: Material, code: str) -> ResidualLine | None:
    """A risk before and after; None while nobody looked at it again."""
    return _residual_line(material, material.residuals[code])


def _chain_line(material: Material, chain: Chain) -> ChainLine:
    return ChainLine(
        risk=risk_ref(chain.risk),
        residual=_residual_line(material, chain.residual),
        links=tuple(Mark(state.value, str(STATES[state])) for _key, state in chain.links),
        is_closed=chain.is_closed,
    )


def _residual_line(material: Material, residual: Residual) -> ResidualLine | None:
    found = residual.reassessment
    if found is None:
        return None
    evaluation = material.evaluations.get(found.evaluation_id)
    return ResidualLine(
        before=priority_mark(residual.before),
        after=priority_mark(residual.after),
        on=evaluation.held_on if evaluation else local_date(found.at),
        verdict=str(found.get_verdict_display()),
        reason=found.reason,
    )

"""The verb: put the measures that fit a risk in order, best first, with the reasons in words."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction

from apps.actions.recommendation import cost
from apps.actions.recommendation.model import Candidate, RankedMeasure, Risk, Situation, Standing
from apps.actions.recommendation.rank_reasons import ranking_reasons
from apps.actions.recommendation.shelf import Shelf, enough, highest_first

_ORDER = {standing: number for number, standing in enumerate(Standing)}


def rank(
    *,
    risk: Risk,
    risks: Iterable[Risk],
    candidates: Iterable[Candidate],
    situation: Situation,
    in_place: AbstractSet[str] = frozenset(),
    in_plan: AbstractSet[str] = frozenset(),
    left_out: AbstractSet[str] = frozenset(),
) -> tuple[RankedMeasure, ...]:
    """Every measure against ``risk``, best first.

    First what can still be chosen, then what is in the plan, in place, or left out. Within these: what is
    enough against the risk; then the fewest points (``cost.py``) for each high or medium risk that it takes
    care of and the plan does not yet, this risk included; then the fewest points; then the code.

    The three sets are read as in ``proposal.propose``. The order of the input is of no influence.

    Raises ``ValueError`` when two candidates have the same code.
    """
    ordered = highest_first([*risks, risk])
    risk = next(one for one in ordered if one.code == risk.code)
    shelf = Shelf(candidates, in_place=in_place, in_plan=in_plan, left_out=left_out)
    fitting = [entry for entry in shelf.by_standing() if risk.code in entry[1].factors]
    wanted = [one for one in ordered if one is risk or (one.needs_measure and not enough(shelf.planned, one))]

    def key(entry: tuple[Standing, Candidate]) -> tuple[int, bool, Fraction, int, str]:
        standing, candidate = entry
        weight = cost.points(candidate, situation)
        gains = sum(candidate.takes_care_of(one) for one in wanted)
        per_risk = Fraction(weight, max(gains, 1))
        return _ORDER[standing], not candidate.takes_care_of(risk), per_risk, weight, candidate.code

    return tuple(
        _ranked(standing, candidate, ordered, situation, planned=shelf.planned, risk=risk)
        for standing, candidate in sorted(fitting, key=key)
    )


def about(
    *,
    code: str,
    risks: Iterable[Risk],
    candidates: Iterable[Candidate],
    situation: Situation,
    in_place: AbstractSet[str] = frozenset(),
    in_plan: AbstractSet[str] = frozenset(),
    left_out: AbstractSet[str] = frozenset(),
) -> RankedMeasure:
    """One measure by itself: what it does for this firm.

    Raises ``KeyError`` when no candidate has this ``code``, ``ValueError`` when two have the same one.
    """
    shelf = Shelf(candidates, in_place=in_place, in_plan=in_plan, left_out=left_out)
    found = {candidate.code: (standing, candidate) for standing, candidate in shelf.by_standing()}
    standing, candidate = found[code]
    return _ranked(standing, candidate, highest_first(risks), situation, planned=shelf.planned, risk=None)


def _ranked(
    standing: Standing,
    candidate: Candidate,
    ordered: Sequence[Risk],
    situation: Situation,
    *,
    planned: Sequence[Candidate],
    risk: Risk | None,
) -> RankedMeasure:
    helps = tuple(one for one in ordered if one.code in candidate.factors)
    others = [measure for measure in planned if measure is not candidate]
    reasons, remarks = ranking_reasons(
        candidate,
        helps=helps,
        planned=sum(bool(enough(others, one)) for one in helps),
        risk=risk,
        situation=situation,
    )
    return RankedMeasure(
        code=candidate.code,
        title=candidate.title,
        standing=standing,
        is_enough=any(candidate.takes_care_of(one) for one in ((risk,) if risk else helps)),
        helps=helps,
        takes_care_of=tuple(one.code for one in helps if one.needs_measure and candidate.takes_care_of(one)),
        reasons=reasons,
        remarks=remarks,
    )

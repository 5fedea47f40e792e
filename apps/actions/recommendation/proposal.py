"""The verb: propose the smallest good plan of action."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from apps.actions.recommendation import cost
from apps.actions.recommendation.cover import smallest_cover
from apps.actions.recommendation.model import Candidate, Proposal, ProposedMeasure, Risk, Situation, Steering
from apps.actions.recommendation.reasons import reasons_for
from apps.actions.recommendation.shelf import Shelf, enough, highest_first
from apps.actions.recommendation.summary import Tally, summarise
from apps.rie.evaluation import Priority


def propose(
    *,
    risks: Iterable[Risk],
    candidates: Iterable[Candidate],
    situation: Situation,
    in_place: AbstractSet[str] = frozenset(),
    in_plan: AbstractSet[str] = frozenset(),
    left_out: AbstractSet[str] = frozenset(),
    steering: Steering = cost.NO_WISHES,
) -> Proposal:
    """Choose the fewest and best measures that take care of every high and medium risk.

    A high risk needs a measure that is not individual; for a medium risk an individual measure may do, at a
    price (psa.md, section 5; the points are in ``cost.py``). Size, profile, sector and the wishes of the user
    (``steering``) change the points and never take a measure away.

    The three sets hold codes of measures; codes that are not among the candidates have no effect.
    ``in_place``: the firm has it already and the risk is still there, so it neither covers nor returns.
    ``in_plan``: chosen before, covers by the same rule and does not return; it goes before the other two.
    ``left_out``: the user said no.

    A risk that is given twice counts once, with its highest priority. The order of the input is of no
    influence. The sentences are in the active language.

    Raises ``ValueError`` when two candidates have the same code.
    """
    ordered = highest_first(risks)
    shelf = Shelf(candidates, in_place=in_place, in_plan=in_plan, left_out=left_out)

    needy = [risk for risk in ordered if risk.needs_measure]
    by_plan = [risk for risk in needy if enough(shelf.planned, risk)]
    still_open = [(risk, enough(shelf.usable, risk)) for risk in needy if not enough(shelf.planned, risk)]
    uncovered = tuple(shelf.uncovered(risk) for risk, measures in still_open if not measures)
    cover = smallest_cover(
        options={risk.code: frozenset(m.code for m in measures) for risk, measures in still_open if measures},
        points={candidate.code: cost.points(candidate, situation, steering) for candidate in shelf.usable},
    )
    chosen = [candidate for candidate in shelf.usable if candidate.code in cover.chosen]
    # The highest risk last, so that it stays when a measure is the only one for several.
    only_for = {measures[0].code: risk for risk, measures in reversed(still_open) if len(measures) == 1}
    return Proposal(
        measures=tuple(
            _proposed(candidate, ordered, only_for.get(candidate.code), situation)
            for candidate in _most_urgent_first(chosen, needy)
        ),
        already_covered=tuple(risk.code for risk in by_plan),
        uncovered=uncovered,
        summary=summarise(
            Tally(
                measures=len(chosen),
                risks=len(needy),
                covered=len(needy) - len(uncovered),
                has_plan=bool(by_plan),
            )
        ),
        exact=cover.exact,
    )


def _most_urgent_first(chosen: Iterable[Candidate], needy: Sequence[Risk]) -> list[Candidate]:
    """Most high risks first, then most medium risks, then by code."""

    def urgency(candidate: Candidate) -> tuple[int, int, str]:
        covered = [risk.priority for risk in needy if candidate.takes_care_of(risk)]
        return -covered.count(Priority.HIGH), -covered.count(Priority.MEDIUM), candidate.code

    return sorted(chosen, key=urgency)


def _proposed(
    candidate: Candidate, ordered: Sequence[Risk], only_for: Risk | None, situation: Situation
) -> ProposedMeasure:
    helped = [risk for risk in ordered if candidate.takes_care_of(risk)]
    covered = [risk for risk in helped if risk.needs_measure]
    return ProposedMeasure(
        code=candidate.code,
        title=candidate.title,
        covers=tuple(risk.code for risk in covered),
        also_helps=tuple(risk.code for risk in helped if not risk.needs_measure),
        reasons=reasons_for(candidate, covered=covered, only_for=only_for, situation=situation),
    )

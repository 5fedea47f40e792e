"""The catalogue as the user left it: what is planned, what is still to choose, and why a risk has nothing."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from apps.actions.recommendation.explanations import explain
from apps.actions.recommendation.model import Candidate, Cause, Risk, Standing, UncoveredRisk


def enough(candidates: Iterable[Candidate], risk: Risk) -> list[Candidate]:
    """The candidates that are enough against a risk, in their own order."""
    return [candidate for candidate in candidates if candidate.takes_care_of(risk)]


def highest_first(risks: Iterable[Risk]) -> list[Risk]:
    """By priority and then code, each code once with its highest priority."""
    ordered = sorted(risks, key=lambda risk: (-risk.priority, risk.code, risk.title))
    unique: dict[str, Risk] = {}
    for risk in ordered:
        unique.setdefault(risk.code, risk)
    return list(unique.values())


class Shelf:
    """The catalogue by code, and sorted by what the user did with each measure.

    Raises ``ValueError`` when two candidates have the same code.
    """

    def __init__(
        self,
        candidates: Iterable[Candidate],
        *,
        in_place: AbstractSet[str],
        in_plan: AbstractSet[str],
        left_out: AbstractSet[str],
    ) -> None:
        catalogue = sorted(candidates, key=lambda candidate: candidate.code)
        if len({candidate.code for candidate in catalogue}) < len(catalogue):
            raise ValueError("two candidates have the same code")
        self.planned = [c for c in catalogue if c.code in in_plan]
        others = [c for c in catalogue if c.code not in in_plan]
        self.in_place = [c for c in others if c.code in in_place]
        self.left_out = [c for c in others if c.code in left_out - in_place]
        self.usable = [c for c in others if c.code not in in_place | left_out]

    def by_standing(self) -> list[tuple[Standing, Candidate]]:
        """The whole catalogue, with what the user did with each measure; what is still free first."""
        shelves = (
            (Standing.FREE, self.usable),
            (Standing.IN_PLAN, self.planned),
            (Standing.IN_PLACE, self.in_place),
            (Standing.LEFT_OUT, self.left_out),
        )
        return [(standing, candidate) for standing, candidates in shelves for candidate in candidates]

    def uncovered(self, risk: Risk) -> UncoveredRisk:
        """A risk that no planned or usable measure is enough for, with the cause in a key and in words."""
        in_place, left_out = enough(self.in_place, risk), enough(self.left_out, risk)
        if any(risk.code in candidate.factors for candidate in (*self.planned, *self.usable)):
            cause = Cause.ONLY_INDIVIDUAL_LEFT
        elif left_out:
            # Also when others are in place: this is what the user can change.
            cause = Cause.ALL_LEFT_OUT
        else:
            cause = Cause.ALL_IN_PLACE if in_place else Cause.NONE_KNOWN
        explanation = explain(cause, in_place=len(in_place), left_out=len(left_out))
        return UncoveredRisk(risk=risk, cause=cause, explanation=explanation)

"""What a measure costs in the search for the smallest good plan: points, not euros.

Nothing here is a filter. A measure that fits badly is dearer, so that it is still there when it is the
only one against a risk. The points are our own design choice (psa.md, section 5, marked [P]).
"""

from apps.actions.recommendation.model import Candidate, Situation, Steering
from apps.rie.content.schema import HygieneStep, Level, Size

# What the numbers must do together: one hard and expensive measure (180 points) wins against two light ones
# at the source (190 to 206); one that is hard, expensive and fits badly (210 or more) loses.
MEASURE = 100  # every measure asks for an owner, a date and attention: fewer measures go before anything else
STEP = {
    HygieneStep.SOURCE: 0,  # takes the cause away: first in the arbeidshygiënische strategie
    HygieneStep.COLLECTIVE: 6,  # protects everyone, but the cause stays: decides between equals
    HygieneStep.RECOVERY: 20,  # comes after the harm: wins only when the others are clearly heavier
}
INDIVIDUAL = 150  # last in the strategie: dearer than two ordinary measures, cheaper than three
EFFORT = {
    Size.NONE: 0,
    Size.LOW: 0,  # can start next week
    Size.MEDIUM: 10,  # more than the difference between source and collective
    Size.HIGH: 40,  # a project, often too much for a small firm
}
COST = {
    Size.NONE: 0,
    Size.LOW: 3,  # decides between equals only
    Size.MEDIUM: 10,  # weighs as much as effort of the same class
    Size.HIGH: 40,  # an investment, often too much for a small firm
}
HEADCOUNT_MISFIT = 30  # meant for a larger or smaller firm: possible, in another form
PROFILE_MISFIT = 30  # made for work that the firm did not name in the profile
SECTOR_MATCH = -5  # known to work in this sector: a small bonus, because most measures name no sector

# What a wish of the user adds. Together with a bad fit and high costs it stays below INDIVIDUAL, so that
# under every wish a measure at the source goes before one for a single employee that asks as much effort.
LESS_EFFORT = {
    Size.NONE: 0,
    Size.LOW: 0,
    Size.MEDIUM: 120,  # two light measures win, three do not
    Size.HIGH: 240,  # three light measures win, four do not
}
NOT_QUICK = 40  # work or money to arrange first: decides between plans of about the same size
NOT_TEAM = 40  # something for the whole firm, or for one employee: idem
NO_WISHES = Steering()


def fits_headcount(candidate: Candidate, situation: Situation) -> bool:
    """Whether the number of people lies between the bounds of the measure; no bound always fits."""
    low = candidate.min_headcount is None or situation.headcount >= candidate.min_headcount
    high = candidate.max_headcount is None or situation.headcount <= candidate.max_headcount
    return low and high


def fits_profile(candidate: Candidate, situation: Situation) -> bool:
    """Whether one of the profile answers of the measure was chosen; no answers always fits."""
    return not candidate.fits_if or not situation.profile.isdisjoint(candidate.fits_if)


def fits_sector(candidate: Candidate, situation: Situation) -> bool:
    """Whether the measure names the sector of the firm. A measure without sectors does not: no bonus."""
    return situation.sector in candidate.sectors


def is_quick(candidate: Candidate) -> bool:
    """Whether it can start at once: little work, and at most about 500 euros."""
    light = (Size.NONE, Size.LOW)
    return candidate.effort in light and candidate.cost in light


def is_for_team(candidate: Candidate) -> bool:
    """Whether a team does it itself, together."""
    return candidate.level is Level.TEAM and not candidate.is_individual


def points(candidate: Candidate, situation: Situation, steering: Steering = NO_WISHES) -> int:
    """The points of one measure for this firm and these wishes: always more than 0, lower is better."""
    return (
        MEASURE
        + (INDIVIDUAL if candidate.is_individual else STEP[candidate.step])
        + EFFORT[candidate.effort]
        + COST[candidate.cost]
        + (0 if fits_headcount(candidate, situation) else HEADCOUNT_MISFIT)
        + (0 if fits_profile(candidate, situation) else PROFILE_MISFIT)
        + (SECTOR_MATCH if fits_sector(candidate, situation) else 0)
        + _wishes(candidate, steering)
    )


def _wishes(candidate: Candidate, steering: Steering) -> int:
    return (
        (LESS_EFFORT[candidate.effort] if steering.less_effort else 0)
        + (NOT_QUICK if steering.faster and not is_quick(candidate) else 0)
        + (NOT_TEAM if steering.more_team and not is_for_team(candidate) else 0)
    )

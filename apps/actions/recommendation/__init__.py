"""Which measures to choose: the smallest good plan, and what fits a risk best. Pure Python, no database."""

from apps.actions.recommendation.changes import Change, Changes, compare
from apps.actions.recommendation.model import (
    Candidate,
    Cause,
    Proposal,
    ProposedMeasure,
    RankedMeasure,
    Risk,
    Situation,
    Standing,
    Steering,
    UncoveredRisk,
)
from apps.actions.recommendation.proposal import propose
from apps.actions.recommendation.rank import about, rank

__all__ = [
    "Candidate",
    "Cause",
    "Change",
    "Changes",
    "Proposal",
    "ProposedMeasure",
    "RankedMeasure",
    "Risk",
    "Situation",
    "Standing",
    "Steering",
    "UncoveredRisk",
    "about",
    "compare",
    "propose",
    "rank",
]

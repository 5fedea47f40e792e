"""The proposal of a plan of action: the smallest good plan. Pure Python, no database."""

from apps.actions.recommendation.model import (
    Candidate,
    Cause,
    Proposal,
    ProposedMeasure,
    Risk,
    Situation,
    UncoveredRisk,
)
from apps.actions.recommendation.proposal import propose

__all__ = [
    "Candidate",
    "Cause",
    "Proposal",
    "ProposedMeasure",
    "Risk",
    "Situation",
    "UncoveredRisk",
    "propose",
]

"""The nouns of sharing, consent and review, one module each."""

from apps.review.models.consent import Consent, ConsentDecision, CouncilComment
from apps.review.models.finding import (
    ChecklistAnswer,
    CheckState,
    Criterion,
    Finding,
    FindingMessage,
    FindingState,
    SiteVisit,
    Weight,
)
from apps.review.models.office import ColleagueInvitation, ReviewRecord, TextBlock
from apps.review.models.share import DossierShare
from apps.review.models.submission import (
    OPEN,
    AcceptedRisk,
    AdviserInvitation,
    Certificate,
    Outcome,
    ReviewScope,
    Submission,
    SubmissionEvent,
    SubmissionState,
)
from apps.review.models.version import FrozenError, Version

__all__ = [
    "OPEN",
    "AcceptedRisk",
    "AdviserInvitation",
    "Certificate",
    "CheckState",
    "ChecklistAnswer",
    "ColleagueInvitation",
    "Consent",
    "ConsentDecision",
    "CouncilComment",
    "Criterion",
    "DossierShare",
    "Finding",
    "FindingMessage",
    "FindingState",
    "FrozenError",
    "Outcome",
    "ReviewRecord",
    "ReviewScope",
    "SiteVisit",
    "Submission",
    "SubmissionEvent",
    "SubmissionState",
    "TextBlock",
    "Version",
    "Weight",
]

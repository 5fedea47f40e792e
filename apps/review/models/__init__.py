"""The nouns of sharing, consent and review, one module each."""

from apps.review.models.consent import Consent, ConsentDecision, CouncilComment
from apps.review.models.share import DossierShare
from apps.review.models.version import FrozenError, Version

__all__ = ["Consent", "ConsentDecision", "CouncilComment", "DossierShare", "FrozenError", "Version"]

"""The nouns of the RI&E: the instrument with its questions, and a firm's dossier with its answers."""

from apps.rie.models.answer import Answer, PriorityChange
from apps.rie.models.delegation import Delegation
from apps.rie.models.dossier import OPEN_STATES, Consultation, Dossier, DossierState
from apps.rie.models.evidence import Evidence
from apps.rie.models.instrument import Factor, Instrument, Measure, ProfileQuestion, Subtheme, Theme

__all__ = [
    "OPEN_STATES",
    "Answer",
    "Consultation",
    "Delegation",
    "Dossier",
    "DossierState",
    "Evidence",
    "Factor",
    "Instrument",
    "Measure",
    "PriorityChange",
    "ProfileQuestion",
    "Subtheme",
    "Theme",
]

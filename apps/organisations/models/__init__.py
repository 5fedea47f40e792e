"""Who uses the product: people, the firms they work for, and what they may do there."""

from apps.organisations.models.membership import Invitation, Membership, Role
from apps.organisations.models.notice import Notice
from apps.organisations.models.organisation import (
    MAX_HOURS,
    MAX_PEOPLE,
    Department,
    Organisation,
    Representation,
    Sector,
)
from apps.organisations.models.oversight import AuditEvent, AuditKind, ScheduledRun, SupportGrant
from apps.organisations.models.people import User, UserManager
from apps.organisations.models.post import Letter, LetterState, MutedKind
from apps.organisations.models.practice import Practice, PracticeMembership, SectorManager

__all__ = [
    "MAX_HOURS",
    "MAX_PEOPLE",
    "AuditEvent",
    "AuditKind",
    "Department",
    "Invitation",
    "Letter",
    "LetterState",
    "Membership",
    "MutedKind",
    "Notice",
    "Organisation",
    "Practice",
    "PracticeMembership",
    "Representation",
    "Role",
    "ScheduledRun",
    "Sector",
    "SectorManager",
    "SupportGrant",
    "User",
    "UserManager",
]

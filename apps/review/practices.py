"""Reads on practices: their advisers, what these have to do, and who is invited. Each says what it costs.

A practice is no tenant, and its rounds stand with many firms; so these cross tenants on purpose, and count
or name only what belongs to the practice.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django_scopes import scopes_disabled

from apps.organisations.models import Membership, Practice, User
from apps.organisations.tokens import hash_of
from apps.review.models import (
    OPEN,
    AdviserInvitation,
    ColleagueInvitation,
    Submission,
    SubmissionState,
)
from apps.rie.models.dossier import OPEN_STATES


def find_practice(user: User, practice_id: UUID) -> Practice | None:
    """A practice in business that this person is an adviser of. One query."""
    mine = Practice.objects.filter(memberships__user=user, closed_at__isnull=True)
    return mine.filter(pk=practice_id).first()


def open_practices_of(user: User) -> list[Practice]:
    """The practices in business that she is an adviser of, by name. One query."""
    return list(Practice.objects.filter(memberships__user=user, closed_at__isnull=True))


def is_name_taken(name: str) -> bool:
    """Whether a practice in business is called like this: a firm could not tell the two apart. One query."""
    return Practice.objects.filter(closed_at__isnull=True, name__iexact=name.strip()).exists()


def open_rounds_of(practice: Practice) -> QuerySet[Submission]:
    """Rounds of which it is somebody's turn, of every firm. One query.

    Not of a closed RI&E: there nobody takes a turn any more.
    """
    with scopes_disabled():
        rounds = Submission.objects.filter(practice=practice, state__in=OPEN, dossier__state__in=OPEN_STATES)
        return rounds.select_related("organisation", "dossier", "practice", "adviser").order_by("id")


def advisers_of(practice: Practice) -> list[User]:
    """The advisers of a practice by name, each with ``open_rounds``: how many reviews she has. One query."""
    with scopes_disabled():
        hers = open_rounds_of(practice).filter(adviser=OuterRef("pk")).order_by()
        number = hers.select_related(None).values("adviser").annotate(number=Count("pk")).values("number")
        advisers = colleagues_in(practice).annotate(open_rounds=Coalesce(Subquery(number), 0))
        return list(advisers)


def colleagues_in(practice: Practice) -> QuerySet[User]:
    """The advisers of a practice, by name. One query."""
    return User.objects.filter(practices__practice=practice, is_active=True).order_by("name", "email")


def who_may_review(submission: Submission) -> list[User]:
    """Advisers to whom this round can be given: of its practice, and no member of the firm. One query.

    For use in the scope of the firm, for a round that has a practice.
    """
    own = Membership.objects.filter(organisation_id=submission.organisation_id, user=OuterRef("pk"))
    return list(colleagues_in(submission.practice).filter(~Exists(own)))


def open_colleague_invitations(practice: Practice) -> QuerySet[ColleagueInvitation]:
    """Letters to colleagues that were neither accepted nor taken back, too old ones as well. One query."""
    return ColleagueInvitation.objects.filter(
        practice=practice, accepted_at__isnull=True, revoked_at__isnull=True
    )


def find_adviser_invitation(token: str, now: datetime, *, is_hash: bool = False) -> AdviserInvitation | None:
    """The invitation that this token opens now; None when unknown, used, or over. One query.

    Crosses tenants on purpose: who holds the token belongs to no firm.

    Args:
        is_hash: ``token`` is what is stored of one.
    """
    with scopes_disabled():
        return (
            AdviserInvitation.objects.filter(
                token_hash=token if is_hash else hash_of(token),
                accepted_at__isnull=True,
                expires_at__gt=now,
                submission__state=SubmissionState.SUBMITTED,
                submission__practice__isnull=True,
                submission__dossier__state__in=OPEN_STATES,
            )
            .select_related("organisation", "submission__dossier", "submission__submitted_by")
            .first()
        )


def find_colleague_invitation(token: str, now: datetime) -> ColleagueInvitation | None:
    """The invitation of a colleague that this token opens now; None as above. One query."""
    return (
        ColleagueInvitation.objects.filter(
            token_hash=hash_of(token),
            accepted_at__isnull=True,
            revoked_at__isnull=True,
            expires_at__gt=now,
            practice__closed_at__isnull=True,
        )
        .select_related("practice", "invited_by")
        .first()
    )


def invitation_of(submission: Submission) -> AdviserInvitation | None:
    """The letter to the adviser of a round, while nobody accepted it. One query, in the scope of the firm."""
    return AdviserInvitation.objects.filter(submission=submission, accepted_at__isnull=True).first()

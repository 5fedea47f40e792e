"""Reads on rounds of review, shared by pages, letters and reports. Each says what it costs."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet
from django_scopes import scopes_disabled

from apps.organisations.models import Membership, User
from apps.review.models import OPEN, DossierShare, Submission, SubmissionEvent, SubmissionState
from apps.rie.models import Dossier


def rounds_of(dossier: Dossier) -> QuerySet[Submission]:
    """Every round of a dossier, the newest first, without the text of its version. One query."""
    rounds = Submission.objects.filter(dossier=dossier)
    rounds = rounds.select_related("version", "practice", "adviser", "submitted_by")
    return rounds.defer("version__content").order_by("-number")


def open_round(dossier: Dossier) -> Submission | None:
    """The round that is somebody's turn; there is at most one. One query."""
    return rounds_of(dossier).filter(state__in=OPEN).first()


def reviewed_round(dossier: Dossier) -> Submission | None:
    """The last round that was concluded. One query."""
    return rounds_of(dossier).filter(state=SubmissionState.CONCLUDED).first()


def round_before(submission: Submission) -> Submission | None:
    """The round whose version an adviser read before this one: not one that was taken back. One query."""
    earlier = rounds_of(submission.dossier).filter(number__lt=submission.number)
    return earlier.exclude(state=SubmissionState.WITHDRAWN).first()


def events_of(dossier: Dossier) -> QuerySet[SubmissionEvent]:
    """Every turn in every round of a dossier, the oldest first. One query."""
    events = SubmissionEvent.objects.filter(submission__dossier=dossier)
    return events.select_related("submission", "by").order_by("at", "id")


def is_of_practice(submission: Submission, user: User) -> bool:
    """Whether this person is an adviser of the practice that reviews. One query.

    Having been let in is not enough: a firm can share with two practices and submit to one.
    """
    return open_to(Submission.objects.filter(pk=submission.pk), user).exists()


def open_to(rounds: QuerySet[Submission], user: User) -> QuerySet[Submission]:
    """Of these rounds those that an adviser may read: of a practice of hers that is still in business, and
    with which the dossier is still shared. No query.

    Somebody who works for two practices is let in for one of them; that opens nothing of the other.
    """
    shared = DossierShare.objects.filter(
        dossier=OuterRef("dossier"), practice=OuterRef("practice"), withdrawn_at__isnull=True
    )
    return rounds.filter(Exists(shared), practice__memberships__user=user, practice__closed_at__isnull=True)


def rounds_for(user: User) -> QuerySet[Submission]:
    """Every round of the practices of an adviser that the firm still shares. One query.

    Crosses tenants on purpose: this is how an adviser finds her work. A firm that takes its share back
    disappears from it at once, and so does a firm of which she is a member herself.
    """
    with scopes_disabled():
        own = Membership.objects.filter(organisation=OuterRef("organisation"), user=user)
        rounds = Submission.objects.filter(
            ~Exists(own),
            practice__memberships__user=user,
            practice__closed_at__isnull=True,
            dossier__shares__practice=F("practice"),
            dossier__shares__withdrawn_at__isnull=True,
        )
        return rounds.select_related("organisation", "dossier", "practice", "adviser").order_by(
            "submitted_at", "id"
        )


def find_round(dossier: Dossier, submission_id: UUID, *, adviser: User | None = None) -> Submission | None:
    """A round of this dossier, with its version. One query.

    Args:
        adviser: only a round that she may read, see ``open_to``. Having been let in is not enough: a firm
            can share with two practices and submit to one.
    """
    rounds = Submission.objects.filter(dossier=dossier, pk=submission_id)
    if adviser is not None:
        rounds = open_to(rounds, adviser)
    return rounds.select_related("version", "practice", "adviser", "submitted_by").first()

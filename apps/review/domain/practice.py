"""The advisers of a practice: who has which round, who goes, and the end of a practice.

| what       | verb                                   | who                                       |
| ---------- | -------------------------------------- | ----------------------------------------- |
| a round    | assign                                 | an adviser of the practice                |
| an adviser | leave_practice, forget_adviser         | herself                                   |
| an adviser | release_new_member                     | who becomes a member of a firm she reviews|
| a practice | close_practice                         | an adviser of it                          |

Colleagues come in with ``domain.colleagues``. Whoever needs both locks first the practice, then a dossier.
Works across firms; each round is touched in the scope of its own firm.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from apps.organisations.models import Invitation, Membership, Practice, PracticeMembership, User
from apps.review.domain.errors import TurnRefusedError
from apps.review.domain.practice_errors import (
    AssignedMeanwhileError,
    ConflictedColleagueError,
    LastAdviserError,
    NoSuchPracticeError,
    NotOfPracticeError,
)
from apps.review.domain.sharing import withdraw_share
from apps.review.domain.turns import Verb, take_turn
from apps.review.models import DossierShare, Submission, SubmissionEvent
from apps.review.practices import open_colleague_invitations, open_rounds_of
from apps.rie.domain.errors import DossierClosedError
from apps.rie.models import Dossier


def lock_practice(*, practice: Practice, user: User) -> Practice:
    """Hold a practice of this adviser until the end of the transaction.

    Raises:
        NoSuchPracticeError: it has stopped, or she is no adviser of it (any more).
    """
    locked = Practice.objects.select_for_update().filter(pk=practice.pk, closed_at__isnull=True).first()
    if locked is None or not PracticeMembership.objects.filter(practice=locked, user=user).exists():
        raise NoSuchPracticeError
    return locked


@transaction.atomic
def assign(
    *, submission: Submission, adviser: User | None, user: User, seen: UUID | None
) -> SubmissionEvent | None:
    """Put the name of a colleague (or one's own) on a round, or put it back for anybody.

    Works in the scope of the firm. Chosen twice (a double click), nothing happens the second time.

    Args:
        adviser: who reviews from now on; None puts it back.
        seen: whose name stood there when ``user`` chose.

    Raises:
        NoSuchPracticeError: ``user`` is no adviser of the practice of this round (any more).
        NotOfPracticeError: ``adviser`` is none.
        ConflictedColleagueError: ``adviser`` is a member of the firm.
        AssignedMeanwhileError: another name stands there than was seen.
        TurnRefusedError, DossierClosedError: see ``take_turn``.
    """
    if submission.practice is None:
        raise NoSuchPracticeError
    lock_practice(practice=submission.practice, user=user)
    if adviser is not None:
        _check_may_review(submission, adviser)
    Dossier.objects.select_for_update().get(pk=submission.dossier_id)
    stored = Submission.objects.select_related("adviser").get(pk=submission.pk)
    chosen = adviser.pk if adviser else None
    if stored.adviser_id == chosen:
        submission.adviser = adviser
        return None
    if stored.adviser_id != seen:
        raise AssignedMeanwhileError(stored.adviser)
    return take_turn(submission=submission, verb=Verb.ASSIGN, user=user, adviser=adviser)


@transaction.atomic
def leave_practice(*, practice: Practice, user: User) -> None:
    """Go away from a practice oneself. Rounds on one's name are the practice's again.

    Who is the last one and leaves nothing undone, closes the practice: nobody could be asked there.

    Raises:
        NoSuchPracticeError: she left already, or the practice has stopped.
        LastAdviserError: she is the last one, and firms still wait for an answer.
    """
    locked = lock_practice(practice=practice, user=user)
    others = PracticeMembership.objects.filter(practice=locked).exclude(user=user)
    rounds = list(open_rounds_of(locked))
    if not others.exists():
        if rounds:
            raise LastAdviserError
        _close(locked, rounds, user)
    _release([entry for entry in rounds if entry.adviser_id == user.pk], user)
    PracticeMembership.objects.filter(practice=locked, user=user).delete()


@transaction.atomic
def close_practice(*, practice: Practice, user: User) -> None:
    """Stop: every open round ends, so that each firm can ask another practice, and nobody reads along.

    What was concluded stays with the firms, and the practice's own record of it stays too.

    Raises:
        NoSuchPracticeError: she is no adviser of it (any more), or it has stopped already.
    """
    locked = lock_practice(practice=practice, user=user)
    _close(locked, list(open_rounds_of(locked)), user)


def forget_adviser(user: User) -> None:
    """Let go of everything she had to do, because her account ends (``domain.account.on_account_end``).

    A practice in which she was alone closes along with her: nobody else could answer the firms.
    """
    for membership in PracticeMembership.objects.filter(user=user).select_related("practice"):
        locked = Practice.objects.select_for_update().get(pk=membership.practice_id)
        if locked.closed_at is not None:
            continue
        rounds = list(open_rounds_of(locked))
        if PracticeMembership.objects.filter(practice=locked).exclude(user=user).exists():
            _release([entry for entry in rounds if entry.adviser_id == user.pk], user, is_forgotten=True)
        else:
            _close(locked, rounds, user, is_forgotten=True)


def release_new_member(invitation: Invitation, membership: Membership) -> None:
    """Who becomes a member of a firm that she reviews, reviews it no longer: she would judge her own work.

    Called in the scope of the firm, in the transaction in which she comes in.
    """
    practices = Practice.objects.filter(submissions__adviser=membership.user).distinct()
    for practice in practices:
        rounds = open_rounds_of(practice).filter(
            adviser=membership.user, organisation=membership.organisation
        )
        _release(list(rounds), membership.user)


def _check_may_review(submission: Submission, adviser: User) -> None:
    if not PracticeMembership.objects.filter(practice=submission.practice_id, user=adviser).exists():
        raise NotOfPracticeError
    if Membership.objects.filter(organisation_id=submission.organisation_id, user=adviser).exists():
        raise ConflictedColleagueError


def _release(rounds: list[Submission], user: User, *, is_forgotten: bool = False) -> None:
    for entry in rounds:
        with scope(organisation=entry.organisation):
            _turn(entry, Verb.RELEASE, None if is_forgotten else user, adviser=None)


def _close(practice: Practice, rounds: list[Submission], user: User, *, is_forgotten: bool = False) -> None:
    for entry in rounds:
        with scope(organisation=entry.organisation):
            _turn(entry, Verb.CLOSE_PRACTICE, None if is_forgotten else user)
    now = timezone.now()
    with scopes_disabled():
        shares = list(DossierShare.objects.filter(practice=practice, withdrawn_at__isnull=True))
        for share in shares:
            withdraw_share(share=share)
    open_colleague_invitations(practice).update(revoked_at=now)
    practice.closed_at = now
    practice.save(update_fields=["closed_at"])


def _turn(entry: Submission, verb: Verb, user: User | None, **changes: object) -> None:
    """A round that ended a moment ago, or went with its dossier, needs nothing any more."""
    try:
        take_turn(submission=entry, verb=verb, user=user, **changes)
    except (TurnRefusedError, DossierClosedError, Dossier.DoesNotExist):
        return

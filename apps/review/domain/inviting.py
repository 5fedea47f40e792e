"""Asking an adviser in by e-mail to review one round: a letter that works once, for that mailbox.

| from    | verb                      | to       | who                                     |
| ------- | ------------------------- | -------- | --------------------------------------- |
|         | invite_adviser            | open     | employer, while submitting              |
| open    | resend_adviser_invitation | open     | employer: a new link, the old one is dead|
| open    | accept_adviser_invitation | accepted | the adviser, with the mailbox confirmed |

An invitation is over too when its days are over, or when its round is nobody's turn any more.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from apps.organisations.domain.invitations import has_confirmed
from apps.organisations.domain.post import letters
from apps.organisations.letters import GUEST_DOMAIN, absolute, one_line, send_letter
from apps.organisations.models import Membership, Organisation, Practice, PracticeMembership, User
from apps.organisations.tokens import hash_of, new_token
from apps.review.domain.errors import ConflictOfInterestError, SharingRefusedError, TurnRefusedError
from apps.review.domain.practice import lock_practice
from apps.review.domain.practice_errors import (
    InvitationGoneError,
    InvitedMemberError,
    NobodyInvitedError,
    NotHerMailboxError,
    NotIndependentError,
    PracticeNameTakenError,
    TooManyLettersError,
    TrialCannotInviteError,
)
from apps.review.domain.sharing import share_dossier
from apps.review.domain.turns import Verb, take_turn
from apps.review.models import AdviserInvitation, Submission, SubmissionState
from apps.review.practices import find_adviser_invitation, is_name_taken
from apps.rie.domain.errors import DossierClosedError
from apps.rie.models import Dossier

VALID_FOR = timedelta(days=14)
# A firm asks one adviser at a time; more is somebody who bothers strangers with our name on it.
LETTERS_PER_DAY = 20


@transaction.atomic
def invite_adviser(*, submission: Submission, user: User) -> AdviserInvitation:
    """Write to the mailbox of this round and make the link in the letter the only one that works.

    Works in the scope of the firm.

    Raises:
        TrialCannotInviteError: the firm is a trial without an account.
        NobodyInvitedError: the round waits for no invitation.
        InvitedMemberError: the mailbox is of a member of the firm.
        TooManyLettersError: the firm sent ``LETTERS_PER_DAY`` of these letters in the past 24 hours.
    """
    Dossier.objects.select_for_update().get(pk=submission.dossier_id)
    stored = Submission.objects.select_related("organisation").get(pk=submission.pk)
    _check_waits(stored)
    _check_letters(stored.organisation)
    token, now = new_token(), timezone.now()
    invitation, _is_new = AdviserInvitation.objects.update_or_create(
        submission=submission,
        defaults={
            "organisation_id": stored.organisation_id,
            "email": stored.invited_email.lower(),
            "token_hash": hash_of(token),
            "invited_by": user,
            "invited_at": now,
            "expires_at": now + VALID_FOR,
        },
    )
    _write(invitation, stored, user, token)
    return invitation


def resend_adviser_invitation(*, submission: Submission, user: User) -> AdviserInvitation:
    """Send a new letter with a new link and new days; the old link is dead.

    Raises: as :func:`invite_adviser`.
    """
    return invite_adviser(submission=submission, user=user)


def accept_adviser_invitation(
    *, token: str, user: User, practice: Practice | None, practice_name: str = ""
) -> Submission:
    """Take on the round one was asked for: for a practice of one's own, or for a new one with this name.

    Who accepts is the adviser of the round, and the firm now shares the dossier with her practice.

    Raises:
        InvitationGoneError: there is no open invitation with this token.
        NotHerMailboxError: the invitation is for another mailbox than this account has confirmed.
        NoSuchPracticeError: ``practice`` has stopped, or is not hers (any more).
        PracticeNameTakenError: another practice has this name.
        NotIndependentError: somebody of the practice is a member of the firm.
    """
    found = find_adviser_invitation(token, timezone.now())
    if found is None:
        raise InvitationGoneError
    if not has_confirmed(user, found.email):
        raise NotHerMailboxError
    with transaction.atomic(), scope(organisation=found.organisation):
        chosen = _practice_for(user, practice, practice_name)
        return _accept(found, user, chosen)


def _practice_for(user: User, practice: Practice | None, name: str) -> Practice:
    """First the practice and then the dossier is locked, as everywhere, so that nobody waits for ever."""
    if practice is not None:
        return lock_practice(practice=practice, user=user)
    if is_name_taken(name):
        raise PracticeNameTakenError
    made = Practice.objects.create(name=name)
    PracticeMembership.objects.create(practice=made, user=user)
    return made


def _accept(found: AdviserInvitation, user: User, practice: Practice) -> Submission:
    dossier = Dossier.objects.select_for_update().filter(pk=found.submission.dossier_id).first()
    # Under the lock once more: a second click, or the firm that took its round back meanwhile.
    invitation = find_adviser_invitation(found.token_hash, timezone.now(), is_hash=True)
    if dossier is None or invitation is None:
        raise InvitationGoneError
    submission = invitation.submission
    try:
        share_dossier(dossier=dossier, practice=practice, user=submission.submitted_by)
        take_turn(
            submission=submission,
            verb=Verb.ACCEPT_INVITATION,
            user=user,
            practice=practice,
            adviser=user,
        )
    except ConflictOfInterestError:
        raise NotIndependentError from None
    except (SharingRefusedError, TurnRefusedError, DossierClosedError):
        raise InvitationGoneError from None
    AdviserInvitation.objects.filter(pk=invitation.pk).update(accepted_by=user, accepted_at=timezone.now())
    return submission


def _check_waits(submission: Submission) -> None:
    email, firm = submission.invited_email, submission.organisation
    if firm.trial_ends_at is not None:
        raise TrialCannotInviteError
    is_waiting = submission.state == SubmissionState.SUBMITTED and submission.practice_id is None
    if not is_waiting or email.endswith(f"@{GUEST_DOMAIN}"):
        raise NobodyInvitedError
    if Membership.objects.filter(organisation=firm, user__email__iexact=email).exists():
        raise InvitedMemberError


def _check_letters(organisation: Organisation) -> None:
    """Letters count, not invitations: one that is sent again is a letter more."""
    since = timezone.now() - timedelta(days=1)
    sent = letters().filter(organisation=organisation, kind="adviser_invited", created_at__gt=since)
    if sent.count() >= LETTERS_PER_DAY:
        raise TooManyLettersError


def _write(invitation: AdviserInvitation, submission: Submission, user: User, token: str) -> None:
    context = {
        "firm": one_line(submission.organisation.name),
        "sender": one_line(str(user)),
        "email": invitation.email,
        "link": absolute(reverse("review:accept_adviser", args=[token])),
        "expires_at": invitation.expires_at,
    }
    send_letter(
        to=invitation.email,
        name="adviser_invited",
        context=context,
        organisation=submission.organisation,
    )

"""Asking a colleague into a practice by e-mail: a letter that works once, for that mailbox.

| from | verb                        | to       | who                                             |
| ---- | --------------------------- | -------- | ----------------------------------------------- |
|      | invite_colleague            | open     | an adviser of the practice                      |
| open | resend_colleague_invitation | revoked  | the same; a new one takes its place             |
| open | revoke_colleague_invitation | revoked  | the same                                        |
| open | accept_colleague_invitation | accepted | the colleague, with the mailbox confirmed       |
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from apps.organisations.domain.invitations import has_confirmed
from apps.organisations.letters import absolute, one_line, send_letter
from apps.organisations.models import Practice, PracticeMembership, User
from apps.organisations.tokens import hash_of, new_token
from apps.review.domain.practice import lock_practice
from apps.review.domain.practice_errors import (
    AlreadyColleagueError,
    AlreadyInvitedColleagueError,
    InvitationGoneError,
    NotHerMailboxError,
    TooManyLettersError,
)
from apps.review.models import ColleagueInvitation
from apps.review.practices import colleagues_in, find_colleague_invitation, open_colleague_invitations

VALID_FOR = timedelta(days=14)
LETTERS_PER_DAY = 20


@transaction.atomic
def invite_colleague(*, practice: Practice, email: str, user: User) -> ColleagueInvitation:
    """Ask somebody in. The same happens whether or not there is an account with this address.

    Raises:
        NoSuchPracticeError: ``user`` is no adviser of it (any more), or it has stopped.
        AlreadyColleagueError, AlreadyInvitedColleagueError: she is in, or has a letter already.
        TooManyLettersError: the practice sent ``LETTERS_PER_DAY`` letters in the past 24 hours.
    """
    email = email.lower()
    locked = lock_practice(practice=practice, user=user)
    if colleagues_in(locked).filter(email=email).exists():
        raise AlreadyColleagueError
    earlier = open_colleague_invitations(locked).filter(email=email).first()
    if earlier is not None and earlier.expires_at > timezone.now():
        raise AlreadyInvitedColleagueError
    return _send(locked, email, user, instead_of=earlier)


@transaction.atomic
def resend_colleague_invitation(*, invitation: ColleagueInvitation, user: User) -> ColleagueInvitation:
    """Send a new letter with a new link and new days; the old link is dead.

    Raises:
        NoSuchPracticeError, TooManyLettersError: as above.
        InvitationGoneError: it was accepted or taken back meanwhile.
    """
    locked = lock_practice(practice=invitation.practice, user=user)
    stored = _stored(invitation, locked)
    return _send(locked, stored.email, user, instead_of=stored)


@transaction.atomic
def revoke_colleague_invitation(*, invitation: ColleagueInvitation, user: User) -> None:
    """Take an invitation back: its link does not work any more.

    Raises:
        NoSuchPracticeError, InvitationGoneError: as above.
    """
    stored = _stored(invitation, lock_practice(practice=invitation.practice, user=user))
    stored.revoked_at = timezone.now()
    stored.save(update_fields=["revoked_at"])


@transaction.atomic
def accept_colleague_invitation(*, token: str, user: User) -> Practice:
    """Come and work for the practice. Who works there already stays as she is.

    Raises:
        InvitationGoneError: there is no open invitation with this token.
        NotHerMailboxError: it is for another mailbox than this account has confirmed.
    """
    now = timezone.now()
    found = find_colleague_invitation(token, now)
    if found is None:
        raise InvitationGoneError
    if not has_confirmed(user, found.email):
        raise NotHerMailboxError
    Practice.objects.select_for_update().get(pk=found.practice_id)
    # Under the lock once more: it may have closed, or have taken the invitation back, a moment ago.
    found = find_colleague_invitation(token, now)
    if found is None:
        raise InvitationGoneError
    PracticeMembership.objects.get_or_create(practice=found.practice, user=user)
    found.accepted_at = now
    found.save(update_fields=["accepted_at"])
    return found.practice


def _stored(invitation: ColleagueInvitation, practice: Practice) -> ColleagueInvitation:
    stored = open_colleague_invitations(practice).filter(pk=invitation.pk).first()
    if stored is None:
        raise InvitationGoneError
    return stored


def _send(
    practice: Practice, email: str, user: User, *, instead_of: ColleagueInvitation | None
) -> ColleagueInvitation:
    now, token = timezone.now(), new_token()
    sent = ColleagueInvitation.objects.filter(practice=practice, invited_at__gt=now - timedelta(days=1))
    if sent.count() >= LETTERS_PER_DAY:
        raise TooManyLettersError
    if instead_of is not None:
        instead_of.revoked_at = now
        instead_of.save(update_fields=["revoked_at"])
    invitation = ColleagueInvitation.objects.create(
        practice=practice,
        email=email,
        token_hash=hash_of(token),
        invited_by=user,
        expires_at=now + VALID_FOR,
    )
    _write(invitation, user, token)
    return invitation


def _write(invitation: ColleagueInvitation, user: User, token: str) -> None:
    context = {
        "practice": one_line(invitation.practice.name),
        "sender": one_line(str(user)),
        "email": invitation.email,
        "link": absolute(reverse("review:accept_colleague", args=[token])),
        "expires_at": invitation.expires_at,
    }
    send_letter(to=invitation.email, name="colleague_invited", context=context, organisation=None)

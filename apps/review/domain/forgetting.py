"""What the end of an account means for reviews: nobody waits for her, and her address stands nowhere."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from apps.organisations.domain.own_data import mailboxes_of
from apps.organisations.letters import GUEST_DOMAIN
from apps.organisations.models import User
from apps.review.domain.practice import forget_adviser
from apps.review.models import AdviserInvitation, ColleagueInvitation, Submission

# In the place of an address that is gone: a round without a practice must say to whom it went.
NOBODY_ELSE = f"gone@{GUEST_DOMAIN}"


def forget_in_reviews(user: User) -> None:
    """Give her rounds back, end her invitations and forget to which mailbox they went.

    Called without a scope, in the transaction in which the account is deleted.
    """
    forget_adviser(user)
    mailboxes = mailboxes_of(user)
    _forget_colleague_invitations(mailboxes)
    _forget_adviser_invitations(mailboxes)


def _forget_colleague_invitations(mailboxes: list[str]) -> None:
    sent = ColleagueInvitation.objects.filter(_to(mailboxes, "email"))
    open_ = sent.filter(accepted_at__isnull=True, revoked_at__isnull=True)
    open_.update(revoked_at=timezone.now())
    sent.update(email="")


def _forget_adviser_invitations(mailboxes: list[str]) -> None:
    """A round that still waits for her stays open: only the firm can take it back and ask somebody else."""
    now = timezone.now()
    sent = AdviserInvitation.objects.filter(_to(mailboxes, "email"))
    sent.filter(accepted_at__isnull=True, expires_at__gt=now).update(expires_at=now)
    sent.update(email="")
    rounds = Submission.objects.filter(_to(mailboxes, "invited_email"))
    rounds.filter(practice__isnull=True).update(invited_email=NOBODY_ELSE)
    rounds.filter(practice__isnull=False).update(invited_email="")


def _to(mailboxes: list[str], field: str) -> Q:
    named = Q(pk__in=[])
    for mailbox in mailboxes:
        named |= Q(**{f"{field}__iexact": mailbox})
    return named

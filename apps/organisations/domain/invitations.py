"""Asking people in: a letter to a mailbox, that works once, for that mailbox, for fourteen days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django_scopes import scope

from apps.organisations.domain.members import GoneError, NotAllowedError, as_stored, lock_people
from apps.organisations.domain.withdrawing import on_revoked, withdraw
from apps.organisations.letters import one_line, send_letter
from apps.organisations.models import Invitation, Membership, Organisation, Role, User
from apps.organisations.queries import find_invitation, members, open_invitations
from apps.organisations.roles import WHAT_YOU_MAY, may_give
from apps.organisations.tokens import hash_of, new_token

__all__ = ["accept", "invite", "on_accepted", "on_revoked", "resend", "revoke"]

VALID_FOR = timedelta(days=14)
# Enough for a firm that starts; too few to bother strangers with our name on it.
LETTERS_PER_DAY = 50

Link = Callable[[str], str]
Accepted = Callable[[Invitation, Membership], None]
_accepted: list[Accepted] = []


class InvitationError(Exception):
    """This invitation cannot be made or used."""


class AlreadyMemberError(InvitationError):
    """Somebody with this address belongs to the firm already: ``membership``."""

    def __init__(self, membership: Membership) -> None:
        super().__init__()
        self.membership = membership


class AlreadyInvitedError(InvitationError):
    """A letter to this address is still open: ``invitation``."""

    def __init__(self, invitation: Invitation) -> None:
        super().__init__()
        self.invitation = invitation


class TooManyInvitationsError(InvitationError):
    """This firm sent ``LETTERS_PER_DAY`` letters in the past 24 hours."""


class TrialError(InvitationError):
    """Who tries without an account has no mailbox to be answerable with."""


class InvitationClosedError(InvitationError):
    """Unknown, used, taken back or too old; on purpose nobody hears which."""


class WrongAccountError(InvitationError):
    """This account has not confirmed the address that was invited."""


def on_accepted(callback: Accepted) -> None:
    """Call ``callback(invitation, membership)`` in the transaction in which somebody comes in."""
    if callback not in _accepted:
        _accepted.append(callback)


@transaction.atomic
def invite(
    *, organisation: Organisation, email: str, role: Role, by: Membership, link: Link, now: datetime
) -> Invitation:
    """Ask somebody in. The same happens whether or not there is an account with this address.

    Args:
        by: an employer, or HR for a contributor.
        link: from a token to the whole address of the page that accepts it.

    Raises:
        NotAllowedError: ``by`` may not give this role (any more).
        TrialError, AlreadyMemberError, AlreadyInvitedError, TooManyInvitationsError: see there.
    """
    email = email.lower()
    _check_giver(organisation, by, role)
    member = members(organisation).filter(user__email=email).first()
    if member is not None:
        raise AlreadyMemberError(member)
    earlier = open_invitations(organisation).filter(email=email).first()
    if earlier is not None and earlier.expires_at > now:
        raise AlreadyInvitedError(earlier)
    return _send(organisation, email=email, role=role, by=by, link=link, now=now, instead_of=earlier)


@transaction.atomic
def resend(*, invitation: Invitation, by: Membership, link: Link, now: datetime) -> Invitation:
    """Send a new letter with a new link and new days; the old link is dead.

    It is a new invitation, so that it counts among today's letters; what hung on the old one goes along.

    Raises:
        NotAllowedError, TrialError, TooManyInvitationsError: as in :func:`invite`.
        InvitationClosedError: it was accepted or taken back meanwhile.
    """
    _check_giver(by.organisation, by, invitation.role)
    stored = _stored(invitation, by.organisation)
    return _send(
        by.organisation, email=stored.email, role=stored.role, by=by, link=link, now=now, instead_of=stored
    )


@transaction.atomic
def revoke(*, invitation: Invitation, by: Membership, now: datetime) -> None:
    """Take an invitation back: its link does not work any more.

    Raises:
        NotAllowedError: ``by`` may not give this role (any more).
        InvitationClosedError: it was accepted or taken back meanwhile.
    """
    lock_people(by.organisation_id)
    _check_may_give(by, invitation.role, by.organisation)
    withdraw(invitation=_stored(invitation, by.organisation), now=now)


def accept(*, token: str, user: User, now: datetime) -> Membership:
    """Come in with the role of the invitation. Who is a member already keeps her role.

    Raises:
        InvitationClosedError: there is no open invitation with this token.
        WrongAccountError: the invitation is for another mailbox than this account has confirmed.
    """
    found = find_invitation(token, now)
    if found is None:
        raise InvitationClosedError
    with transaction.atomic(), scope(organisation=found.organisation):
        try:
            lock_people(found.organisation_id)
        except GoneError:
            raise InvitationClosedError from None
        invitation = _stored(found, found.organisation)
        if not has_confirmed(user, invitation.email):
            raise WrongAccountError
        return _let_in(invitation, user, now)


def has_confirmed(user: User, email: str) -> bool:
    """Whether this account has proved that it reads this mailbox. One query."""
    proofs = EmailAddress.objects.filter(user=user, email=email.lower(), verified=True)
    return not user.is_guest and proofs.exists()


def _let_in(invitation: Invitation, user: User, now: datetime) -> Membership:
    membership, _is_new = Membership.objects.get_or_create(
        organisation=invitation.organisation,
        user=user,
        defaults={"role": invitation.role, "joined_at": now},
    )
    invitation.accepted_by, invitation.accepted_at = user, now
    invitation.save(update_fields=["accepted_by", "accepted_at"])
    for callback in _accepted:
        callback(invitation, membership)
    return membership


def _check_giver(organisation: Organisation, by: Membership, role: str) -> None:
    locked = lock_people(organisation.pk)
    _check_may_give(by, role, organisation)
    if locked.trial_ends_at is not None or by.user.is_guest:
        raise TrialError


def _check_may_give(by: Membership, role: str, organisation: Organisation) -> None:
    try:
        giver = as_stored(by, of=organisation.pk)
    except GoneError:
        raise NotAllowedError from None
    if not may_give(giver.role, role):
        raise NotAllowedError


def _stored(invitation: Invitation, organisation: Organisation) -> Invitation:
    """The same invitation of this firm under the lock, when it is still open."""
    stored = open_invitations(organisation).filter(pk=invitation.pk).first()
    if stored is None:
        raise InvitationClosedError
    return stored


def _send(
    organisation: Organisation,
    *,
    email: str,
    role: str,
    by: Membership,
    link: Link,
    now: datetime,
    instead_of: Invitation | None,
) -> Invitation:
    sent_today = Invitation.objects.filter(organisation=organisation, invited_at__gt=now - timedelta(days=1))
    if sent_today.count() >= LETTERS_PER_DAY:
        raise TooManyInvitationsError
    if instead_of is not None:
        instead_of.revoked_at = now
        instead_of.save(update_fields=["revoked_at"])
    token = new_token()
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email,
        role=role,
        token_hash=hash_of(token),
        invited_by=by.user,
        expires_at=now + VALID_FOR,
    )
    if instead_of is not None:
        _move_what_hangs_on(instead_of, invitation)
    _write(invitation, by, link(token))
    return invitation


def _move_what_hangs_on(old: Invitation, new: Invitation) -> None:
    """Rooms below point at invitations (a part given to a mailbox); this one does not know which."""
    for relation in Invitation._meta.related_objects:
        rows = relation.related_model._default_manager
        rows.filter(**{relation.field.name: old}).update(**{relation.field.name: new})


def _write(invitation: Invitation, by: Membership, link: str) -> None:
    context = {
        "firm": one_line(invitation.organisation.name),
        "sender": one_line(str(by.user)),
        "role": invitation.get_role_display(),
        "may": WHAT_YOU_MAY[invitation.role],
        "email": invitation.email,
        "link": link,
        "expires_at": invitation.expires_at,
    }
    send_letter(to=invitation.email, name="invitation", context=context, organisation=invitation.organisation)

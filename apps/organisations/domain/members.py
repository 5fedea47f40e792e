"""What happens to the people of a firm: a role changes, somebody goes, the firm gets another owner.

Every verb first takes the lock of the firm and then reads again who is what. So of two changes at the
same moment the second sees what the first one did, and a firm always keeps an employer.
"""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from django.db import transaction

from apps.organisations.domain.withdrawing import withdraw_what_she_may_not_give
from apps.organisations.models import Membership, Organisation, Role, User
from apps.organisations.queries import is_only_employer


class MembersError(Exception):
    """The rules about the people of a firm forbid this."""


class LastEmployerError(MembersError):
    """Nobody would be left who may decide about the firm."""


class NotAllowedError(MembersError):
    """Who asks for this may not do so (any more)."""


class GoneError(MembersError):
    """The person, or the firm, is not here any more."""


class Leaving(Protocol):
    """What a room does just before somebody goes. See :func:`on_leaving`."""

    def __call__(self, membership: Membership, *, name: str, by: User) -> None: ...


_leaving: list[Leaving] = []


def on_leaving(callback: Leaving) -> None:
    """Call ``callback`` in the transaction in which somebody goes from a firm, while she still is a member.

    ``name``: what the firm goes on calling her where she was named; empty when nothing may be kept.
    ``by``: who made her go; mostly herself. A firm that is deleted takes all along and calls nobody.
    """
    if callback not in _leaving:
        _leaving.append(callback)


def lock_people(organisation_id: UUID) -> Organisation:
    """Hold everything about the people of a firm until the end of this transaction.

    A lock without the key: other rooms may go on adding rows that point at the firm.

    Raises:
        GoneError: the firm was deleted meanwhile.
    """
    locked = Organisation.objects.select_for_update(no_key=True).filter(pk=organisation_id).first()
    if locked is None:
        raise GoneError
    return locked


def as_stored(membership: Membership, *, of: UUID) -> Membership:
    """The same membership as it is now, in the firm with id ``of``; read it only under the lock.

    Raises:
        GoneError: this person is no member (any more).
    """
    stored = Membership.objects.filter(pk=membership.pk, organisation_id=of).first()
    if stored is None:
        raise GoneError
    return stored


@transaction.atomic
def change_role(*, membership: Membership, role: Role, by: Membership) -> Membership:
    """Give a member another role. An employer may lower her own; nobody can raise her own.

    Raises:
        NotAllowedError: ``by`` is no employer (any more).
        LastEmployerError: the only employer would become something else.
        GoneError: the member left meanwhile.
    """
    lock_people(by.organisation_id)
    _check_employer(by)
    stored = as_stored(membership, of=by.organisation_id)
    if role != Role.EMPLOYER:
        _check_another_employer(stored)
    return _give_role(stored, role)


@transaction.atomic
def remove_member(*, membership: Membership, by: Membership) -> None:
    """Take a person's access to the firm away; what she made stays.

    Raises:
        NotAllowedError: ``by`` is no employer (any more).
        LastEmployerError: it is the only employer.
        GoneError: she left already.
    """
    lock_people(by.organisation_id)
    _check_employer(by)
    stored = as_stored(membership, of=by.organisation_id)
    _take_away(stored, name=stored.user.name, by=by.user)


@transaction.atomic
def leave(*, membership: Membership, forget_name: bool = False) -> None:
    """Go away from a firm oneself; what one made stays.

    Args:
        forget_name: her account goes too, so her name may not stay behind in the firm.

    Raises:
        LastEmployerError: the only employer first hands the firm over, or deletes it.
        GoneError: she was removed already.
    """
    lock_people(membership.organisation_id)
    stored = as_stored(membership, of=membership.organisation_id)
    _take_away(stored, name="" if forget_name else stored.user.name, by=stored.user)


@transaction.atomic
def hand_over(*, giver: Membership, taker: Membership, stays: bool) -> None:
    """Make another member the employer. The giver becomes HR, or goes when she does not stay.

    Raises:
        NotAllowedError: the giver is no employer (any more), or gives to herself.
        GoneError: the taker left meanwhile.
    """
    firm_id = giver.organisation_id
    lock_people(firm_id)
    _check_employer(giver)
    if giver.pk == taker.pk:
        raise NotAllowedError
    _give_role(as_stored(taker, of=firm_id), Role.EMPLOYER)
    if stays:
        _give_role(as_stored(giver, of=firm_id), Role.HR)
    else:
        _take_away(as_stored(giver, of=firm_id), name=giver.user.name, by=giver.user)


def _check_employer(by: Membership) -> None:
    stored = Membership.objects.filter(pk=by.pk, organisation_id=by.organisation_id).first()
    if stored is None or stored.role != Role.EMPLOYER:
        raise NotAllowedError


def _check_another_employer(membership: Membership) -> None:
    if is_only_employer(membership):
        raise LastEmployerError


def _give_role(membership: Membership, role: Role) -> Membership:
    membership.role = role
    membership.save(update_fields=["role"])
    withdraw_what_she_may_not_give(membership=membership, role=role)
    return membership


def _take_away(membership: Membership, *, name: str, by: User) -> None:
    _check_another_employer(membership)
    withdraw_what_she_may_not_give(membership=membership, role=None)
    for callback in _leaving:
        callback(membership, name=name, by=by)
    membership.delete()

"""*Laat dit onderdeel invullen door …*: giving a part of a dossier to somebody, and taking it back.

| from  | verb                            | to    | who                                    |
| ----- | ------------------------------- | ----- | -------------------------------------- |
|       | give_to_member, give_to_mailbox | given | employer, HR                           |
| given | finish_part                     | done  | who it was given to                    |
| done  | give_to_member, give_to_mailbox | given | employer, HR (asks once more)          |
| any   | take_back                       |       | employer, HR; the answers stay         |
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django_scopes import scope

from apps.organisations.domain.invitations import (
    AlreadyInvitedError,
    AlreadyMemberError,
    InvitationClosedError,
    Link,
    invite,
    revoke,
)
from apps.organisations.letters import one_line, send_letter
from apps.organisations.models import Department, Invitation, Membership, Role
from apps.rie.content.tree import SubthemeContent
from apps.rie.domain.errors import DossierClosedError
from apps.rie.models import OPEN_STATES, Delegation, Dossier

FILL_IN = (Role.EMPLOYER, Role.HR, Role.CONTRIBUTOR)


class ReadsOnlyError(Exception):
    """Somebody whose role only reads cannot be asked to fill in."""


@dataclass(frozen=True)
class Part:
    """What is given away. ``department``: only that one may be spoken for; None for the whole firm."""

    dossier: Dossier
    subtheme: SubthemeContent
    department: Department | None = None
    note: str = ""


@dataclass(frozen=True)
class Given:
    """``is_new``: False when it was given just like this already: nothing changed, and no letter went."""

    delegation: Delegation
    is_new: bool


@transaction.atomic
def give_to_member(*, part: Part, member: Membership, by: Membership, page_url: str) -> Given:
    """Ask a member to fill in a part; a letter brings the link.

    Who has it already gets the new department and note, and when it was done it is open again.

    Args:
        page_url: whole address of the page of the subtheme.

    Raises:
        DossierClosedError: the dossier is closed.
        ReadsOnlyError: the role of this member only reads.
    """
    if member.role not in FILL_IN:
        raise ReadsOnlyError
    given = _give(part, by, member=member)
    if given.is_new:
        _write_letter(part, given.delegation, to=member, by=by, page_url=page_url)
    return given


@transaction.atomic
def give_to_mailbox(
    *, part: Part, email: str, by: Membership, page_url: str, invitation_link: Link, now: datetime
) -> Given:
    """Ask somebody by e-mail address. Who is no member yet is invited as a contributor; the part waits.

    Args:
        page_url: as in :func:`give_to_member`.
        invitation_link: from a token to the whole address where an invitation is accepted.

    Raises:
        DossierClosedError, ReadsOnlyError: as in :func:`give_to_member`.
        NotAllowedError, TrialError, TooManyInvitationsError: see ``organisations.domain.invitations``.
    """
    try:
        invitation = invite(
            organisation=part.dossier.organisation,
            email=email,
            role=Role.CONTRIBUTOR,
            by=by,
            link=invitation_link,
            now=now,
        )
    except AlreadyMemberError as error:
        return give_to_member(part=part, member=error.membership, by=by, page_url=page_url)
    except AlreadyInvitedError as error:
        if error.invitation.role not in FILL_IN:
            raise ReadsOnlyError from None
        return _give(part, by, invitation=error.invitation)
    return Given(_give(part, by, invitation=invitation).delegation, is_new=True)


def finish_part(*, delegation: Delegation, now: datetime) -> None:
    """*Klaar*: who it was given to is done. A second time changes nothing. One query.

    Raises:
        DossierClosedError: the dossier is closed.
    """
    if not delegation.dossier.is_open:
        raise DossierClosedError
    open_still = Delegation.objects.filter(
        pk=delegation.pk, done_at__isnull=True, dossier__state__in=OPEN_STATES
    )
    if open_still.update(done_at=now):
        delegation.done_at = now


@transaction.atomic
def take_back(*, delegation: Delegation, by: Membership, now: datetime) -> None:
    """End what was given. What was filled in stays.

    An invitation as contributor that nobody accepted yet goes along with its last part: without a part
    there would be nothing to see. Also in a closed dossier, where the part could still be read.
    """
    invitation = delegation.invitation
    delegation.delete()
    if invitation is None or invitation.role != Role.CONTRIBUTOR or invitation.delegations.exists():
        return
    try:
        revoke(invitation=invitation, by=by, now=now)
    except InvitationClosedError:
        return  # accepted meanwhile, or taken back: nothing hangs on it any more


def take_along(invitation: Invitation, membership: Membership) -> None:
    """Somebody accepted an invitation: the parts that waited are hers. Two queries, one more per part."""
    with scope(organisation=membership.organisation):
        hers = set(Delegation.objects.filter(member=membership).values_list("dossier_id", "subtheme"))
        for waiting in Delegation.objects.filter(invitation=invitation, member__isnull=True):
            if (waiting.dossier_id, waiting.subtheme) in hers:
                waiting.delete()  # given to the member as well meanwhile
            else:
                waiting.member = membership
                waiting.save(update_fields=["member"])


def drop_waiting(invitation: Invitation) -> None:
    """An invitation was taken back: nobody will come for the parts that waited. One query."""
    with scope(organisation=invitation.organisation):
        Delegation.objects.filter(invitation=invitation, member__isnull=True).delete()


def _give(part: Part, by: Membership, **to: Membership | Invitation) -> Given:
    dossier = Dossier.objects.select_for_update().get(pk=part.dossier.pk)
    if not dossier.is_open:
        raise DossierClosedError
    own = {"dossier": part.dossier, "subtheme": part.subtheme.key, **to}
    found = Delegation.objects.filter(**own).first()
    delegation = found or Delegation(organisation_id=dossier.organisation_id, **own)
    department_id = part.department.pk if part.department else None
    same = (delegation.department_id, delegation.note, delegation.done_at) == (department_id, part.note, None)
    if found and same:
        return Given(found, is_new=False)
    delegation.department, delegation.note = part.department, part.note
    delegation.given_by, delegation.done_at = by.user, None
    typed = {"note"}
    delegation.clean_fields(exclude={field.name for field in Delegation._meta.fields} - typed)
    delegation.save()
    return Given(delegation, is_new=True)


def _write_letter(
    part: Part, delegation: Delegation, *, to: Membership, by: Membership, page_url: str
) -> None:
    context = {
        "name": one_line(to.user.name),
        "firm": one_line(part.dossier.organisation.name),
        "dossier": part.dossier,
        "title": part.subtheme.title,
        "sender": one_line(str(by.user)),
        "department": one_line(part.department.name) if part.department else "",
        "note": delegation.note,
        "link": page_url,
    }
    firm = part.dossier.organisation
    send_letter(to=to.user.email, name="delegation", context=context, organisation=firm)

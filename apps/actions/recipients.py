"""Who is written to about an action: its owner, who helps her, or somebody named with an e-mail address."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import rules

from apps.actions.models import Action, ActionCoOwner
from apps.organisations.models import Membership
from apps.organisations.permissions import CHANGE_ACTION, CHANGE_PLAN
from apps.organisations.presence import Presence

OF_MEMBER, OF_MAILBOX = "m", "e"


@dataclass(frozen=True)
class Recipient:
    """Somebody who carries out an action. ``member`` is None for who has no account here.

    ``code`` says who it is without saying her name: it stands in links and in the keys of letters.
    """

    code: str
    email: str
    name: str
    member: Membership | None = None

    @property
    def may_answer(self) -> bool:
        """Whether she may say that an action is done, or later. A works council only reads."""
        return self.member is None or has_permission(self.member, CHANGE_ACTION)

    @property
    def makes_the_plan(self) -> bool:
        return self.member is not None and has_permission(self.member, CHANGE_PLAN)


def has_permission(member: Membership, permission: str) -> bool:
    """What the table says about a member, outside a request. No query when her user was read along."""
    presence = Presence(member.user_id, member.organisation, member.role, membership=member)
    return rules.has_perm(permission, member.user, presence)


def as_recipient(member: Membership) -> Recipient:
    """A member as somebody to write to."""
    return Recipient(
        code=OF_MEMBER + member.pk.hex, email=member.user.email, name=member.user.name, member=member
    )


def members_of(action: Action, ids: Collection[object]) -> list[Membership]:
    """Those of these members of the firm who can be written to. One query, none for nobody."""
    if not ids:
        return []
    members = Membership.objects.filter(organisation=action.organisation_id, pk__in=ids)
    return [one for one in members.select_related("user", "organisation") if _is_reachable(one)]


def named_owner(action: Action) -> Recipient | None:
    """The owner who is no member and gave an address; None when there is nobody like that. No query."""
    if not action.owner_email:
        return None
    return Recipient(
        code=OF_MAILBOX + _code_of_mailbox(action), email=action.owner_email, name=action.owner_name
    )


def recipients_of(action: Action, co_owners: Iterable[Membership]) -> list[Recipient]:
    """The owner first, then who helps her; one mailbox gets one letter. No query when the owner was read.

    An owner who is a member goes before a name: what else was typed is then only a memory.
    """
    members = [*([action.owner] if action.owner else []), *co_owners]
    stranger = None if action.owner else named_owner(action)
    found = [*([stranger] if stranger else []), *(as_recipient(one) for one in members if _is_reachable(one))]
    by_mailbox: dict[str, Recipient] = {}
    for recipient in found:
        by_mailbox.setdefault(recipient.email.lower(), recipient)
    return list(by_mailbox.values())


def co_owners_of(action: Action) -> list[Membership]:
    """Who helps with this action. One query."""
    links = ActionCoOwner.objects.filter(action=action).select_related("member__user", "member__organisation")
    return [link.member for link in links]


def _is_reachable(member: Membership) -> bool:
    return member.user.is_active and not member.user.is_guest


def _code_of_mailbox(action: Action) -> str:
    """Changes with the address, and says nothing about it; of another firm it is another code."""
    spoken = f"{action.organisation_id}:{action.owner_email.lower()}"
    return hashlib.sha256(spoken.encode()).hexdigest()[:32]

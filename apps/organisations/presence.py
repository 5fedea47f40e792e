"""How somebody came in: as a member, as an adviser with whom a dossier was shared, or to help.

Every permission is asked about a :class:`Presence`. That somebody may be here at all is decided before
(``middleware.TenantMiddleware``: a stranger gets 404), so a permission only weighs in what capacity.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from apps.organisations.models import Membership, Organisation, Role, User

ADVISER = "adviser"
SUPPORT = "support"


@dataclass(frozen=True)
class Presence:
    """One person in one firm during one request.

    ``capacity``: a value of :class:`Role` for a member, else ``adviser`` or ``support``.
    ``dossiers``: the only dossiers that may be entered; None for all of the firm.
    ``on_behalf_of``: for a visitor, per dossier for whom she looks, in words (the name of her practice).
    """

    user_id: UUID
    organisation: Organisation
    capacity: str
    membership: Membership | None = None
    dossiers: frozenset[UUID] | None = None
    on_behalf_of: Mapping[UUID, str] = field(default_factory=dict, hash=False)

    @property
    def role(self) -> Role | None:
        """The role of a member; None for somebody from outside."""
        return Role(self.membership.role) if self.membership else None

    def may_enter(self, arguments: Mapping[str, object]) -> bool:
        """Whether the address with these arguments is one this person was let in for."""
        return self.dossiers is None or arguments.get("dossier_id") in self.dossiers


Finder = Callable[[User, UUID], Presence | None]
_finders: list[Finder] = []


def register_visitors(finder: Finder) -> None:
    """Let a room say who, not being a member, may come in. Asked only when there is no membership."""
    if finder not in _finders:
        _finders.append(finder)


def find_visitor(user: User, organisation_id: UUID) -> Presence | None:
    """The first capacity in which somebody who is no member may come in. One query per kind of visitor."""
    return next((found for finder in _finders if (found := finder(user, organisation_id))), None)

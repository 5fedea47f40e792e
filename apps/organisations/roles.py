"""What each role may do, in one line each. The table itself is ``permissions.PERMISSIONS``."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.organisations.models import Role

WHAT_A_ROLE_MAY: dict[str, Promise] = {
    Role.EMPLOYER: _("May do everything, also decide who takes part and delete the firm."),
    Role.HR: _(
        "Fills in the RI&E, makes the plan and the reports. Does not decide who takes part, and cannot"
        " delete the firm."
    ),
    Role.CONTRIBUTOR: _(
        "Fills in only the parts given to this person, and keeps her own actions up to date."
    ),
    Role.WORKS_COUNCIL: _("Reads the whole RI&E and the plan, but changes nothing in them."),
}

# The same, said to the person herself.
WHAT_YOU_MAY: dict[str, Promise] = {
    Role.EMPLOYER: _("You may do everything, also decide who takes part and delete the firm."),
    Role.HR: _(
        "You fill in the RI&E, make the plan and the reports. You do not decide who takes part, and cannot"
        " delete the firm."
    ),
    Role.CONTRIBUTOR: _("You fill in only the parts given to you, and keep your own actions up to date."),
    Role.WORKS_COUNCIL: _("You read the whole RI&E and the plan, but change nothing in them."),
}

# Who may ask somebody in, and with which roles: nobody gives a right she does not have herself.
MAY_GIVE: dict[str, frozenset[str]] = {
    Role.EMPLOYER: frozenset(Role.values),
    Role.HR: frozenset({Role.CONTRIBUTOR}),
}


def may_give(giver: str, role: str) -> bool:
    """Whether somebody with the role ``giver`` may bring in a person with ``role``."""
    return role in MAY_GIVE.get(giver, frozenset())

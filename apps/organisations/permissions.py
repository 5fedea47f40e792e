"""Who may do what in an organisation: one table of small predicates, read by views and templates.

Every permission is asked about a :class:`Membership`: belonging to the organisation is checked
before (a stranger gets 404, not 403), so these only weigh the role.
"""

from __future__ import annotations

import rules

from apps.organisations.models import Membership, Role, User


def _has_role(role: Role) -> rules.Predicate:
    @rules.predicate(f"is_{role.value}")
    def predicate(user: User, membership: Membership | None) -> bool:
        return membership is not None and membership.user_id == user.pk and membership.role == role

    return predicate


is_employer = _has_role(Role.EMPLOYER)
is_hr = _has_role(Role.HR)
is_contributor = _has_role(Role.CONTRIBUTOR)
is_works_council = _has_role(Role.WORKS_COUNCIL)
runs_the_firm = is_employer | is_hr
is_member = runs_the_firm | is_contributor | is_works_council

CHANGE_ORGANISATION = "organisations.change_organisation"
VIEW_DOSSIER = "rie.view_dossier"
CHANGE_DOSSIER = "rie.change_dossier"
CLOSE_DOSSIER = "rie.close_dossier"
CHANGE_PLAN = "actions.change_plan"
MAKE_REPORT = "reports.make_report"

PERMISSIONS: dict[str, rules.Predicate] = {
    CHANGE_ORGANISATION: runs_the_firm,
    VIEW_DOSSIER: is_member,
    CHANGE_DOSSIER: runs_the_firm,
    CLOSE_DOSSIER: is_employer,
    CHANGE_PLAN: runs_the_firm,
    MAKE_REPORT: is_member,
}

for name, predicate in PERMISSIONS.items():
    rules.set_perm(name, predicate)

"""Who may do what in a firm: one table of small predicates, read by views, templates and tests.

Every permission is asked about a :class:`~apps.organisations.presence.Presence`. A permission that is
about one thing (a contributor's own part, her own action) is narrowed further where that thing is read.
"""

from __future__ import annotations

import rules

from apps.organisations.models import Role, User
from apps.organisations.presence import ADVISER, SUPPORT, Presence


def _in_capacity(capacity: str) -> rules.Predicate:
    @rules.predicate(f"is_{capacity}")
    def predicate(user: User, presence: Presence | None) -> bool:
        return presence is not None and presence.user_id == user.pk and presence.capacity == capacity

    return predicate


is_employer = _in_capacity(Role.EMPLOYER)
is_hr = _in_capacity(Role.HR)
is_contributor = _in_capacity(Role.CONTRIBUTOR)
is_works_council = _in_capacity(Role.WORKS_COUNCIL)
is_adviser = _in_capacity(ADVISER)
is_support = _in_capacity(SUPPORT)


@rules.predicate
def is_settled(user: User, presence: Presence | None) -> bool:
    """Somebody with an account. A guest lets nobody else in: she has no mailbox and may be gone tomorrow."""
    return user.is_authenticated and not user.is_guest


runs_the_firm = is_employer | is_hr
is_member = runs_the_firm | is_contributor | is_works_council
reads_all = runs_the_firm | is_works_council | is_adviser | is_support

# The firm and its people
CHANGE_ORGANISATION = "organisations.change_organisation"
MANAGE_MEMBERS = "organisations.manage_members"
LEAVE_ORGANISATION = "organisations.leave"
DELETE_ORGANISATION = "organisations.delete_organisation"
EXPORT_ORGANISATION = "organisations.export_organisation"
VIEW_AUDIT = "organisations.view_audit"
GRANT_SUPPORT = "organisations.grant_support"
# The dossier
VIEW_DOSSIER = "rie.view_dossier"
CHANGE_DOSSIER = "rie.change_dossier"
CLOSE_DOSSIER = "rie.close_dossier"
VIEW_OWN_PART = "rie.view_own_part"
VIEW_PART = "rie.view_part"
CHANGE_PART = "rie.change_part"
DELEGATE = "rie.delegate"
# The plan and what comes out
CHANGE_PLAN = "actions.change_plan"
CHANGE_ACTION = "actions.change_action"
VIEW_ACTION = "actions.view_action"
FOLLOW_CALENDAR = "actions.follow_calendar"
EXPORT_PLAN = "reports.export_plan"
CHANGE_TEMPLATE = "reports.change_template"
CHANGE_COSTS = "insights.change_costs"
MAKE_REPORT = "reports.make_report"
SHARE_DOSSIER = "review.share_dossier"
ASK_CONSENT = "review.ask_consent"
GIVE_CONSENT = "review.give_consent"
SUBMIT = "review.submit"
VIEW_REVIEW = "review.view_review"
ANSWER_FINDING = "review.answer_finding"
REVIEW = "review.review"
INSPECTION_FILE = "reports.inspection_file"

PERMISSIONS: dict[str, rules.Predicate] = {
    CHANGE_ORGANISATION: runs_the_firm,
    MANAGE_MEMBERS: is_employer & is_settled,
    LEAVE_ORGANISATION: is_member,
    DELETE_ORGANISATION: is_employer,
    EXPORT_ORGANISATION: is_employer,
    VIEW_AUDIT: is_employer,
    GRANT_SUPPORT: is_employer & is_settled,
    VIEW_DOSSIER: reads_all,
    CHANGE_DOSSIER: runs_the_firm,
    CLOSE_DOSSIER: is_employer,
    VIEW_OWN_PART: runs_the_firm | is_contributor,
    VIEW_PART: reads_all | is_contributor,  # a contributor: the parts given to her
    CHANGE_PART: runs_the_firm | is_contributor,  # idem
    DELEGATE: runs_the_firm & is_settled,
    CHANGE_PLAN: runs_the_firm,
    CHANGE_ACTION: runs_the_firm | is_contributor,  # a contributor: her own actions
    VIEW_ACTION: reads_all | is_contributor,  # idem
    FOLLOW_CALENDAR: (runs_the_firm | is_contributor) & is_settled,  # a contributor: a calendar of her own
    EXPORT_PLAN: reads_all,
    CHANGE_TEMPLATE: runs_the_firm,
    CHANGE_COSTS: runs_the_firm,
    MAKE_REPORT: reads_all,
    SHARE_DOSSIER: is_employer & is_settled,
    ASK_CONSENT: runs_the_firm & is_settled,
    GIVE_CONSENT: is_works_council,
    SUBMIT: is_employer & is_settled,
    VIEW_REVIEW: reads_all,
    ANSWER_FINDING: runs_the_firm & is_settled,
    REVIEW: is_adviser & is_settled,  # narrowed to rounds of her own practice
    INSPECTION_FILE: runs_the_firm,
}

for name, predicate in PERMISSIONS.items():
    rules.set_perm(name, predicate)

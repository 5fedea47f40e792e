"""Who may do what: one table."""

import pytest
import rules
from django.contrib.auth.models import AnonymousUser

from apps.organisations import permissions
from apps.organisations.models import Role
from apps.organisations.presence import ADVISER, SUPPORT, Presence
from tests.factories import OrganisationFactory, UserFactory

EMPLOYER, HR, CONTRIBUTOR, COUNCIL = Role.EMPLOYER, Role.HR, Role.CONTRIBUTOR, Role.WORKS_COUNCIL
CAPACITIES = (*Role, ADVISER, SUPPORT)
READERS = {EMPLOYER, HR, COUNCIL, ADVISER, SUPPORT}
RUNNERS = {EMPLOYER, HR}
TABLE = {
    permissions.CHANGE_ORGANISATION: RUNNERS,
    permissions.MANAGE_MEMBERS: {EMPLOYER},
    permissions.LEAVE_ORGANISATION: set(Role),
    permissions.DELETE_ORGANISATION: {EMPLOYER},
    permissions.EXPORT_ORGANISATION: {EMPLOYER},
    permissions.VIEW_AUDIT: {EMPLOYER},
    permissions.GRANT_SUPPORT: {EMPLOYER},
    permissions.VIEW_DOSSIER: READERS,
    permissions.CHANGE_DOSSIER: RUNNERS,
    permissions.CLOSE_DOSSIER: {EMPLOYER},
    permissions.VIEW_OWN_PART: {*RUNNERS, CONTRIBUTOR},
    permissions.VIEW_PART: {*READERS, CONTRIBUTOR},
    permissions.CHANGE_PART: {*RUNNERS, CONTRIBUTOR},
    permissions.DELEGATE: RUNNERS,
    permissions.CHANGE_PLAN: RUNNERS,
    permissions.CHANGE_ACTION: {*RUNNERS, CONTRIBUTOR},
    permissions.VIEW_ACTION: {*READERS, CONTRIBUTOR},
    permissions.FOLLOW_CALENDAR: {*RUNNERS, CONTRIBUTOR},
    permissions.EXPORT_PLAN: READERS,
    permissions.CHANGE_TEMPLATE: RUNNERS,
    permissions.CHANGE_COSTS: RUNNERS,
    permissions.MAKE_REPORT: READERS,
    permissions.SHARE_DOSSIER: {EMPLOYER},
    permissions.ASK_CONSENT: RUNNERS,
    permissions.GIVE_CONSENT: {COUNCIL},
    permissions.SUBMIT: {EMPLOYER},
    permissions.VIEW_REVIEW: READERS,
    permissions.ANSWER_FINDING: RUNNERS,
    permissions.REVIEW: {ADVISER},
    permissions.INSPECTION_FILE: RUNNERS,
}


def presence(capacity):
    user = UserFactory.build()
    return user, Presence(user.pk, OrganisationFactory.build(), str(capacity))


@pytest.mark.parametrize("capacity", CAPACITIES)
@pytest.mark.parametrize("permission", TABLE)
def test_a_capacity_has_exactly_its_permissions(permission, capacity):
    user, here = presence(capacity)

    assert user.has_perm(permission, here) == (capacity in TABLE[permission])


def test_the_table_is_complete():
    assert set(permissions.PERMISSIONS) == set(TABLE)


@pytest.mark.parametrize("permission", TABLE)
@pytest.mark.parametrize("capacity", CAPACITIES)
def test_somebody_elses_presence_gives_no_right(permission, capacity):
    _user, here = presence(capacity)

    assert not rules.has_perm(permission, UserFactory.build(), here)


@pytest.mark.parametrize("permission", TABLE)
def test_who_is_nowhere_has_no_right(permission):
    assert not rules.has_perm(permission, UserFactory.build(), None)
    assert not rules.has_perm(permission, AnonymousUser(), None)


FOR_WHO_HAS_AN_ACCOUNT = {
    permissions.MANAGE_MEMBERS,
    permissions.GRANT_SUPPORT,
    permissions.DELEGATE,
    permissions.SHARE_DOSSIER,
    permissions.ASK_CONSENT,
    permissions.SUBMIT,
    permissions.ANSWER_FINDING,
    permissions.FOLLOW_CALENDAR,
}


@pytest.mark.parametrize("permission", TABLE)
def test_a_guest_is_an_employer_who_lets_nobody_else_in(permission):
    guest = UserFactory.build(is_guest=True)
    here = Presence(guest.pk, OrganisationFactory.build(), str(EMPLOYER))

    allowed = EMPLOYER in TABLE[permission] and permission not in FOR_WHO_HAS_AN_ACCOUNT
    assert guest.has_perm(permission, here) == allowed

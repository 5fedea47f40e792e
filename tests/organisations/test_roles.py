"""Who may do what: one table."""

import pytest
import rules
from django.contrib.auth.models import AnonymousUser

from apps.organisations import permissions
from apps.organisations.models import Role
from tests.factories import MembershipFactory, UserFactory

TABLE = {
    permissions.CHANGE_ORGANISATION: {Role.EMPLOYER, Role.HR},
    permissions.VIEW_DOSSIER: {Role.EMPLOYER, Role.HR, Role.CONTRIBUTOR, Role.WORKS_COUNCIL},
    permissions.CHANGE_DOSSIER: {Role.EMPLOYER, Role.HR},
    permissions.CLOSE_DOSSIER: {Role.EMPLOYER},
    permissions.CHANGE_PLAN: {Role.EMPLOYER, Role.HR},
    permissions.MAKE_REPORT: {Role.EMPLOYER, Role.HR, Role.CONTRIBUTOR, Role.WORKS_COUNCIL},
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", TABLE)
def test_a_role_has_exactly_its_permissions(permission, role):
    member = MembershipFactory.build(role=role)

    assert member.user.has_perm(permission, member) == (role in TABLE[permission])


def test_the_table_is_complete():
    assert set(permissions.PERMISSIONS) == set(TABLE)


@pytest.mark.parametrize("permission", TABLE)
@pytest.mark.parametrize("role", Role)
def test_someone_elses_membership_gives_no_right(permission, role):
    member = MembershipFactory.build(role=role)

    assert not rules.has_perm(permission, UserFactory.build(), member)


@pytest.mark.parametrize("permission", TABLE)
def test_without_a_membership_there_is_no_right(permission):
    assert not rules.has_perm(permission, UserFactory.build(), None)
    assert not rules.has_perm(permission, AnonymousUser(), None)

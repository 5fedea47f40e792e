"""The rules about people, where they are guarded: in the verbs, under the lock of the firm."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django_scopes import scopes_disabled

from apps.organisations.domain import members as verbs
from apps.organisations.domain.members import (
    GoneError,
    LastEmployerError,
    NotAllowedError,
    change_role,
    hand_over,
    leave,
    remove_member,
)
from apps.organisations.models import Invitation, Membership, Role
from tests.factories import MembershipFactory, OrganisationFactory
from tests.organisations.people import invitation_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_scope")]

OTHERS = [role for role in Role if role != Role.EMPLOYER]


@pytest.fixture
def owner(organisation) -> Membership:
    return MembershipFactory(organisation=organisation, role=Role.EMPLOYER)


@pytest.fixture
def second(organisation) -> Membership:
    """Another employer."""
    return MembershipFactory(organisation=organisation, role=Role.EMPLOYER)


@pytest.fixture
def hr(organisation) -> Membership:
    return MembershipFactory(organisation=organisation, role=Role.HR)


def roles() -> dict[object, str]:
    return dict(Membership.objects.values_list("pk", "role"))


def test_the_last_employer_cannot_leave(owner, hr) -> None:
    with pytest.raises(LastEmployerError):
        leave(membership=owner)
    assert roles()[owner.pk] == Role.EMPLOYER


def test_the_last_employer_cannot_be_removed(owner, hr) -> None:
    with pytest.raises(LastEmployerError):
        remove_member(membership=owner, by=owner)
    assert roles()[owner.pk] == Role.EMPLOYER


@pytest.mark.parametrize("role", OTHERS)
def test_the_last_employer_cannot_become_something_else(role, owner, hr) -> None:
    with pytest.raises(LastEmployerError):
        change_role(membership=owner, role=role, by=owner)
    assert roles()[owner.pk] == Role.EMPLOYER


def test_the_last_employer_may_stay_what_she_is(owner) -> None:
    assert change_role(membership=owner, role=Role.EMPLOYER, by=owner).role == Role.EMPLOYER


def test_with_two_employers_one_may_leave_and_then_no_more(owner, second) -> None:
    leave(membership=owner)
    with pytest.raises(LastEmployerError):
        leave(membership=second)


def test_an_employer_of_another_firm_does_not_count(owner) -> None:
    MembershipFactory(organisation=OrganisationFactory(), user=owner.user, role=Role.EMPLOYER)
    with pytest.raises(LastEmployerError):
        leave(membership=owner)


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_raises_her_own_role(role, organisation, owner) -> None:
    member = MembershipFactory(organisation=organisation, role=role)
    for wanted in Role:
        with pytest.raises(NotAllowedError):
            change_role(membership=member, role=wanted, by=member)
    assert roles()[member.pk] == role


@pytest.mark.parametrize("role", OTHERS)
def test_who_is_no_employer_changes_removes_and_hands_over_nothing(role, organisation, owner, hr) -> None:
    member = MembershipFactory(organisation=organisation, role=role)
    before = roles()
    for attempt in (
        lambda: change_role(membership=hr, role=Role.EMPLOYER, by=member),
        lambda: remove_member(membership=hr, by=member),
        lambda: hand_over(giver=member, taker=hr, stays=True),
    ):
        with pytest.raises(NotAllowedError):
            attempt()
    assert roles() == before


# Two at the same moment: each verb gets what its page read before the other one did something.


def stale(membership: Membership) -> Membership:
    return Membership.objects.select_related("organisation", "user").get(pk=membership.pk)


@pytest.mark.parametrize("first", ["remove", "demote", "hand over"])
@pytest.mark.parametrize("then", ["remove", "demote"])
def test_two_employers_cannot_put_each_other_out(first, then, owner, second) -> None:
    a, b = stale(owner), stale(second)  # both pages are open
    if first == "remove":
        remove_member(membership=b, by=a)
    elif first == "demote":
        change_role(membership=b, role=Role.HR, by=a)
    else:
        hand_over(giver=b, taker=a, stays=True)
    second_act = {
        "remove": lambda: remove_member(membership=a, by=b),
        "demote": lambda: change_role(membership=a, role=Role.HR, by=b),
    }[then]
    with pytest.raises(NotAllowedError):
        second_act()
    assert roles()[owner.pk] == Role.EMPLOYER


def test_two_employers_cannot_both_leave(owner, second) -> None:
    a, b = stale(owner), stale(second)
    leave(membership=a)
    with pytest.raises(LastEmployerError):
        leave(membership=b)


def test_leaving_twice_is_noticed(owner, hr) -> None:
    a, b = stale(hr), stale(hr)
    leave(membership=a)
    with pytest.raises(GoneError):
        leave(membership=b)


def test_a_member_who_left_meanwhile_cannot_become_employer(owner, hr) -> None:
    gone = stale(hr)
    leave(membership=hr)
    for attempt in (
        lambda: hand_over(giver=owner, taker=gone, stays=False),
        lambda: change_role(membership=gone, role=Role.EMPLOYER, by=owner),
        lambda: remove_member(membership=gone, by=owner),
    ):
        with pytest.raises(GoneError):
            attempt()
    assert roles() == {owner.pk: Role.EMPLOYER}


def test_a_firm_that_was_deleted_meanwhile_is_gone(owner, organisation) -> None:
    a = stale(owner)
    organisation.delete()
    with pytest.raises(GoneError):
        leave(membership=a)


@pytest.mark.parametrize("verb", ["change", "remove", "leave", "hand over"])
def test_every_verb_takes_the_lock_before_it_reads(verb, owner, second, hr, queries) -> None:
    act = {
        "change": lambda: change_role(membership=hr, role=Role.CONTRIBUTOR, by=owner),
        "remove": lambda: remove_member(membership=hr, by=owner),
        "leave": lambda: leave(membership=second),
        "hand over": lambda: hand_over(giver=owner, taker=hr, stays=False),
    }[verb]
    with queries() as captured:
        act()
    first = captured.statements[0]
    assert 'FROM "organisations_organisation"' in first
    if connection.features.has_select_for_update:
        assert "FOR NO KEY UPDATE" in first


def test_the_lock_is_one_that_lets_other_rooms_add_rows(owner, monkeypatch) -> None:
    asked = []
    manager = type(verbs.Organisation.objects)
    original = manager.select_for_update
    monkeypatch.setattr(
        manager,
        "select_for_update",
        lambda self, **options: asked.append(options) or original(self, **options),
    )
    change_role(membership=owner, role=Role.EMPLOYER, by=owner)
    assert asked == [{"no_key": True}]


# Handing over


@pytest.mark.parametrize("role", list(Role))
def test_the_taker_becomes_employer_and_the_giver_hr(role, organisation, owner) -> None:
    taker = MembershipFactory(organisation=organisation, role=role)
    hand_over(giver=owner, taker=taker, stays=True)
    assert roles() == {owner.pk: Role.HR, taker.pk: Role.EMPLOYER}


def test_the_giver_may_leave_at_once(owner, hr) -> None:
    hand_over(giver=owner, taker=hr, stays=False)
    assert roles() == {hr.pk: Role.EMPLOYER}


def test_nobody_hands_over_to_herself(owner) -> None:
    for stays in (True, False):
        with pytest.raises(NotAllowedError):
            hand_over(giver=owner, taker=owner, stays=stays)
    assert roles() == {owner.pk: Role.EMPLOYER}


def test_an_employer_has_no_say_over_members_of_another_firm(owner) -> None:
    stranger = MembershipFactory(organisation=OrganisationFactory(name="Ander"), role=Role.HR)
    for attempt in (
        lambda: change_role(membership=stranger, role=Role.EMPLOYER, by=owner),
        lambda: remove_member(membership=stranger, by=owner),
        lambda: hand_over(giver=owner, taker=stranger, stays=True),
    ):
        with scopes_disabled(), pytest.raises(GoneError):  # also without the walls of the scope
            attempt()
    with scopes_disabled():
        assert roles() == {owner.pk: Role.EMPLOYER, stranger.pk: Role.HR}


# What she sent goes with her


def sent_by(member: Membership, role: Role) -> Invitation:
    invitation = invitation_for(member.organisation, email=f"{role}@example.org", role=role)
    invitation.invited_by = member.user
    invitation.save()
    return invitation


def open_roles() -> set[str]:
    return set(Invitation.objects.filter(revoked_at__isnull=True).values_list("role", flat=True))


def test_invitations_of_who_goes_are_withdrawn(owner, second) -> None:
    for role in Role:
        sent_by(second, role)
    remove_member(membership=second, by=owner)
    assert open_roles() == set()


def test_who_becomes_hr_may_still_have_invited_contributors(owner, second) -> None:
    for role in Role:
        sent_by(second, role)
    change_role(membership=second, role=Role.HR, by=owner)
    assert open_roles() == {Role.CONTRIBUTOR}


def test_invitations_of_others_and_old_ones_stay_as_they_are(owner, second) -> None:
    sent_by(owner, Role.HR)
    accepted = invitation_for(owner.organisation)
    accepted.invited_by, accepted.accepted_at = second.user, timezone.now() - timedelta(days=3)
    accepted.save()
    remove_member(membership=second, by=owner)
    accepted.refresh_from_db()
    assert accepted.revoked_at is None
    assert open_roles() == {Role.HR, Role.CONTRIBUTOR}

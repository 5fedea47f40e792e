"""Asking somebody in: the letter, its secret, sending again, taking back, and how many may go."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from apps.organisations.domain import withdrawing
from apps.organisations.domain.invitations import (
    LETTERS_PER_DAY,
    AlreadyInvitedError,
    AlreadyMemberError,
    InvitationClosedError,
    TooManyInvitationsError,
    TrialError,
    invite,
    resend,
    revoke,
)
from apps.organisations.domain.members import NotAllowedError, remove_member
from apps.organisations.domain.withdrawing import on_revoked
from apps.organisations.models import Invitation, Membership, Role
from apps.organisations.queries import find_invitation
from apps.organisations.tokens import hash_of, new_token
from apps.rie.models import Delegation
from tests.factories import MembershipFactory, OrganisationFactory
from tests.organisations.people import invitation_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_scope", "english")]


def link(token: str) -> str:
    return f"https://example.org/uitnodiging/{token}/"


def ask(by: Membership, email: str = "new@example.org", role: Role = Role.HR, **options) -> Invitation:
    given = {"organisation": by.organisation, "link": link, "now": timezone.now(), **options}
    return invite(email=email, role=role, by=by, **given)


def token_in(letter) -> str:
    return re.search(r"/uitnodiging/([^/]+)/", letter.body).group(1)


@pytest.fixture
def owner(organisation) -> Membership:
    return MembershipFactory(organisation=organisation, role=Role.EMPLOYER)


def test_the_letter_says_which_firm_which_role_until_when_and_for_whom(
    owner, organisation, post_office
) -> None:
    with time_machine.travel("2026-11-02 10:00+01:00", tick=False), post_office() as letters:
        ask(owner, "New@Example.org")
    [letter] = letters
    [html] = [content for content, kind in letter.alternatives if kind == "text/html"]
    assert letter.to == ["new@example.org"]
    assert letter.subject == f"Werkbalans: Invitation from {organisation.name}"
    for text in (letter.body, html):
        assert organisation.name in text
        assert "HR" in text
        assert "16 November 2026" in text
        assert "new@example.org" in text
        assert link(token_in(letter)) in text


def test_only_the_hash_of_the_secret_is_stored(owner, post_office) -> None:
    with post_office() as letters:
        invitation = ask(owner)
    token = token_in(letters[0])
    assert len(token) >= 43  # 256 bits
    assert invitation.token_hash == hash_of(token)
    assert token not in str(Invitation.objects.values().get())


def test_no_two_secrets_are_the_same() -> None:
    assert len({new_token() for _ in range(1000)}) == 1000


def test_a_name_cannot_break_out_of_the_letter(owner, organisation, post_office) -> None:
    organisation.name = "Bel & Zoon\nBcc: all@example.org\r\n<b>x</b>"
    organisation.save()
    owner.user.name = "Eva\nhttps://evil.example"
    owner.user.save()
    owner.organisation = organisation
    with post_office() as letters:
        ask(owner)
    [letter] = letters
    [html] = [content for content, _kind in letter.alternatives]
    assert letter.subject == "Werkbalans: Invitation from Bel & Zoon Bcc: all@example.org <b>x</b>"
    assert letter.recipients() == ["new@example.org"]
    assert "<b>x</b>" not in html
    assert "Eva https://evil.example" in letter.body


def test_no_letter_goes_when_saving_fails(owner, post_office) -> None:
    def ask_and_fail() -> None:
        with transaction.atomic():
            ask(owner)
            raise RuntimeError

    with post_office() as letters, pytest.raises(RuntimeError):
        ask_and_fail()
    assert letters == []
    assert not Invitation.objects.exists()


def test_an_address_is_one_address_in_any_case(owner) -> None:
    first = ask(owner, "New@Example.org")
    with pytest.raises(AlreadyInvitedError) as caught:
        ask(owner, "new@example.ORG", Role.EMPLOYER)
    assert caught.value.invitation == first


def test_a_member_is_not_invited(owner, organisation) -> None:
    member = MembershipFactory(organisation=organisation, role=Role.CONTRIBUTOR)
    with pytest.raises(AlreadyMemberError) as caught:
        ask(owner, member.user.email.upper(), Role.EMPLOYER)
    assert caught.value.membership == member


def test_an_invitation_that_is_too_old_makes_place_for_a_new_one(owner) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=15)):
        old = ask(owner)
    new = ask(owner)
    old.refresh_from_db()
    assert old.revoked_at is not None
    assert new.pk != old.pk


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.WORKS_COUNCIL])
def test_who_does_not_run_the_firm_invites_nobody(role, owner, organisation) -> None:
    member = MembershipFactory(organisation=organisation, role=role)
    for wanted in Role:
        with pytest.raises(NotAllowedError):
            ask(member, role=wanted)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CONTRIBUTOR])
def test_hr_brings_in_contributors_only(role, owner, organisation) -> None:
    hr = MembershipFactory(organisation=organisation, role=Role.HR)
    with pytest.raises(NotAllowedError):
        ask(hr, role=role)
    assert ask(hr, role=Role.CONTRIBUTOR).role == Role.CONTRIBUTOR


def test_who_was_removed_meanwhile_invites_nobody(owner, organisation) -> None:
    second = MembershipFactory(organisation=organisation, role=Role.EMPLOYER)
    waiting = ask(owner)
    remove_member(membership=Membership.objects.get(pk=second.pk), by=owner)
    for attempt in (
        lambda: ask(second, "other@example.org"),
        lambda: resend(invitation=waiting, by=second, link=link, now=timezone.now()),
        lambda: revoke(invitation=waiting, by=second, now=timezone.now()),
    ):
        with pytest.raises(NotAllowedError):
            attempt()


def test_an_employer_invites_for_her_own_firm_only(owner) -> None:
    theirs = OrganisationFactory(name="Ander")
    waiting = invitation_for(theirs)
    with scopes_disabled():
        with pytest.raises(NotAllowedError):
            ask(owner, organisation=theirs)
        with pytest.raises(InvitationClosedError):
            resend(invitation=waiting, by=owner, link=link, now=timezone.now())
        with pytest.raises(InvitationClosedError):
            revoke(invitation=waiting, by=owner, now=timezone.now())
        assert Invitation.objects.get().revoked_at is None


def test_who_tries_without_an_account_writes_to_nobody(owner, organisation) -> None:
    owner.user.is_guest = True
    with pytest.raises(TrialError):
        ask(owner)
    owner.user.is_guest = False
    organisation.trial_ends_at = timezone.now()
    organisation.save()
    with pytest.raises(TrialError):
        ask(owner)


# Sending again, taking back


def test_sending_again_kills_the_old_link(owner, post_office) -> None:
    with post_office() as letters:
        first = ask(owner)
        second = resend(invitation=first, by=owner, link=link, now=timezone.now())
    old, new = (token_in(letter) for letter in letters)
    assert find_invitation(old, timezone.now()) is None
    assert find_invitation(new, timezone.now()) == second
    assert (second.email, second.role) == (first.email, first.role)


def test_sending_again_gives_new_days(owner) -> None:
    first = ask(owner)
    later = timezone.now() + timedelta(days=20)
    second = resend(invitation=first, by=owner, link=link, now=later)
    assert second.expires_at == later + timedelta(days=14)


def test_what_was_given_along_stays_with_the_new_invitation(owner, dossier) -> None:
    first = ask(owner, role=Role.CONTRIBUTOR)
    given = Delegation.objects.create(
        organisation=dossier.organisation, dossier=dossier, subtheme="werkdruk", invitation=first
    )
    second = resend(invitation=first, by=owner, link=link, now=timezone.now())
    given.refresh_from_db()
    assert given.invitation_id == second.pk


@pytest.mark.parametrize("ending", ["accepted_at", "revoked_at"])
def test_what_is_over_is_not_sent_again_nor_taken_back(ending, owner, post_office) -> None:
    invitation = ask(owner)
    Invitation.objects.filter(pk=invitation.pk).update(**{ending: timezone.now()})
    with post_office() as letters:
        with pytest.raises(InvitationClosedError):
            resend(invitation=invitation, by=owner, link=link, now=timezone.now())
        with pytest.raises(InvitationClosedError):
            revoke(invitation=invitation, by=owner, now=timezone.now())
    assert letters == []


def test_a_link_that_was_taken_back_is_dead_and_the_rooms_hear_it(owner, post_office, monkeypatch) -> None:
    monkeypatch.setattr(withdrawing, "_revoked", [])
    heard = []
    on_revoked(heard.append)
    on_revoked(heard.append)
    with post_office() as letters:
        invitation = ask(owner)
    revoke(invitation=invitation, by=owner, now=timezone.now())
    assert find_invitation(token_in(letters[0]), timezone.now()) is None
    assert [one.pk for one in heard] == [invitation.pk]


# How many


def test_a_firm_sends_so_many_letters_in_a_day(owner, organisation, post_office) -> None:
    for number in range(LETTERS_PER_DAY - 1):
        invitation_for(organisation, email=f"n{number}@example.org")
    last = ask(owner)
    with post_office() as letters:
        with pytest.raises(TooManyInvitationsError):
            ask(owner, "one-too-many@example.org")
        with pytest.raises(TooManyInvitationsError):
            resend(invitation=last, by=owner, link=link, now=timezone.now())
    assert letters == []
    last.refresh_from_db()
    assert last.revoked_at is None  # its link still works


def test_taking_back_gives_no_new_letters(owner, organisation) -> None:
    for number in range(LETTERS_PER_DAY):
        invitation = invitation_for(organisation, email=f"n{number}@example.org")
        invitation.revoked_at = timezone.now()
        invitation.save()
    with pytest.raises(TooManyInvitationsError):
        ask(owner)


def test_the_next_day_letters_go_again(owner, organisation) -> None:
    with time_machine.travel(timezone.now() - timedelta(hours=25)):
        for number in range(LETTERS_PER_DAY):
            invitation_for(organisation, email=f"n{number}@example.org")
    assert ask(owner).pk


def test_another_firm_has_letters_of_its_own(owner) -> None:
    theirs = OrganisationFactory(name="Ander")
    for number in range(LETTERS_PER_DAY):
        invitation_for(theirs, email=f"n{number}@example.org")
    assert ask(owner).pk

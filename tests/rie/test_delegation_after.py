"""What happens to a part that was given away: accepted, finished, taken back."""

from datetime import timedelta

import pytest
from django_scopes import scope, scopes_disabled

from apps.organisations.domain.invitations import accept, resend, revoke
from apps.organisations.models import Invitation, Membership, Role
from apps.rie.domain.delegation import (
    Part,
    finish_part,
    take_back,
)
from apps.rie.domain.dossier import close_dossier
from apps.rie.domain.errors import DossierClosedError
from apps.rie.models import Delegation
from tests.factories import DossierFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.rie.delegating import NOW, Tokens, to_mailbox, to_member

pytestmark = pytest.mark.usefixtures("english")


class TestAccepting:
    @pytest.fixture
    def tokens(self, firm, part, owner) -> Tokens:
        tokens = Tokens()
        with scope(organisation=firm.organisation):
            to_mailbox(part, "nieuw@example.org", owner, tokens)
        return tokens

    def test_the_part_is_hers_on_acceptance(self, firm, tokens):
        user = UserFactory(email="nieuw@example.org")
        membership = accept(token=tokens[0], user=user, now=NOW)

        with scope(organisation=firm.organisation):
            assert Delegation.objects.get().member == membership

    def test_also_after_the_letter_was_sent_again(self, firm, tokens, owner):
        with scope(organisation=firm.organisation):
            resend(invitation=Invitation.objects.get(), by=owner, link=tokens, now=NOW)
        membership = accept(token=tokens[1], user=UserFactory(email="nieuw@example.org"), now=NOW)

        with scope(organisation=firm.organisation):
            assert Delegation.objects.get().member == membership

    def test_who_was_given_the_part_as_a_member_meanwhile_has_it_once(self, firm, part, owner, tokens):
        user = UserFactory(email="nieuw@example.org")
        member = MembershipFactory(organisation=firm.organisation, role=Role.CONTRIBUTOR, user=user)
        with scope(organisation=firm.organisation):
            to_member(part, member, owner)
        accept(token=tokens[0], user=user, now=NOW)

        with scope(organisation=firm.organisation):
            assert [one.member for one in Delegation.objects.all()] == [member]

    def test_nobody_comes_for_a_part_when_the_invitation_is_taken_back(self, firm, tokens, owner):
        with scope(organisation=firm.organisation):
            revoke(invitation=Invitation.objects.get(), by=owner, now=NOW)

            assert not Delegation.objects.exists()

    def test_a_part_of_another_firm_stays_where_it_is(self, firm, tokens, content):
        other = OrganisationFactory()
        theirs = MembershipFactory(organisation=other)
        dossier = DossierFactory(organisation=other)
        with scope(organisation=other):
            to_mailbox(Part(dossier, content.subthemes["beleid"]), "nieuw@example.org", theirs)
        accept(token=tokens[0], user=UserFactory(email="nieuw@example.org"), now=NOW)

        with scopes_disabled():
            assert {one.organisation_id: one.member is None for one in Delegation.objects.all()} == {
                firm.organisation.pk: False,
                other.pk: True,
            }


@pytest.mark.usefixtures("in_scope")
class TestFinishing:
    def test_it_is_on_record_when_it_was_done(self, part, member, owner):
        finish_part(delegation=to_member(part, member, owner).delegation, now=NOW)

        assert Delegation.objects.get().done_at == NOW

    def test_a_second_time_changes_nothing(self, part, member, owner):
        delegation = to_member(part, member, owner).delegation
        finish_part(delegation=delegation, now=NOW)
        finish_part(delegation=delegation, now=NOW + timedelta(days=1))

        assert Delegation.objects.get().done_at == NOW

    def test_not_in_a_closed_dossier(self, part, member, owner):
        delegation = to_member(part, member, owner).delegation
        close_dossier(dossier=part.dossier)

        with pytest.raises(DossierClosedError):
            finish_part(delegation=delegation, now=NOW)


@pytest.mark.usefixtures("in_scope")
class TestTakingBack:
    def test_the_part_is_nobodys_any_more(self, part, member, owner):
        take_back(delegation=to_member(part, member, owner).delegation, by=owner, now=NOW)

        assert not Delegation.objects.exists()

    def test_an_invitation_goes_along_with_its_last_part(self, part, owner, content):
        first = to_mailbox(part, "nieuw@example.org", owner).delegation
        second = to_mailbox(Part(part.dossier, content.subthemes["beleid"]), "nieuw@example.org", owner)

        take_back(delegation=first, by=owner, now=NOW)
        assert Invitation.objects.get().revoked_at is None
        take_back(delegation=second.delegation, by=owner, now=NOW)
        assert Invitation.objects.get().revoked_at == NOW

    def test_an_invitation_with_more_rights_stays(self, part, owner):
        delegation = to_mailbox(part, "nieuw@example.org", owner).delegation
        Invitation.objects.update(role=Role.HR)
        take_back(delegation=Delegation.objects.get(pk=delegation.pk), by=owner, now=NOW)

        assert Invitation.objects.get().revoked_at is None

    def test_who_accepted_stays_a_member(self, part, owner):
        tokens = Tokens()
        to_mailbox(part, "nieuw@example.org", owner, tokens)
        membership = accept(token=tokens[0], user=UserFactory(email="nieuw@example.org"), now=NOW)
        take_back(delegation=Delegation.objects.get(), by=owner, now=NOW)

        assert Membership.objects.filter(pk=membership.pk).exists()

    def test_also_in_a_closed_dossier(self, part, member, owner):
        delegation = to_member(part, member, owner).delegation
        close_dossier(dossier=part.dossier)
        take_back(delegation=delegation, by=owner, now=NOW)

        assert not Delegation.objects.exists()


@pytest.mark.usefixtures("in_scope")
def test_what_was_given_to_a_member_goes_when_the_member_goes(part, member, owner):
    to_member(part, member, owner)
    member.delete()

    assert not Delegation.objects.exists()

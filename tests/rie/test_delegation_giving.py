"""Giving a part of a dossier to a member, or to a mailbox of nobody who belongs to the firm yet."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from apps.organisations.domain.invitations import TrialError
from apps.organisations.models import Invitation, Role
from apps.rie.domain.delegation import (
    Part,
    ReadsOnlyError,
    finish_part,
)
from apps.rie.domain.dossier import close_dossier
from apps.rie.domain.errors import DossierClosedError
from apps.rie.models import Delegation
from tests.factories import MembershipFactory
from tests.rie.delegating import NOW, PAGE, to_mailbox, to_member

pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.usefixtures("in_scope")
class TestToAMember:
    def test_a_member_gets_the_part_and_a_letter_with_the_link(self, part, member, owner, firm, letters):
        spoken_for = Part(part.dossier, part.subtheme, firm.department, "Wil jij dit doen?")
        with letters():
            given = to_member(spoken_for, member, owner)

        assert (given.is_new, given.delegation.subtheme, given.delegation.given_by) == (
            True,
            "taakeisen",
            owner.user,
        )
        [letter] = mail.outbox
        assert letter.to == ["bram@example.org"]
        for text in (letter.body, letter.alternatives[0].content):
            assert PAGE in text
            assert "Anna de Boer" in text
            assert "Winkel" in text
            assert "Wil jij dit doen?" in text
        assert "\n" not in letter.subject

    def test_the_letter_does_not_mix_up_what_people_typed_and_markup(self, part, member, owner, letters):
        with letters():
            to_member(Part(part.dossier, part.subtheme, note="<b>Haast & spoed</b>"), member, owner)

        assert "<b>Haast & spoed</b>" in mail.outbox[0].body
        assert "&lt;b&gt;Haast &amp; spoed&lt;/b&gt;" in mail.outbox[0].alternatives[0].content

    def test_a_name_with_a_line_break_does_not_break_the_subject(self, part, member, owner, firm, letters):
        firm.organisation.name = "Bloemen\nBcc: iedereen@example.org"
        part.dossier.organisation = firm.organisation
        with letters():
            to_member(part, member, owner)

        assert mail.outbox[0].subject.endswith("for Bloemen Bcc: iedereen@example.org?")

    def test_a_double_click_sends_one_letter(self, part, member, owner, letters):
        with letters():
            to_member(part, member, owner)
            again = to_member(part, member, owner)

        assert not again.is_new
        assert len(mail.outbox) == Delegation.objects.count() == 1

    def test_giving_it_again_with_another_department_replaces_the_first(self, part, member, owner, firm):
        to_member(part, member, owner)
        given = to_member(Part(part.dossier, part.subtheme, firm.department), member, owner)

        assert given.is_new
        assert Delegation.objects.get().department == firm.department

    def test_what_was_done_is_open_again_when_it_is_given_again(self, part, member, owner):
        delegation = to_member(part, member, owner).delegation
        finish_part(delegation=delegation, now=NOW)

        assert to_member(part, member, owner).is_new
        assert Delegation.objects.get().done_at is None

    def test_several_people_may_have_the_same_part(self, part, member, owner):
        to_member(part, member, owner)
        to_member(part, MembershipFactory(organisation=owner.organisation, role=Role.HR), owner)

        assert Delegation.objects.count() == 2

    def test_the_works_council_reads_and_fills_in_nothing(self, part, owner):
        council = MembershipFactory(organisation=owner.organisation, role=Role.WORKS_COUNCIL)

        with pytest.raises(ReadsOnlyError):
            to_member(part, council, owner)

    def test_a_note_with_control_characters_is_refused(self, part, member, owner):
        with pytest.raises(ValidationError):
            to_member(Part(part.dossier, part.subtheme, note="a\x07b"), member, owner)

    def test_a_closed_dossier_takes_nobody_else(self, part, member, owner, letters):
        close_dossier(dossier=part.dossier)
        with letters(), pytest.raises(DossierClosedError):
            to_member(part, member, owner)

        assert (mail.outbox, Delegation.objects.count()) == ([], 0)


@pytest.mark.usefixtures("in_scope")
class TestToAMailbox:
    def test_an_unknown_address_is_invited_as_contributor_and_the_part_waits(self, part, owner, letters):
        with letters():
            given = to_mailbox(part, "Nieuw@Example.org", owner)

        invitation = Invitation.objects.get()
        assert (invitation.email, invitation.role) == ("nieuw@example.org", Role.CONTRIBUTOR)
        assert (given.delegation.invitation, given.delegation.member) == (invitation, None)
        assert [letter.to for letter in mail.outbox] == [["nieuw@example.org"]]

    def test_the_address_of_a_member_is_that_member(self, part, member, owner):
        given = to_mailbox(part, "BRAM@example.org", owner)

        assert given.delegation.member == member
        assert not Invitation.objects.exists()

    def test_hr_may_ask_somebody_new_too(self, part, firm):
        hr = MembershipFactory(organisation=firm.organisation, role=Role.HR)

        assert to_mailbox(part, "nieuw@example.org", hr).is_new

    def test_a_second_part_waits_at_the_same_invitation(self, part, owner, content, letters):
        with letters():
            to_mailbox(part, "nieuw@example.org", owner)
            to_mailbox(Part(part.dossier, content.subthemes["beleid"]), "nieuw@example.org", owner)

        assert (Invitation.objects.count(), Delegation.objects.count(), len(mail.outbox)) == (1, 2, 1)

    def test_the_same_part_waits_once(self, part, owner):
        to_mailbox(part, "nieuw@example.org", owner)

        assert not to_mailbox(part, "nieuw@example.org", owner).is_new
        assert Delegation.objects.count() == 1

    def test_somebody_invited_to_read_along_fills_in_nothing(self, part, owner):
        to_mailbox(part, "nieuw@example.org", owner)
        Invitation.objects.update(role=Role.WORKS_COUNCIL)

        with pytest.raises(ReadsOnlyError):
            to_mailbox(part, "nieuw@example.org", owner)

    def test_after_the_invitation_expired_a_new_one_goes_out(self, part, owner, letters):
        to_mailbox(part, "nieuw@example.org", owner)
        with letters():
            given = to_mailbox(part, "nieuw@example.org", owner, now=NOW + timedelta(days=15))

        assert given.is_new
        assert len(mail.outbox) == Delegation.objects.count() == 1
        assert Delegation.objects.get().invitation.revoked_at is None

    def test_who_tries_without_an_account_sends_no_letters(self, part, owner, letters):
        owner.organisation.trial_ends_at = NOW + timedelta(days=3)
        owner.organisation.save()
        with letters(), pytest.raises(TrialError):
            to_mailbox(part, "nieuw@example.org", owner)

        assert mail.outbox == []

    def test_a_closed_dossier_invites_nobody(self, part, owner, letters):
        close_dossier(dossier=part.dossier)
        with letters(), pytest.raises(DossierClosedError):
            to_mailbox(part, "nieuw@example.org", owner)

        assert (mail.outbox, Invitation.objects.count()) == ([], 0)

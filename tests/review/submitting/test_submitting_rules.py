"""Submitting and taking back: one round at a time, for one version, with one adviser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django_scopes import scope

from apps.organisations.models import Organisation, PracticeMembership
from apps.review.domain import submitting
from apps.review.domain.errors import (
    ConflictOfInterestError,
    PracticeClosedError,
    TrialCannotShareError,
    TurnRefusedError,
)
from apps.review.domain.practice_errors import InvitedMemberError, TrialCannotInviteError
from apps.review.domain.submitting import (
    AlreadySubmittedError,
    NotCompleteError,
    NothingChangedError,
    withdraw,
)
from apps.review.models import AdviserInvitation, Submission, Version
from apps.rie.domain.dossier import close_dossier
from apps.rie.domain.errors import DossierClosedError
from apps.rie.models import Dossier
from tests.factories import MembershipFactory
from tests.review.conftest import adviser_of
from tests.review.rounds import concluded, returned
from tests.review.submitting.handing_in import RISK

pytestmark = pytest.mark.usefixtures("english")
OTHERWISE = {"verdict": "not_applicable", "reason": "Dat komt hier niet voor."}


def state(desk):
    with scope(organisation=desk.organisation):
        return Dossier.objects.get(pk=desk.dossier.pk).state


def versions(desk):
    with scope(organisation=desk.organisation):
        return Version.objects.count()


def take_back(desk, round_, reason=""):
    with scope(organisation=desk.organisation):
        withdraw(submission=round_, user=desk.boss, reason=reason)


class TestFirstRound:
    def test_it_freezes_the_version_lets_the_practice_in_and_moves_the_dossier(self, desk, practice):
        wished = timezone.localdate() + timedelta(days=14)
        made = desk.submit(practice=practice, note="Let op de avonden", wished_on=wished)

        (found,) = desk.rounds()
        assert found == made
        assert (found.number, found.version.number, found.practice) == (1, 1, practice)
        assert (found.note, found.wished_on, found.adviser) == ("Let op de avonden", wished, None)
        assert desk.open_shares() == [practice.name]
        assert desk.turns() == ["submit"]
        assert state(desk) == "submitted"

    def test_an_adviser_who_is_not_here_yet_is_invited(self, desk):
        made = desk.submit(invited_email="adviseur@example.org")

        with scope(organisation=desk.organisation):
            assert AdviserInvitation.objects.get().submission == made
        assert made.practice is None
        assert desk.open_shares() == []

    def test_errors_block_and_leave_nothing_behind(self, desk, practice):
        desk.answer(RISK, verdict="to_discuss")

        with pytest.raises(NotCompleteError) as refused:
            desk.submit(practice=practice)

        assert refused.value.completeness.blocks
        assert desk.rounds() == []
        assert versions(desk) == 0
        assert desk.open_shares() == []

    def test_what_was_changed_after_the_page_was_opened_counts(self, desk, practice):
        stale = desk.dossier
        with scope(organisation=desk.organisation):
            Dossier.objects.filter(pk=stale.pk).update(profile={"remote": ["no"]})
            made = desk.submit(practice=practice)
            assert '"remote":["no"]' in Version.objects.get(pk=made.version_id).content


class TestWrongInput:
    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({}, "practice"),
            ({"practice": True, "invited_email": "adviseur@example.org"}, "invited_email"),
            ({"practice": True, "wished_on": -1}, "wished_on"),
        ],
        ids=["nobody", "two", "a day that is over"],
    )
    def test_it_is_said_at_the_field(self, desk, practice, values, field):
        if values.get("practice"):
            values = {**values, "practice": practice}
        if "wished_on" in values:
            values = {**values, "wished_on": timezone.localdate() - timedelta(days=1)}

        with pytest.raises(ValidationError) as wrong:
            desk.submit(**values)

        assert list(wrong.value.message_dict) == [field]
        assert desk.rounds() == []

    def test_without_consent_a_reason_is_asked_and_kept(self, desk, practice):
        Organisation.objects.filter(pk=desk.organisation.pk).update(representation="or")
        desk.dossier.organisation = Organisation.objects.get(pk=desk.organisation.pk)

        with pytest.raises(ValidationError) as wrong:
            desk.submit(practice=practice, no_consent_reason="  ")
        made = desk.submit(practice=practice, no_consent_reason="De OR komt pas in januari bijeen.")

        assert list(wrong.value.message_dict) == ["no_consent_reason"]
        assert made.no_consent_reason == "De OR komt pas in januari bijeen."

    def test_a_reason_that_nobody_needs_is_not_kept(self, desk, practice):
        assert desk.submit(practice=practice, no_consent_reason="Weet niet").no_consent_reason == ""


class TestWhoMayNotBeAsked:
    def test_a_practice_with_a_member_of_the_firm(self, desk, practice):
        adviser_of(practice, user=desk.boss)

        with pytest.raises(ConflictOfInterestError):
            desk.submit(practice=practice)
        assert desk.rounds() == []

    def test_the_address_of_a_member_of_the_firm(self, desk):
        colleague = MembershipFactory(organisation=desk.organisation).user

        with pytest.raises(InvitedMemberError):
            desk.submit(invited_email=colleague.email.upper())
        assert desk.rounds() == []

    def test_a_practice_that_has_stopped(self, desk, practice):
        practice.closed_at = timezone.now()
        practice.save()

        with pytest.raises(PracticeClosedError):
            desk.submit(practice=practice)

    def test_nobody_by_a_firm_that_only_tries(self, desk, practice):
        desk.organisation.trial_ends_at = timezone.now() + timedelta(days=3)
        desk.organisation.save()
        desk.dossier.organisation = desk.organisation

        with pytest.raises(TrialCannotShareError):
            desk.submit(practice=practice)
        with pytest.raises(TrialCannotInviteError):
            desk.submit(invited_email="adviseur@example.org")
        assert desk.rounds() == []

    def test_nobody_about_a_closed_dossier(self, desk, practice):
        with scope(organisation=desk.organisation):
            close_dossier(dossier=desk.dossier)

        with pytest.raises(DossierClosedError):
            desk.submit(practice=practice)


class TestTwice:
    def test_a_double_click_is_one_round(self, desk, practice):
        first, second = desk.submit(practice=practice), desk.submit(practice=practice)

        assert first == second
        assert len(desk.rounds()) == 1
        assert desk.turns() == ["submit"]

    def test_a_double_click_invites_once(self, desk):
        first = desk.submit(invited_email="adviseur@example.org")
        second = desk.submit(invited_email="Adviseur@example.org")

        assert first == second
        assert len(desk.rounds()) == 1

    def test_who_slipped_past_the_lock_meets_the_constraint_and_gets_the_round_that_is_there(
        self, desk, practice, monkeypatch
    ):
        first = desk.submit(practice=practice)
        looks = iter([None, first])
        monkeypatch.setattr(submitting, "open_round", lambda dossier: next(looks))
        monkeypatch.setattr(submitting, "_check_changed", lambda round_, running: None)

        assert desk.submit(practice=practice) == first
        assert len(desk.rounds()) == 1

    def test_who_slipped_past_the_lock_with_another_version_is_told_to_look(
        self, desk, practice, monkeypatch
    ):
        first = desk.submit(practice=practice)
        desk.answer(RISK, **OTHERWISE)
        looks = iter([None, first])
        monkeypatch.setattr(submitting, "open_round", lambda dossier: next(looks))

        with pytest.raises(TurnRefusedError):
            desk.submit(practice=practice)

    def test_the_same_version_goes_to_one_adviser_at_a_time(self, desk, practice, other_practice):
        desk.submit(practice=practice)

        with pytest.raises(AlreadySubmittedError):
            desk.submit(practice=other_practice)
        assert desk.open_shares() == [practice.name]

    def test_what_was_reviewed_is_not_submitted_again_unchanged(self, desk, practice):
        concluded(desk.submit(practice=practice))

        with pytest.raises(NothingChangedError):
            desk.submit(practice=practice)

    def test_what_was_taken_back_can_be_submitted_again_unchanged(self, desk, practice):
        take_back(desk, desk.submit(practice=practice))

        assert desk.submit(practice=practice).number == 2


class TestNextRound:
    def test_a_newer_version_takes_the_place_of_the_open_round(self, desk, practice):
        first = desk.submit(practice=practice)
        desk.answer(RISK, **OTHERWISE)
        second = desk.submit(practice=practice)

        assert [(one.number, one.state) for one in desk.rounds()] == [(1, "superseded"), (2, "submitted")]
        assert (first.version_id, state(desk)) != (second.version_id, "draft")
        assert desk.turns() == ["submit", "supersede", "submit"]
        assert desk.open_shares() == [practice.name]

    def test_after_a_return_also_the_same_version_goes_again(self, desk, practice):
        returned(desk.submit(practice=practice))
        again = desk.submit(practice=practice)

        assert (again.number, again.version.number) == (2, 1)
        assert desk.submit(practice=practice) == again

    def test_after_the_advice_a_changed_version_starts_a_new_round(self, desk, practice):
        concluded(desk.submit(practice=practice))
        desk.answer(RISK, **OTHERWISE)
        desk.submit(practice=practice)

        assert [one.state for one in desk.rounds()] == ["concluded", "submitted"]
        assert state(desk) == "submitted"

    def test_the_adviser_goes_on_when_the_practice_is_the_same(self, desk, practice, adviser):
        self.assign(desk, desk.submit(practice=practice), adviser)
        desk.answer(RISK, **OTHERWISE)

        assert desk.submit(practice=practice).adviser == adviser

    def test_an_adviser_who_left_the_practice_does_not(self, desk, practice, adviser):
        self.assign(desk, desk.submit(practice=practice), adviser)
        PracticeMembership.objects.filter(user=adviser).delete()
        desk.answer(RISK, **OTHERWISE)

        assert desk.submit(practice=practice).adviser is None

    def test_with_another_practice_the_old_one_reads_no_more_and_its_adviser_stays_there(
        self, desk, practice, other_practice, adviser
    ):
        self.assign(desk, desk.submit(practice=practice), adviser)
        desk.answer(RISK, **OTHERWISE)

        assert desk.submit(practice=other_practice).adviser is None
        assert desk.open_shares() == [other_practice.name]

    def assign(self, desk, round_, adviser):
        with scope(organisation=desk.organisation):
            Submission.objects.filter(pk=round_.pk).update(adviser=adviser)

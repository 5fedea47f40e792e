"""An adviser who leaves, an account that ends, a practice that stops: no firm waits for nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from apps.organisations.domain.account import delete_account
from apps.organisations.domain.retention import forget_invitations
from apps.organisations.models import PracticeMembership
from apps.review.domain.colleagues import invite_colleague
from apps.review.domain.practice import close_practice, leave_practice
from apps.review.domain.practice_errors import LastAdviserError, NobodyInvitedError, NoSuchPracticeError
from apps.review.domain.turns import Verb
from apps.review.models import AdviserInvitation, ColleagueInvitation, DossierShare, SubmissionState
from apps.rie.models import Dossier
from tests.factories import DossierFactory, OrganisationFactory, UserFactory
from tests.organisations.people import mailbox_of
from tests.review.conftest import adviser_of, browser_for
from tests.review.practices.inviting import EMAIL, invitation, invited, stored, verbs_of, waiting_round
from tests.review.rounds import concluded, returned, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def new_round(practice, adviser=None):
    return submitted(DossierFactory(organisation=OrganisationFactory()), practice, adviser=adviser)


def text_of(answer) -> str:
    return answer.content.decode()


# Leaving


def test_her_rounds_go_back_to_the_practice(practice, adviser, adviser_browser) -> None:
    colleague = adviser_of(practice)
    mine, back, theirs = (
        new_round(practice, adviser),
        new_round(practice, adviser),
        new_round(practice, colleague),
    )
    returned(back, by=adviser)
    page = reverse("review:leave_practice", args=[practice.pk])
    assert "2 reviews on your name go back" in text_of(adviser_browser.get(page))
    assert adviser_browser.post(page).status_code == 302
    for round_ in (mine, back):
        assert stored(round_).adviser is None
        assert verbs_of(round_)[-1] == (Verb.RELEASE, str(adviser))
    assert stored(back).state == SubmissionState.RETURNED
    assert stored(theirs).adviser == colleague
    assert [each.user for each in PracticeMembership.objects.all()] == [colleague]
    assert adviser_browser.get(page).status_code == 404


def test_what_she_concluded_keeps_her_name(practice, adviser) -> None:
    adviser_of(practice)
    done = new_round(practice, adviser)
    concluded(done, by=adviser)
    leave_practice(practice=practice, user=adviser)
    assert stored(done).adviser == adviser


def test_rounds_of_another_practice_of_hers_stay(practice, other_practice, adviser) -> None:
    adviser_of(practice)
    adviser_of(other_practice, user=adviser)
    there = new_round(other_practice, adviser)
    leave_practice(practice=practice, user=adviser)
    assert stored(there).adviser == adviser


def test_the_last_one_cannot_leave_while_firms_wait(practice, adviser, adviser_browser) -> None:
    new_round(practice)
    with pytest.raises(LastAdviserError):
        leave_practice(practice=practice, user=adviser)
    page = reverse("review:leave_practice", args=[practice.pk])
    assert "You cannot leave yet" in text_of(adviser_browser.get(page))
    assert "close the practice" in text_of(adviser_browser.post(page))
    assert PracticeMembership.objects.count() == 1


def test_the_last_one_without_work_closes_the_practice(practice, adviser) -> None:
    leave_practice(practice=practice, user=adviser)
    practice.refresh_from_db()
    assert practice.closed_at is not None
    with pytest.raises(NoSuchPracticeError):
        leave_practice(practice=practice, user=adviser)


# The end of an account


def test_a_deleted_account_gives_its_rounds_back(practice, adviser) -> None:
    adviser_of(practice)
    round_ = new_round(practice, adviser)
    delete_account(user=adviser)
    assert stored(round_).adviser is None
    assert stored(round_).state == SubmissionState.SUBMITTED
    assert verbs_of(round_)[-1] == (Verb.RELEASE, "")


def test_of_an_adviser_alone_the_practice_closes_so_that_firms_can_ask_another(practice, adviser) -> None:
    round_ = new_round(practice, adviser)
    delete_account(user=adviser)
    practice.refresh_from_db()
    assert practice.closed_at is not None
    assert stored(round_).state == SubmissionState.WITHDRAWN


def test_her_address_stands_in_no_invitation_any_more(dossier, practice, adviser) -> None:
    user = mailbox_of(EMAIL)
    round_ = waiting_round(dossier, email=EMAIL.title())
    invited(round_)
    invite_colleague(practice=practice, email=EMAIL, user=adviser)
    delete_account(user=user)
    assert invitation(round_).email == ""
    assert invitation(round_).expires_at <= timezone.now()
    assert EMAIL not in stored(round_).invited_email.lower()
    assert ColleagueInvitation.objects.get().email == ""
    with pytest.raises(NobodyInvitedError):
        invited(round_)


# Closing


def test_the_page_says_how_many_firms_it_concerns_and_changes_nothing(practice, adviser_browser) -> None:
    new_round(practice), new_round(practice)
    text = text_of(adviser_browser.get(reverse("review:close_practice", args=[practice.pk])))
    assert "2 firms still wait" in text
    practice.refresh_from_db()
    assert practice.closed_at is None


def test_closing_ends_every_round_share_and_invitation(practice, other_practice, adviser, adviser_browser):
    open_, back, elsewhere = new_round(practice, adviser), new_round(practice), new_round(other_practice)
    returned(back)
    done = new_round(practice, adviser)
    concluded(done)
    invite_colleague(practice=practice, email="c@bureau.example", user=adviser)
    answer = adviser_browser.post(reverse("review:close_practice", args=[practice.pk]))
    assert answer["Location"] == reverse("review:queue")
    for round_ in (open_, back):
        assert stored(round_).state == SubmissionState.WITHDRAWN
        assert verbs_of(round_)[-1][0] == Verb.CLOSE_PRACTICE
        with scopes_disabled():
            assert Dossier.objects.get(pk=round_.dossier_id).state == "draft"
    assert stored(done).state == SubmissionState.CONCLUDED
    assert stored(elsewhere).state == SubmissionState.SUBMITTED
    with scopes_disabled():
        shares = DossierShare.objects.filter(withdrawn_at__isnull=True)
        assert [share.practice for share in shares] == [other_practice]
    assert ColleagueInvitation.objects.get().revoked_at is not None
    practice.refresh_from_db()
    assert practice.closed_at is not None


def test_the_firm_can_then_ask_another_practice(dossier, practice, other_practice, adviser) -> None:
    submitted(dossier, practice)
    close_practice(practice=practice, user=adviser)
    assert stored(submitted(dossier, other_practice)).state == SubmissionState.SUBMITTED


def test_closed_it_is_not_there_any_more(practice, adviser, adviser_browser) -> None:
    close_practice(practice=practice, user=adviser)
    assert adviser_browser.get(reverse("review:practice", args=[practice.pk])).status_code == 404
    with pytest.raises(NoSuchPracticeError):
        close_practice(practice=practice, user=adviser)


def test_somebody_else_closes_nothing(practice, adviser, other_practice) -> None:
    for user in (UserFactory(), adviser_of(other_practice)):
        with pytest.raises(NoSuchPracticeError):
            close_practice(practice=practice, user=user)
        page = reverse("review:close_practice", args=[practice.pk])
        assert browser_for(user).post(page).status_code == 404


# Retention


def test_invitations_go_when_their_time_is_over_and_what_came_of_them_stays(dossier, practice, adviser):
    round_ = waiting_round(dossier)
    invited(round_)
    invite_colleague(practice=practice, email="c@bureau.example", user=adviser)
    now = timezone.now()
    later = now + timedelta(days=15)
    with scopes_disabled():
        assert forget_invitations(before=now, dry_run=False) == 0
        assert forget_invitations(before=later, dry_run=True) == 2
        assert forget_invitations(before=later, dry_run=False) == 2
        assert not AdviserInvitation.objects.exists()
    assert not ColleagueInvitation.objects.exists()
    assert stored(round_).invited_email == EMAIL
    assert invited(round_)


def test_an_accepted_one_counts_from_when_it_was_accepted(dossier) -> None:
    round_ = waiting_round(dossier)
    invited(round_)
    now = timezone.now()
    with scope(organisation=round_.organisation):
        AdviserInvitation.objects.update(accepted_at=now, expires_at=now - timedelta(days=5))
    with scopes_disabled():
        assert forget_invitations(before=now - timedelta(days=1), dry_run=True) == 0
        assert forget_invitations(before=now + timedelta(seconds=1), dry_run=True) == 1

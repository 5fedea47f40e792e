"""An adviser who is not here yet is asked by e-mail, takes on the round, and nobody else can."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from apps.organisations.models import Letter, Practice, PracticeMembership, Role, User
from apps.review.domain import inviting as verbs
from apps.review.domain.practice_errors import (
    InvitedMemberError,
    NobodyInvitedError,
    TooManyLettersError,
    TrialCannotInviteError,
)
from apps.review.domain.turns import Verb, take_turn
from apps.review.models import AdviserInvitation, DossierShare
from tests.factories import DossierFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.organisations.people import mailbox_of
from tests.review.conftest import adviser_of, browser_for
from tests.review.practices.inviting import (
    EMAIL,
    accept_page,
    invitation,
    invited,
    stored,
    verbs_of,
    waiting_round,
)
from tests.review.rounds import submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def round_(dossier):
    return waiting_round(dossier)


@pytest.fixture
def token(round_) -> str:
    return invited(round_)


@pytest.fixture
def hers() -> Client:
    return browser_for(mailbox_of(EMAIL))


def text_of(answer) -> str:
    return answer.content.decode()


# The letter


def test_the_letter_names_the_firm_and_only_a_hash_is_stored(round_, token) -> None:
    with scopes_disabled():
        letter = Letter.objects.get(kind="adviser_invited")
    assert letter.to == EMAIL
    assert letter.organisation_id == round_.organisation_id
    assert round_.organisation.name in letter.subject
    assert "Els Baas" in letter.text
    assert token in letter.text
    assert token in letter.html
    assert token not in str(invitation(round_).__dict__)
    assert len(invitation(round_).token_hash) == 64


def test_sent_again_only_the_newest_link_works_and_the_days_start_anew(round_, token, hers) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=10), tick=False):
        new = invited(round_)
        assert invitation(round_).expires_at == timezone.now() + timedelta(days=14)
    assert new != token
    assert hers.get(accept_page(token)).status_code == 404
    assert hers.get(accept_page(new)).status_code == 200


def test_a_firm_sends_so_many_letters_a_day_and_no_more(round_, monkeypatch) -> None:
    monkeypatch.setattr(verbs, "LETTERS_PER_DAY", 2)
    invited(round_), invited(round_)
    with pytest.raises(TooManyLettersError):
        invited(round_)
    other = waiting_round(DossierFactory(organisation=OrganisationFactory()))
    assert invited(other)
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert invited(round_)


def test_a_round_with_a_practice_waits_for_no_invitation(dossier, practice) -> None:
    with pytest.raises(NobodyInvitedError):
        invited(submitted(dossier, practice))


def test_a_member_of_the_firm_is_not_asked(dossier) -> None:
    MembershipFactory(organisation=dossier.organisation, user=mailbox_of(EMAIL))
    with pytest.raises(InvitedMemberError):
        invited(waiting_round(dossier))


def test_a_trial_asks_nobody(round_) -> None:
    round_.organisation.trial_ends_at = timezone.now() + timedelta(days=3)
    round_.organisation.save()
    with pytest.raises(TrialCannotInviteError):
        invited(round_)


# Accepting


def test_she_reads_who_asks_and_until_when(round_, token, hers) -> None:
    page = hers.get(accept_page(token))
    assert f"{round_.organisation.name} asks you to review" in text_of(page).replace("&amp;", "&")
    assert "You can accept until" in text_of(page)
    assert "no-store" in page["Cache-Control"]
    assert Practice.objects.count() == 0


def test_she_names_her_practice_and_the_round_is_hers(round_, token, hers) -> None:
    answer = hers.post(accept_page(token), {"name": "Bureau Rust"})
    assert answer["Location"] == reverse("review:queue")
    now = stored(round_)
    assert (now.practice.name, now.adviser.email) == ("Bureau Rust", EMAIL)
    assert PracticeMembership.objects.get().user.email == EMAIL
    assert verbs_of(round_)[-1][0] == Verb.ACCEPT_INVITATION
    assert invitation(round_).accepted_by.email == EMAIL
    with scope(organisation=round_.organisation):
        assert DossierShare.objects.get().practice == now.practice


def test_she_picks_a_practice_of_hers(round_, token, practice) -> None:
    user = adviser_of(practice, user=mailbox_of(EMAIL))
    browser = browser_for(user)
    assert practice.name in text_of(browser.get(accept_page(token)))
    browser.post(accept_page(token), {"practice": str(practice.pk), "name": ""})
    assert stored(round_).practice == practice
    assert Practice.objects.count() == 1


def test_a_practice_that_is_not_hers_is_no_choice(round_, token, practice, other_practice) -> None:
    browser = browser_for(adviser_of(practice, user=mailbox_of(EMAIL)))
    answer = browser.post(accept_page(token), {"practice": str(other_practice.pk), "name": ""})
    assert answer.status_code == 422
    assert stored(round_).practice is None


def test_without_a_name_the_form_says_so_and_keeps_what_was_typed(round_, token, hers) -> None:
    answer = hers.post(accept_page(token), {"name": " "})
    assert answer.status_code == 422
    assert "Fill in the name of your practice" in text_of(answer)


def test_a_name_that_another_practice_has_is_refused(round_, token, hers, practice) -> None:
    answer = hers.post(accept_page(token), {"name": practice.name.upper()})
    assert answer.status_code == 422
    assert "There is a practice with this name already" in text_of(answer)
    assert practice.name.upper() in text_of(answer)


def test_an_invitation_works_once(round_, token, hers) -> None:
    hers.post(accept_page(token), {"name": "Bureau Rust"})
    answer = hers.post(accept_page(token), {"name": "Bureau Rust 2"})
    assert answer.status_code == 404
    assert Practice.objects.count() == 1


def test_too_old_it_does_not_work(round_, token, hers) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        browser = browser_for(User.objects.get(email=EMAIL))
        assert browser.get(accept_page(token)).status_code == 404


def test_a_round_that_was_taken_back_asks_nobody_any_more(round_, token, hers) -> None:
    with scope(organisation=round_.organisation):
        take_turn(submission=round_, verb=Verb.WITHDRAW, user=None)
    page = hers.get(accept_page(token))
    assert page.status_code == 404
    assert round_.organisation.name not in text_of(page)
    assert "This invitation does not work" in text_of(page)


def test_a_wrong_account_learns_nothing_and_gets_a_way_out(round_, token) -> None:
    for method in ("get", "post"):
        browser = browser_for(UserFactory())
        page = getattr(browser, method)(accept_page(token), {"name": "Bureau Rust"})
        assert page.status_code == 403
        assert EMAIL not in text_of(page)
        assert round_.organisation.name not in text_of(page)
        assert "Log out" in text_of(page)
    assert stored(round_).practice is None


def test_an_address_that_is_not_confirmed_opens_nothing(round_, token) -> None:
    browser = browser_for(mailbox_of(EMAIL, is_confirmed=False))
    page = browser.post(accept_page(token), {"name": "Bureau Rust"})
    assert page.status_code == 403
    assert "Confirm my address" in text_of(page)
    assert stored(round_).practice is None


def test_who_is_not_logged_in_is_led_to_an_account_and_back(round_, token, client) -> None:
    page = client.get(accept_page(token))
    assert page.status_code == 200
    assert f"{reverse('account_login')}?next=" in text_of(page)
    assert round_.organisation.name not in text_of(page)
    to_sign_up = client.post(reverse("review:adviser_account", args=[token]))
    page = client.get(to_sign_up["Location"])
    assert page.context["form"]["email"].value() == EMAIL
    password = "a-long-and-strange-password"
    data = {"email": EMAIL, "password1": password, "password2": password, "next": accept_page(token)}
    assert client.post(reverse("account_signup"), data)["Location"] == accept_page(token)
    client.post(accept_page(token), {"name": "Bureau Rust"})
    assert stored(round_).practice.name == "Bureau Rust"


@pytest.mark.parametrize("page", ["accept_adviser", "accept_colleague"])
def test_a_token_that_never_was_gets_the_same_page(page, client) -> None:
    assert client.get(reverse(f"review:{page}", args=["nooit"])).status_code == 404
    account = {"accept_adviser": "adviser_account", "accept_colleague": "colleague_account"}[page]
    assert client.post(reverse(f"review:{account}", args=["nooit"])).status_code == 404


def test_a_member_of_the_firm_cannot_be_its_adviser(round_, token) -> None:
    user = mailbox_of(EMAIL)
    MembershipFactory(organisation=round_.organisation, user=user, role=Role.HR)
    answer = browser_for(user).post(accept_page(token), {"name": "Bureau Rust"})
    assert answer.status_code == 422
    assert "must be independent" in text_of(answer)
    assert stored(round_).practice is None
    assert Practice.objects.count() == 0


def test_nor_can_a_practice_with_a_colleague_who_is_a_member(round_, token, practice) -> None:
    MembershipFactory(organisation=round_.organisation, user=adviser_of(practice))
    browser = browser_for(adviser_of(practice, user=mailbox_of(EMAIL)))
    answer = browser.post(accept_page(token), {"practice": str(practice.pk), "name": ""})
    assert answer.status_code == 422
    assert stored(round_).practice is None


@pytest.mark.no_second_step
def test_after_accepting_she_first_sets_up_a_second_step(round_, token, hers) -> None:
    answer = hers.post(accept_page(token), {"name": "Bureau Rust"}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("mfa_index")
    assert "It stands in your list" in text_of(answer)


# Sending again


def resend_page(round_) -> str:
    return reverse("review:resend_invitation", args=[round_.organisation_id, round_.dossier_id, round_.pk])


def test_the_employer_sends_the_letter_again(round_, token, browser_of) -> None:
    answer = browser_of().post(resend_page(round_))
    assert answer.status_code == 302
    with scope(organisation=round_.organisation):
        assert AdviserInvitation.objects.count() == 1
        assert Letter.objects.filter(kind="adviser_invited").count() == 2


@pytest.mark.parametrize("role", [Role.HR, Role.CONTRIBUTOR, Role.WORKS_COUNCIL])
def test_nobody_else_does(round_, browser_of, role) -> None:
    assert browser_of(role).post(resend_page(round_)).status_code == 403


def test_another_firm_does_not_find_the_round(round_) -> None:
    stranger = MembershipFactory(organisation=OrganisationFactory())
    assert browser_for(stranger.user).post(resend_page(round_)).status_code == 404

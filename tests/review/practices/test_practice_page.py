"""The page of a practice: only its own advisers, what each has to do, and asking colleagues in."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django_scopes import scopes_disabled

from apps.organisations.models import Letter, PracticeMembership
from apps.organisations.tokens import hash_of, new_token
from apps.review.domain import colleagues as verbs
from apps.review.domain.colleagues import invite_colleague
from apps.review.domain.practice_errors import (
    AlreadyColleagueError,
    AlreadyInvitedColleagueError,
    NoSuchPracticeError,
    TooManyLettersError,
)
from apps.review.models import ColleagueInvitation
from tests.factories import DossierFactory, OrganisationFactory, UserFactory
from tests.organisations.people import mailbox_of
from tests.review.conftest import adviser_of, browser_for
from tests.review.practices.inviting import token_in_letter
from tests.review.rounds import submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
EMAIL = "collega@bureau.example"


@pytest.fixture
def page(practice) -> str:
    return reverse("review:practice", args=[practice.pk])


@pytest.fixture
def token(practice, adviser) -> str:
    invite_colleague(practice=practice, email=EMAIL, user=adviser)
    return token_in_letter("colleague_invited")


def door(token: str) -> str:
    return reverse("review:accept_colleague", args=[token])


def text_of(answer) -> str:
    return answer.content.decode()


def names(practice) -> list[str]:
    return list(practice.memberships.order_by("user__email").values_list("user__email", flat=True))


def new_round(practice, adviser=None):
    return submitted(DossierFactory(organisation=OrganisationFactory()), practice, adviser=adviser)


def test_it_shows_advisers_and_their_work(practice, adviser, adviser_browser, page) -> None:
    new_round(practice, adviser), new_round(practice, adviser), new_round(practice)
    text = text_of(adviser_browser.get(page))
    assert "2 open reviews" in text
    assert "1 review is nobody" in text


@pytest.mark.parametrize("name", ["practice", "leave_practice", "close_practice"])
def test_others_find_nothing(practice, other_practice, name, client) -> None:
    path = reverse(f"review:{name}", args=[practice.pk])
    for user in (UserFactory(), adviser_of(other_practice)):
        assert browser_for(user).get(path).status_code == 404
        assert browser_for(user).post(path, {"email": EMAIL}).status_code == 404
    assert client.get(path)["Location"].startswith(reverse("account_login"))


def test_it_costs_the_same_for_1_3_and_30_advisers(practice, adviser_browser, page, queries) -> None:
    costs = []
    for more in (1, 2, 27):
        for _each in range(more):
            new_round(practice, adviser_of(practice))
            waiting_letter(practice)
        adviser_browser.get(page)
        with queries() as captured:
            assert adviser_browser.get(page).status_code == 200
        costs.append(len(captured.statements))
    assert len(set(costs)) == 1, costs
    assert costs[0] <= 12


def waiting_letter(practice) -> ColleagueInvitation:
    token = new_token()
    return ColleagueInvitation.objects.create(
        practice=practice,
        email=f"{token.lower()}@bureau.example",
        token_hash=hash_of(token),
        expires_at=timezone.now() + timedelta(days=1),
    )


# Asking a colleague in


def test_a_colleague_gets_a_letter_that_is_about_no_firm(practice, adviser_browser, page) -> None:
    assert adviser_browser.post(page, {"email": EMAIL.upper()}).status_code == 302
    with scopes_disabled():
        letter = Letter.objects.get(kind="colleague_invited")
    assert (letter.to, letter.organisation) == (EMAIL, None)
    assert practice.name in letter.subject
    assert EMAIL in text_of(adviser_browser.get(page))


@pytest.mark.parametrize("typed", ["", "geen adres"])
def test_what_is_no_address_is_said_at_the_field(adviser_browser, page, typed) -> None:
    answer = adviser_browser.post(page, {"email": typed})
    assert answer.status_code == 422
    assert answer.context["form"]["email"].value() == typed


def test_who_is_in_or_invited_already_gets_no_letter(practice, adviser, token) -> None:
    with pytest.raises(AlreadyColleagueError):
        invite_colleague(practice=practice, email=adviser.email, user=adviser)
    with pytest.raises(AlreadyInvitedColleagueError):
        invite_colleague(practice=practice, email=EMAIL, user=adviser)


def test_one_that_is_too_old_makes_room_for_a_new_one(practice, adviser, token) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        invite_colleague(practice=practice, email=EMAIL, user=adviser)
    assert ColleagueInvitation.objects.filter(revoked_at__isnull=True).count() == 1


def test_a_practice_sends_so_many_letters_a_day(
    practice, adviser, adviser_browser, page, monkeypatch
) -> None:
    monkeypatch.setattr(verbs, "LETTERS_PER_DAY", 1)
    invite_colleague(practice=practice, email="a@bureau.example", user=adviser)
    with pytest.raises(TooManyLettersError):
        invite_colleague(practice=practice, email="b@bureau.example", user=adviser)
    assert "Try again tomorrow" in text_of(adviser_browser.post(page, {"email": "b@bureau.example"}))


def test_who_left_invites_nobody(practice, adviser) -> None:
    PracticeMembership.objects.all().delete()
    with pytest.raises(NoSuchPracticeError):
        invite_colleague(practice=practice, email=EMAIL, user=adviser)


def test_the_colleague_comes_in_once(practice, adviser, token) -> None:
    browser = browser_for(mailbox_of(EMAIL))
    assert practice.name in text_of(browser.get(door(token)))
    assert names(practice) == [adviser.email]
    assert browser.post(door(token))["Location"] == reverse("review:practice", args=[practice.pk])
    assert names(practice) == sorted([adviser.email, EMAIL])
    assert browser.post(door(token)).status_code == 404


def test_a_wrong_mailbox_comes_to_a_page_with_a_way_out(practice, token) -> None:
    answer = browser_for(UserFactory()).post(door(token))
    assert answer.status_code == 403
    assert practice.name not in text_of(answer)
    assert PracticeMembership.objects.count() == 1


def test_who_has_no_account_makes_one(token, client) -> None:
    assert client.get(door(token)).status_code == 200
    to_sign_up = client.post(reverse("review:colleague_account", args=[token]))
    assert client.get(to_sign_up["Location"]).context["form"]["email"].value() == EMAIL


def test_sent_again_only_the_newest_link_works(practice, adviser_browser, token, client) -> None:
    open_ = ColleagueInvitation.objects.get()
    path = reverse("review:resend_colleague", args=[practice.pk, open_.pk])
    assert adviser_browser.post(path).status_code == 302
    assert client.get(door(token)).status_code == 404
    assert client.get(door(token_in_letter("colleague_invited"))).status_code == 200
    assert adviser_browser.post(path).status_code == 404


def test_taken_back_the_link_is_dead(practice, other_practice, adviser_browser, token, client) -> None:
    path = reverse("review:revoke_colleague", args=[practice.pk, ColleagueInvitation.objects.get().pk])
    assert browser_for(adviser_of(other_practice)).post(path).status_code == 404
    assert client.get(door(token)).status_code == 200
    assert adviser_browser.post(path).status_code == 302
    assert client.get(door(token)).status_code == 404


def test_after_fourteen_days_the_link_is_dead(token, client) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        assert client.get(door(token)).status_code == 404

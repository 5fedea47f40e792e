"""Coming in with an invitation, and every way in which somebody else might try to."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from apps.organisations.domain import invitations as verbs
from apps.organisations.domain.invitations import (
    InvitationClosedError,
    WrongAccountError,
    accept,
)
from apps.organisations.models import Invitation, Membership, Role, User
from apps.organisations.tokens import new_token
from tests.factories import MembershipFactory, OrganisationFactory
from tests.organisations.people import invitation_for, mailbox_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

EMAIL = "invited@example.org"
PASSWORD = "a-long-and-strange-password"


@pytest.fixture
def token() -> str:
    return new_token()


@pytest.fixture
def invitation(organisation, token) -> Invitation:
    return invitation_for(organisation, email=EMAIL, role=Role.CONTRIBUTOR, token=token)


@pytest.fixture
def address(token) -> str:
    return reverse("organisations:invitation", args=[token])


@pytest.fixture
def invited(client) -> Client:
    """The browser of who was invited, with an account and logged in."""
    client.force_login(mailbox_of(EMAIL))
    return client


def memberships() -> list[tuple[str, str]]:
    with scopes_disabled():
        return list(Membership.objects.order_by("user__email").values_list("user__email", "role"))


def test_the_page_says_which_firm_which_role_and_what_that_means(invitation, address, client) -> None:
    page = client.get(address)
    text = page.content.decode()
    assert page.status_code == 200
    assert invitation.organisation.name in text
    assert "Contributor" in text
    assert "You fill in only the parts" in text
    assert "no-store" in page["Cache-Control"]


def test_looking_does_not_accept(invitation, address, invited) -> None:
    assert invited.get(address).status_code == 200
    assert memberships() == []


def test_an_existing_account_accepts_with_one_button(invitation, address, invited) -> None:
    answer = invited.post(address, follow=True)
    assert "You now take part in" in answer.content.decode()
    assert memberships() == [(EMAIL, "contributor")]
    invitation.refresh_from_db()
    assert invitation.accepted_by.email == EMAIL


def test_who_is_not_logged_in_comes_back_here_after_logging_in(invitation, address, client) -> None:
    user = mailbox_of(EMAIL)
    user.set_password(PASSWORD)
    user.save()
    assert f"{reverse('account_login')}?next=" in client.get(address).content.decode()
    answer = client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD, "next": address})
    assert answer["Location"] == address
    client.post(address)
    assert memberships() == [(EMAIL, "contributor")]


def test_accepting_without_being_logged_in_does_nothing(invitation, address, client) -> None:
    assert client.post(address).status_code == 200
    assert memberships() == []


def test_a_guest_who_tries_does_not_accept(invitation, address, client) -> None:
    guest = User.objects.create_user(EMAIL, is_guest=True)
    client.force_login(guest)
    page = client.post(address)
    assert "Make an account" in page.content.decode()
    assert memberships() == []


# A new account


def sign_up(client: Client, address: str, email: str) -> object:
    to_sign_up = client.post(f"{address}account/")
    page = client.get(to_sign_up["Location"])
    assert page.context["form"]["email"].value() == EMAIL
    assert "You get a code by e-mail" not in page.content.decode()
    data = {"email": email, "password1": PASSWORD, "password2": PASSWORD, "next": address}
    return client.post(reverse("account_signup"), data)


def test_a_new_account_needs_no_second_letter_because_this_one_arrived(
    invitation, address, client, post_office
) -> None:
    with post_office() as letters:
        answer = sign_up(client, address, EMAIL)
    assert answer["Location"] == address
    assert letters == []
    assert EmailAddress.objects.get(email=EMAIL).verified
    client.post(address)
    assert memberships() == [(EMAIL, "contributor")]


def test_only_the_invited_address_counts_as_confirmed(invitation, address, client) -> None:
    sign_up(client, address, "boss@example.org")
    assert not EmailAddress.objects.filter(email="boss@example.org", verified=True).exists()
    assert set(EmailAddress.objects.filter(verified=True).values_list("email", flat=True)) <= {EMAIL}


def test_the_confirmation_serves_one_account(invitation, address, client) -> None:
    sign_up(client, address, EMAIL)
    client.logout()
    assert not client.session.get("account_verified_email")


def test_an_existing_account_is_not_taken_over_by_signing_up(invitation, address, client) -> None:
    owner = mailbox_of(EMAIL)
    before = owner.password
    sign_up(client, address, EMAIL)
    owner.refresh_from_db()
    assert owner.password == before
    assert "_auth_user_id" not in client.session
    assert User.objects.count() == 1


@pytest.mark.parametrize("ending", ["unknown", "expired", "revoked", "accepted"])
def test_a_dead_link_confirms_no_address(ending, invitation, address, client) -> None:
    answer = client.post(f"{dead(ending, invitation, address)}account/")
    assert answer.status_code == 404
    assert not client.session.get("account_verified_email")


def test_going_to_the_sign_up_page_needs_a_button(invitation, address, client) -> None:
    assert client.get(f"{address}account/").status_code == 405


# Dead links


def dead(ending: str, invitation: Invitation, address: str) -> str:
    """The address, after the invitation came to an end in this way."""
    now = timezone.now()
    if ending == "unknown":
        return reverse("organisations:invitation", args=[new_token()])
    if ending == "expired":
        invitation.expires_at = now - timedelta(seconds=1)
    elif ending == "revoked":
        invitation.revoked_at = now
    else:
        invitation.accepted_at = now
    invitation.save()
    return address


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("logged_in", [True, False])
def test_nobody_learns_why_a_link_is_dead(method, logged_in, organisation, client) -> None:
    if logged_in:
        client.force_login(mailbox_of(EMAIL))
    answers = set()
    for ending in ("unknown", "expired", "revoked", "accepted"):
        token = new_token()
        address = reverse("organisations:invitation", args=[token])
        found = invitation_for(organisation, email=EMAIL, token=token)
        answer = getattr(client, method)(dead(ending, found, address))
        with scopes_disabled():
            Invitation.objects.all().delete()
        answers.add((answer.status_code, without_secrets(answer.content.decode())))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 404
    assert memberships() == []


def without_secrets(text: str) -> str:
    """A page without what differs at every request."""
    return re.sub(r'(csrfmiddlewaretoken" value=|nonce=)"[^"]*"', "", text)


@pytest.mark.parametrize("guess", ["", "a", "%00", "../..", "' OR 1=1 --", "ü" * 40, "a" * 5000])
def test_guessing_finds_nothing(guess, invitation, invited) -> None:
    assert invited.post(f"/uitnodiging/{guess}/").status_code in (404, 405)
    assert memberships() == []


def test_the_stored_hash_is_no_key(invitation, invited) -> None:
    assert invited.post(reverse("organisations:invitation", args=[invitation.token_hash])).status_code == 404
    assert memberships() == []


def test_a_link_works_until_its_last_second(organisation, token) -> None:
    end = timezone.now() + timedelta(days=14)
    invitation_for(organisation, email=EMAIL, token=token, expires_at=end)
    user = mailbox_of(EMAIL)
    with pytest.raises(InvitationClosedError):
        accept(token=token, user=user, now=end)
    assert accept(token=token, user=user, now=end - timedelta(seconds=1)).role == Role.CONTRIBUTOR


def test_a_link_works_once(invitation, address, invited) -> None:
    invited.post(address)
    with scope(organisation=invitation.organisation):
        Membership.objects.get().delete()  # she was removed, and tries the old letter
    assert invited.get(address).status_code == 404
    assert invited.post(address).status_code == 404
    assert memberships() == []


@pytest.mark.parametrize("meanwhile", ["accepted_at", "revoked_at"])
def test_what_ends_between_reading_and_the_lock_ends(meanwhile, invitation, token, monkeypatch) -> None:
    found = verbs.find_invitation

    def find_and_then_it_ends(*args):
        here = found(*args)
        with scopes_disabled():
            Invitation.objects.filter(pk=here.pk).update(**{meanwhile: timezone.now()})
        return here

    monkeypatch.setattr(verbs, "find_invitation", find_and_then_it_ends)
    with pytest.raises(InvitationClosedError):
        accept(token=token, user=mailbox_of(EMAIL), now=timezone.now())
    assert memberships() == []


def test_a_firm_that_is_deleted_meanwhile_lets_nobody_in(invitation, token, monkeypatch) -> None:
    found = verbs.find_invitation

    def find_and_then_it_ends(*args):
        here = found(*args)
        with scopes_disabled():
            invitation.organisation.delete()
        return here

    monkeypatch.setattr(verbs, "find_invitation", find_and_then_it_ends)
    with pytest.raises(InvitationClosedError):
        accept(token=token, user=mailbox_of(EMAIL), now=timezone.now())


# Somebody else


def test_somebody_else_reads_what_to_do_and_may_log_out(invitation, address, client) -> None:
    client.force_login(mailbox_of("other@example.org"))
    page = client.get(address).content.decode()
    assert "you are logged in as other@example.org" in page
    assert "Accept the invitation" not in page
    answer = client.post(reverse("account_logout"), {"next": address})
    assert answer["Location"] == address


def test_somebody_else_cannot_accept(invitation, address, client, token) -> None:
    other = mailbox_of("other@example.org")
    client.force_login(other)
    assert client.post(address).status_code == 403
    with pytest.raises(WrongAccountError):
        accept(token=token, user=other, now=timezone.now())
    assert memberships() == []


def test_an_address_that_is_not_confirmed_is_no_proof(invitation, address, client) -> None:
    client.force_login(mailbox_of(EMAIL, is_confirmed=False))
    assert "First confirm that" in client.get(address).content.decode()
    assert client.post(address).status_code == 403
    assert memberships() == []


def test_an_address_that_only_looks_the_same_is_another_one(invitation, address, client) -> None:
    client.force_login(mailbox_of("invited@example.org.evil.example"))
    assert client.post(address).status_code == 403
    assert memberships() == []


def test_a_second_confirmed_address_of_an_account_counts(invitation, address, client) -> None:
    user = mailbox_of("private@example.org")
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True)
    client.force_login(user)
    client.post(address)
    assert memberships() == [("private@example.org", "contributor")]


# What comes in with the request


def test_the_role_stands_in_the_invitation_not_in_the_request(invitation, address, invited) -> None:
    other = OrganisationFactory(name="Ander")
    extra = {"role": "employer", "organisation": str(other.pk), "user": "x", "is_staff": "1"}
    invited.post(f"{address}?role=employer", extra)
    with scopes_disabled():
        membership = Membership.objects.get()
    assert (membership.role, membership.organisation_id) == ("contributor", invitation.organisation_id)
    assert not membership.user.is_staff


def test_a_form_on_another_site_accepts_nothing(invitation, address) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(mailbox_of(EMAIL))
    assert browser.post(address).status_code == 403
    assert memberships() == []


def test_a_member_keeps_her_role(organisation, address, token, client) -> None:
    invitation_for(organisation, email=EMAIL, role=Role.EMPLOYER, token=token)
    user = mailbox_of(EMAIL)
    MembershipFactory(organisation=organisation, user=user, role=Role.CONTRIBUTOR)
    client.force_login(user)
    client.post(address)
    assert memberships() == [(EMAIL, "contributor")]
    assert client.get(address).status_code == 404


def test_the_time_of_coming_in_is_shown_to_the_employer(invitation, address, token) -> None:
    user = mailbox_of(EMAIL)
    with time_machine.travel("2026-11-10 09:00+01:00", tick=False):
        membership = accept(token=token, user=user, now=timezone.now())
    assert membership.joined_at.isoformat() == "2026-11-10T08:00:00+00:00"

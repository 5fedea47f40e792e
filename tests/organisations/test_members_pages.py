"""The page about people: who sees it, what it shows, what its forms do."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from apps.organisations.models import Invitation, Membership, Role, User
from tests.factories import MembershipFactory, OrganisationFactory
from tests.organisations.people import invitation_for, mailbox_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

OTHERS = [role for role in Role if role != Role.EMPLOYER]


def url(name, organisation, *args):
    return reverse(f"organisations:{name}", args=[organisation.pk, *args])


def role_of(member):
    with scopes_disabled():
        found = Membership.objects.filter(pk=member.pk).first()
        return found.role if found else None


@pytest.fixture
def member(organisation) -> Membership:
    return MembershipFactory(organisation=organisation, role=Role.HR)


@pytest.fixture
def stranger() -> Membership:
    """Somebody of another firm."""
    return MembershipFactory(organisation=OrganisationFactory(name="Ander"), role=Role.HR)


@pytest.fixture
def employer(browser_of) -> Client:
    return browser_of()


def pages(organisation, member, invitation):
    """Every page of the employer, with what it is posted."""
    return {
        "members": (url("members", organisation), {"email": "a@example.org", "role": "hr"}),
        "member": (url("member", organisation, member.pk), {"role": "works_council"}),
        "remove": (url("remove_member", organisation, member.pk), {}),
        "hand over": (
            url("hand_over", organisation),
            {"taker": str(member.pk), "afterwards": "stay", "firm_name": organisation.name},
        ),
        "resend": (url("resend_invitation", organisation, invitation.pk), {}),
        "revoke": (url("revoke_invitation", organisation, invitation.pk), {}),
    }


PAGES = ["members", "member", "remove", "hand over", "resend", "revoke"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", OTHERS)
def test_only_an_employer_manages_people(page, role, browser_of, organisation, member) -> None:
    address, data = pages(organisation, member, invitation_for(organisation))[page]
    browser = browser_of(role)
    before = everything()
    assert browser.get(address).status_code == 403
    assert browser.post(address, data).status_code == 403
    assert everything() == before


@pytest.mark.parametrize("page", PAGES)
def test_somebody_of_another_firm_finds_nothing(page, organisation, member, client) -> None:
    address, data = pages(organisation, member, invitation_for(organisation))[page]
    client.force_login(MembershipFactory(organisation=OrganisationFactory()).user)
    before = everything()
    assert client.get(address).status_code == 404
    assert client.post(address, data).status_code == 404
    assert everything() == before


@pytest.mark.parametrize("page", PAGES)
def test_who_is_not_logged_in_logs_in_first(page, organisation, member, client) -> None:
    address, data = pages(organisation, member, invitation_for(organisation))[page]
    for answer in (client.get(address), client.post(address, data)):
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("page", [page for page in PAGES if page != "resend"])
def test_looking_changes_nothing(page, organisation, member, employer) -> None:
    address, _data = pages(organisation, member, invitation_for(organisation))[page]
    before = everything()
    assert employer.get(address).status_code == 200
    assert everything() == before


def test_sending_again_needs_a_button(organisation, employer) -> None:
    address = url("resend_invitation", organisation, invitation_for(organisation).pk)
    assert employer.get(address).status_code == 405


@pytest.mark.parametrize("page", ["member", "remove_member"])
def test_a_member_of_another_firm_is_not_found_here(page, organisation, stranger, employer) -> None:
    for pk in (stranger.pk, uuid.uuid4()):
        address = url(page, organisation, pk)
        assert employer.get(address).status_code == 404
        assert employer.post(address, {"role": "employer"}).status_code == 404
    assert role_of(stranger) == Role.HR


@pytest.mark.parametrize("page", ["resend_invitation", "revoke_invitation"])
def test_an_invitation_of_another_firm_is_not_found_here(page, organisation, stranger, employer) -> None:
    theirs = invitation_for(stranger.organisation)
    before = everything()
    assert employer.post(url(page, organisation, theirs.pk)).status_code == 404
    assert everything() == before


def test_a_firm_cannot_be_handed_to_somebody_of_another_firm(
    organisation, member, stranger, employer
) -> None:
    data = {"taker": str(stranger.pk), "afterwards": "stay", "firm_name": organisation.name}
    answer = employer.post(url("hand_over", organisation), data)
    assert answer.status_code == 422
    assert "taker" in answer.context["form"].errors
    assert role_of(stranger) == Role.HR


def everything():
    with scopes_disabled():
        return (
            list(Membership.objects.order_by("pk").values()),
            list(Invitation.objects.order_by("pk").values()),
            list(User.objects.order_by("pk").values_list("pk", "email", "is_staff", "is_superuser")),
        )


def test_the_page_shows_members_and_open_invitations(organisation, member, employer) -> None:
    invitation_for(organisation, email="new@example.org")
    text = employer.get(url("members", organisation)).content.decode()
    assert member.user.email in text
    assert "new@example.org" in text
    assert "the link works until" in text


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_page_costs_the_same_for_any_number_of_people(number, organisation, employer, queries) -> None:
    for index in range(number):
        MembershipFactory(organisation=organisation, role=Role.CONTRIBUTOR)
        invitation_for(organisation, email=f"new{index}@example.org")
    with queries() as captured:
        employer.get(url("members", organisation))
    about_people = [sql for sql in captured.statements if "invitation" in sql or "membership" in sql]
    assert len(about_people) == 3  # who comes in, the members, the invitations
    assert len(captured.statements) <= 6


def test_inviting_sends_a_letter_and_says_so(organisation, employer, post_office) -> None:
    with post_office() as letters:
        answer = employer.post(
            url("members", organisation), {"email": "New@Example.org", "role": "hr"}, follow=True
        )
    assert "The invitation is on its way to New@Example.org" in answer.content.decode()
    assert [letter.to for letter in letters] == [["new@example.org"]]


def test_the_page_says_the_same_for_an_address_with_and_without_an_account(
    organisation, employer, post_office
) -> None:
    known = mailbox_of("known@example.org")
    said, sent = [], []
    for email in (known.email, "nobody@example.org"):
        with post_office() as letters:
            answer = employer.post(url("members", organisation), {"email": email, "role": "hr"}, follow=True)
        message = str(next(iter(answer.context["messages"])))
        said.append((answer.redirect_chain, message.replace(email, "…")))
        sent.append([(letter.subject, len(letter.body) - len(email)) for letter in letters])
    assert said[0] == said[1]
    assert sent[0] == sent[1]


def test_other_fields_of_a_request_are_not_read(organisation, member, employer) -> None:
    other = OrganisationFactory(name="Ander")
    extra = {
        "organisation": str(other.pk),
        "organisation_id": str(other.pk),
        "accepted_at": "2026-01-01",
        "accepted_by": str(member.user_id),
        "expires_at": "2036-01-01",
        "token_hash": "0" * 64,
        "user": str(member.user_id),
        "is_staff": "1",
    }
    employer.post(url("members", organisation), {"email": "a@example.org", "role": "hr", **extra})
    with scopes_disabled():
        made = Invitation.objects.get(email="a@example.org")
    assert (made.organisation_id, made.accepted_at, made.accepted_by_id) == (organisation.pk, None, None)
    assert made.expires_at.year < 2036
    assert made.token_hash != "0" * 64

    employer.post(url("member", organisation, member.pk), {"role": "contributor", **extra})
    with scopes_disabled():
        changed = Membership.objects.get(pk=member.pk)
    assert (changed.role, changed.organisation_id, changed.user_id) == (
        Role.CONTRIBUTOR,
        organisation.pk,
        member.user_id,
    )


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"email": "", "role": "hr"}, "email"),
        ({"email": "no address", "role": "hr"}, "email"),
        ({"email": "a@example.org\nBcc: b@example.org", "role": "hr"}, "email"),
        ({"email": "a@example.org, b@example.org", "role": "hr"}, "email"),
        ({"email": "a" * 250 + "@example.org", "role": "hr"}, "email"),
        ({"email": "a@example.org", "role": ""}, "role"),
        ({"email": "a@example.org", "role": "adviser"}, "role"),
        ({"email": "a@example.org", "role": "superuser"}, "role"),
    ],
)
def test_bad_input_is_explained_and_nothing_is_sent(data, field, organisation, employer, post_office) -> None:
    with post_office() as letters:
        answer = employer.post(url("members", organisation), data)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert letters == []


def test_somebody_who_is_here_already_is_not_invited(organisation, member, employer) -> None:
    data = {"email": member.user.email.upper(), "role": "employer"}
    answer = employer.post(url("members", organisation), data)
    assert answer.status_code == 422
    assert "already belongs" in answer.content.decode()


def test_an_open_invitation_is_not_doubled(organisation, employer) -> None:
    invitation_for(organisation, email="new@example.org")
    answer = employer.post(url("members", organisation), {"email": "new@example.org", "role": "employer"})
    assert answer.status_code == 422
    assert "There is an open invitation" in answer.content.decode()


def test_a_trial_invites_nobody(organisation, employer, post_office) -> None:
    organisation.trial_ends_at = timezone.now()
    organisation.save()
    assert "Make an account first" in employer.get(url("members", organisation)).content.decode()
    with post_office() as letters:
        answer = employer.post(url("members", organisation), {"email": "a@example.org", "role": "hr"})
    assert answer.status_code == 422
    assert letters == []


def test_a_role_is_changed(organisation, member, employer) -> None:
    answer = employer.post(url("member", organisation, member.pk), {"role": "works_council"}, follow=True)
    assert "is changed" in answer.content.decode()
    assert role_of(member) == Role.WORKS_COUNCIL


def test_an_unknown_role_is_refused(organisation, member, employer) -> None:
    answer = employer.post(url("member", organisation, member.pk), {"role": "admin"})
    assert answer.status_code == 422
    assert role_of(member) == Role.HR


def test_the_only_employer_reads_why_her_role_stays(organisation, employer) -> None:
    with scope(organisation=organisation):
        own = Membership.objects.get(role=Role.EMPLOYER)
    answer = employer.post(url("member", organisation, own.pk), {"role": "hr"})
    assert answer.status_code == 422
    assert "the only employer" in answer.content.decode()
    assert role_of(own) == Role.EMPLOYER


def test_who_lowered_her_own_role_is_taken_home(organisation, browser_of) -> None:
    MembershipFactory(organisation=organisation, role=Role.EMPLOYER)
    browser = browser_of()
    with scope(organisation=organisation):
        own = Membership.objects.get(user_id=browser.session["_auth_user_id"])
    answer = browser.post(url("member", organisation, own.pk), {"role": "hr"})
    assert answer["Location"] == reverse("home")
    assert browser.get(url("members", organisation)).status_code == 403


def test_a_removed_member_is_outside_at_her_next_click(organisation, browser_of, employer) -> None:
    browser = browser_of(Role.HR)
    with scope(organisation=organisation):
        hers = Membership.objects.get(user_id=browser.session["_auth_user_id"])
    page = employer.get(url("remove_member", organisation, hers.pk)).content.decode()
    assert "stays" in page
    assert employer.post(url("remove_member", organisation, hers.pk)).status_code == 302
    assert browser.get(url("leave", organisation)).status_code == 404


def test_removing_oneself_is_leaving(organisation, employer) -> None:
    with scope(organisation=organisation):
        own = Membership.objects.get(role=Role.EMPLOYER)
    answer = employer.post(url("remove_member", organisation, own.pk))
    assert answer["Location"] == url("leave", organisation)
    assert role_of(own) == Role.EMPLOYER


@pytest.mark.parametrize("role", OTHERS)
def test_every_member_may_leave(role, organisation, browser_of) -> None:
    browser = browser_of(role)
    assert browser.get(url("leave", organisation)).status_code == 200
    answer = browser.post(url("leave", organisation))
    assert answer["Location"] == reverse("home")
    assert browser.get(url("leave", organisation)).status_code == 404


def test_the_only_employer_cannot_leave_and_reads_what_to_do(organisation, member, employer) -> None:
    assert url("hand_over", organisation) in employer.get(url("leave", organisation)).content.decode()
    answer = employer.post(url("leave", organisation))
    assert answer.status_code == 409
    assert "You cannot leave yet" in answer.content.decode()
    assert employer.get(url("members", organisation)).status_code == 200


@pytest.mark.parametrize(("afterwards", "status"), [("stay", 403), ("go", 404)])
def test_handing_over_makes_another_member_employer(
    afterwards, status, organisation, member, employer
) -> None:
    name = f"  {organisation.name.upper()} "
    data = {"taker": str(member.pk), "afterwards": afterwards, "firm_name": name}
    answer = employer.post(url("hand_over", organisation), data)
    assert answer["Location"] == reverse("home")
    assert role_of(member) == Role.EMPLOYER
    assert employer.get(url("members", organisation)).status_code == status


def test_handing_over_asks_for_the_name_of_the_firm(organisation, member, employer) -> None:
    for name in ("", "Another firm"):
        data = {"taker": str(member.pk), "afterwards": "go", "firm_name": name}
        answer = employer.post(url("hand_over", organisation), data)
        assert answer.status_code == 422
        assert "firm_name" in answer.context["form"].errors
    assert role_of(member) == Role.HR


def test_without_another_member_the_page_says_how_to_begin(organisation, employer) -> None:
    assert "Invite the new employer first" in employer.get(url("hand_over", organisation)).content.decode()

"""*Laat dit onderdeel invullen door …*: the page that asks somebody."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.test import Client
from django_scopes import scope, scopes_disabled

from apps.organisations.domain.invitations import LETTERS_PER_DAY
from apps.organisations.models import Department, Invitation, Membership, Role
from apps.rie.domain.dossier import close_dossier
from apps.rie.models import Delegation
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.rie.conftest import Firm
from tests.rie.screen import text_of

pytestmark = pytest.mark.usefixtures("english")
SUBTHEME = "taakeisen"


@pytest.fixture
def url(firm: Firm) -> str:
    return firm.url("delegate", SUBTHEME)


@pytest.fixture
def browser(browser_of) -> Client:
    return browser_of(user=UserFactory(name="Anna", email="anna@example.org"))


def given(firm: Firm) -> list[Delegation]:
    with scope(organisation=firm.organisation):
        return list(Delegation.objects.select_related("member", "invitation", "department"))


class TestAsking:
    def test_a_colleague_gets_a_letter_with_the_address_of_exactly_this_part(
        self, firm, browser, member, url, letters
    ):
        form = {"member": member.pk, "department": firm.department.pk, "note": "Wil jij dit doen?"}
        with letters():
            answer = browser.post(url, form, follow=True)

        [delegation] = given(firm)
        assert (delegation.member, delegation.department, delegation.note) == (
            member,
            firm.department,
            "Wil jij dit doen?",
        )
        assert f"http://testserver{firm.url('subtheme', SUBTHEME)}" in mail.outbox[0].body
        assert "Bram gets a letter with a link to this part." in text_of(answer)

    def test_the_link_in_the_letter_opens_for_who_got_it(self, firm, browser, member, url, letters):
        with letters():
            browser.post(url, {"member": member.pk})
        link = next(line for line in mail.outbox[0].body.splitlines() if line.startswith("http"))
        bram = Client()
        bram.force_login(member.user)

        assert bram.get(link).status_code == 200

    def test_an_address_that_is_unknown_gets_an_invitation_that_brings_the_part(
        self, firm, browser, url, letters
    ):
        with letters():
            answer = browser.post(url, {"email": "Nieuw@Example.org"}, follow=True)

        assert "nieuw@example.org is invited, and finds this part after accepting." in text_of(answer)
        link = next(line for line in mail.outbox[0].body.splitlines() if line.startswith("http"))
        newcomer = Client()
        newcomer.force_login(UserFactory(email="nieuw@example.org"))
        newcomer.post(link)
        assert newcomer.get(firm.url("subtheme", SUBTHEME)).status_code == 200
        assert newcomer.get(firm.url("overview")).status_code == 403

    def test_the_address_of_a_member_is_that_member(self, firm, browser, member, url):
        browser.post(url, {"email": "BRAM@example.org"})

        assert [one.member for one in given(firm)] == [member]

    def test_who_has_it_already_gets_no_second_letter(self, firm, browser, member, url, letters):
        with letters():
            browser.post(url, {"member": member.pk})
            answer = browser.post(url, {"member": member.pk}, follow=True)

        assert len(mail.outbox) == 1
        assert "Bram has this part already. No new letter was sent." in text_of(answer)

    def test_a_firm_without_colleagues_and_departments_is_asked_for_an_address_only(
        self, firm, browser_of, url
    ):
        with scope(organisation=firm.organisation):
            Department.objects.update(is_active=False)
        page = text_of(browser_of().get(url))

        assert 'name="email"' in page
        assert 'name="member"' not in page
        assert 'name="department"' not in page

    @pytest.mark.parametrize(
        ("form", "message"),
        [
            ({}, "Choose who will fill this in, or fill in an e-mail address."),
            ({"email": "geen adres"}, "Enter a valid email address."),
            ({"email": "anna@example.org"}, "This is your own address."),
            ({"email": "raad@example.org"}, "This person reads along in the works council"),
            ({"email": "x@example.org", "member": "MEMBER"}, "not both"),
            ({"member": "MEMBER", "note": "x" * 301}, "at most 300 characters"),
            ({"member": "MEMBER", "note": "a\x07b"}, "invisible control characters"),
            ({"member": "COUNCIL"}, "Select a valid choice."),
            ({"member": "SELF"}, "Select a valid choice."),
            ({"member": "STRANGER"}, "Select a valid choice."),
            ({"member": "onzin"}, "Select a valid choice."),
            ({"member": "MEMBER", "department": "THEIRS"}, "Select a valid choice."),
            ({"member": "MEMBER", "department": "RETIRED"}, "Select a valid choice."),
        ],
        ids=str,
    )
    def test_what_does_not_fit_is_refused_with_a_message(
        self, firm, browser, member, url, letters, form, message
    ):
        council = UserFactory(email="raad@example.org")
        other = OrganisationFactory()
        with scopes_disabled():
            theirs = Department.objects.create(organisation=other, name="Elders", headcount=3)
            retired = Department.objects.create(
                organisation=firm.organisation, name="Oud", headcount=1, is_active=False
            )
            ids = {
                "MEMBER": member.pk,
                "COUNCIL": MembershipFactory(
                    organisation=firm.organisation, role=Role.WORKS_COUNCIL, user=council
                ).pk,
                "SELF": Membership.objects.get(user__email="anna@example.org").pk,
                "STRANGER": MembershipFactory(organisation=other).pk,
                "THEIRS": theirs.pk,
                "RETIRED": retired.pk,
            }
        with letters():
            answer = browser.post(url, {name: ids.get(value, value) for name, value in form.items()})

        assert answer.status_code == 422
        assert message in text_of(answer)
        assert (given(firm), mail.outbox) == ([], [])

    def test_what_was_typed_stays(self, browser, url):
        page = text_of(browser.post(url, {"email": "geen adres", "note": "Graag voor vrijdag."}))

        assert "geen adres" in page
        assert "Graag voor vrijdag." in page

    def test_who_tries_without_an_account_hears_what_to_do_first(self, firm, browser, url):
        with scope(organisation=firm.organisation):
            firm.organisation.trial_ends_at = datetime(2030, 1, 1, tzinfo=UTC)
            firm.organisation.save()
        answer = browser.post(url, {"email": "nieuw@example.org"})

        assert answer.status_code == 422
        assert "Make an account first" in text_of(answer)

    def test_a_firm_cannot_bother_the_whole_world(self, firm, browser, url):
        with scope(organisation=firm.organisation):
            Invitation.objects.bulk_create(
                Invitation(
                    organisation=firm.organisation,
                    email=f"{number}@example.org",
                    role=Role.CONTRIBUTOR,
                    token_hash=str(number),
                    expires_at=datetime(2030, 1, 1, tzinfo=UTC),
                )
                for number in range(LETTERS_PER_DAY)
            )
        answer = browser.post(url, {"email": "nieuw@example.org"})

        assert answer.status_code == 422
        assert "that is the limit" in text_of(answer)
        assert given(firm) == []

    def test_somebody_invited_to_read_along_is_refused(self, firm, browser, url):
        browser.post(url, {"email": "nieuw@example.org"})
        with scope(organisation=firm.organisation):
            Invitation.objects.update(role=Role.WORKS_COUNCIL)
        answer = browser.post(url, {"email": "nieuw@example.org"})

        assert answer.status_code == 422
        assert "This person was invited to read along" in text_of(answer)

    def test_a_subtheme_that_does_not_exist_is_not_found(self, firm, browser):
        assert browser.get(firm.url("delegate", "bestaat-niet")).status_code == 404

    def test_a_closed_dossier_offers_nothing_to_give(self, firm, browser, url):
        with scope(organisation=firm.organisation):
            close_dossier(dossier=firm.dossier)

        assert "Send the link" not in text_of(browser.get(url))
        assert url not in text_of(browser.get(firm.url("subtheme", SUBTHEME)))

"""*Laat dit onderdeel invullen door …*: what the owner sees, and taking back."""

import uuid
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from apps.organisations.models import Invitation, Membership, Role
from apps.rie.domain.delegation import Part
from apps.rie.models import Delegation
from tests.factories import DossierFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.rie.conftest import Firm
from tests.rie.delegating import to_mailbox
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


class TestWhatTheOwnerSees:
    @pytest.fixture
    def three(self, firm, browser, member, content, give) -> None:
        with scope(organisation=firm.organisation):
            owner = Membership.objects.get(user__email="anna@example.org")
            to_mailbox(Part(firm.dossier, content.subthemes["beleid"]), "nieuw@example.org", owner)
        give(SUBTHEME, member=member, department=firm.department)
        give(
            content.factors["W43"].spec.subtheme,
            member=member,
            done_at=datetime(2026, 11, 20, 12, tzinfo=UTC),
        )

    @pytest.mark.usefixtures("three")
    def test_the_overview_says_who_has_what_and_what_is_done(self, firm, browser):
        page = text_of(browser.get(firm.url("overview")))

        assert "Given to others" in page
        assert "Bram" in page
        assert "· Winkel" in page
        assert "Ready since 20 November" in page
        assert "Busy" in page
        assert "nieuw@example.org" in page
        assert "Invited, not accepted yet" in page

    @pytest.mark.usefixtures("three")
    def test_the_page_of_the_part_says_it_too(self, firm, browser):
        page = text_of(browser.get(firm.url("subtheme", SUBTHEME)))

        assert "This part was given to" in page
        assert "Bram" in page
        assert "nieuw@example.org" not in page

    @pytest.mark.usefixtures("three")
    def test_an_invitation_that_expired_says_so(self, firm, browser):
        with scope(organisation=firm.organisation):
            Invitation.objects.update(expires_at=datetime(2020, 1, 1, tzinfo=UTC))

        assert "The invitation is too old now." in text_of(browser.get(firm.url("overview")))

    @pytest.mark.usefixtures("three")
    def test_who_reads_along_sees_no_names_and_no_buttons(self, firm, browser_of):
        council = browser_of(Role.WORKS_COUNCIL)
        for page in (firm.url("overview"), firm.url("subtheme", SUBTHEME)):
            text = text_of(council.get(page))

            assert "Bram" not in text
            assert "nieuw@example.org" not in text
            assert firm.url("delegate", SUBTHEME) not in text

    def test_the_pages_cost_the_same_however_much_was_given(self, firm, browser, content, queries, give):
        pages = [firm.url(name, *args) for name, args in (("overview", ()), ("subtheme", (SUBTHEME,)))]
        counts = {page: set() for page in (*pages, firm.url("delegate", SUBTHEME))}
        for size in (1, 3, 30):
            for number in range(size):
                give(
                    list(content.subthemes)[number % len(content.subthemes)],
                    member=MembershipFactory(organisation=firm.organisation, role=Role.CONTRIBUTOR),
                    department=firm.department,
                )
            for page, seen in counts.items():
                with queries() as captured:
                    assert browser.get(page).status_code == 200
                seen.add(len(captured.statements))

        assert all(len(seen) == 1 and max(seen) <= 12 for seen in counts.values()), counts


class TestTakingBack:
    @pytest.fixture
    def delegation(self, give, member) -> Delegation:
        return give(SUBTHEME, member=member)

    @pytest.fixture
    def back(self, firm, delegation) -> str:
        return firm.url("take_back", delegation.pk)

    def test_it_asks_first_and_says_what_stays(self, firm, browser, back):
        page = text_of(browser.get(back))

        assert "The answers stay. Bram can no longer open this part" in page
        assert len(given(firm)) == 1

    def test_taken_back_is_taken_back(self, firm, browser, back):
        answer = browser.post(back, follow=True)

        assert given(firm) == []
        assert "Taken back. What was filled in is still there." in text_of(answer)

    @pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.WORKS_COUNCIL])
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_only_who_gives_takes_back(self, firm, browser_of, back, role, method):
        assert getattr(browser_of(role), method)(back).status_code == 403
        assert len(given(firm)) == 1

    def test_nobody_of_another_firm_takes_it_back(self, firm, back):
        outsider = Client()
        outsider.force_login(MembershipFactory().user)

        assert outsider.post(back).status_code == 404
        assert len(given(firm)) == 1

    def test_who_is_not_logged_in_is_led_to_the_login(self, client, back):
        assert client.post(back).url.startswith(reverse("account_login"))

    def test_what_was_given_in_another_dossier_or_firm_is_not_found(self, firm, browser, give):
        second = DossierFactory(organisation=firm.organisation, year=2025)
        other = OrganisationFactory()
        theirs = DossierFactory(organisation=other)
        with scope(organisation=other):
            foreign = Delegation.objects.create(
                organisation=other,
                dossier=theirs,
                subtheme=SUBTHEME,
                member=MembershipFactory(organisation=other),
            )
        for key in (give(SUBTHEME, dossier=second).pk, foreign.pk, uuid.UUID(int=0)):
            assert browser.post(firm.url("take_back", key)).status_code == 404
        with scopes_disabled():
            assert Delegation.objects.count() == 2

    def test_an_invitation_that_waits_goes_with_it(self, firm, browser, url):
        browser.post(url, {"email": "nieuw@example.org"})
        [delegation] = given(firm)
        back = firm.url("take_back", delegation.pk)

        assert "Then the invitation is taken back too." in text_of(browser.get(back))
        browser.post(back)
        with scope(organisation=firm.organisation):
            assert Invitation.objects.get().revoked_at is not None

"""The landing page, a person's own firms, and setting up a new one."""

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from apps.organisations.models import Membership, Organisation, Role
from apps.rie.models import Dossier
from tests.factories import DossierFactory, MembershipFactory, UserFactory
from tests.rie.screen import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

FIRM = {
    "name": "Fietsenmaker Wiel",
    "kvk_number": "87654321",
    "sector": "detailhandel",
    "headcount": "4",
    "paid_hours_per_week": "120",
    "sites": "1",
    "representation": "none",
    "seen_json": "{}",
}


@pytest.fixture
def ans(client):
    """Somebody who is logged in and belongs to no firm yet."""
    user = UserFactory(name="Ans")
    client.force_login(user)
    return user


class TestHome:
    def test_a_stranger_reads_what_this_is(self, client):
        answer = client.get(reverse("home"))

        assert answer.status_code == 200
        assert "Start your RI&E" in text_of(answer)

    def test_who_has_no_firm_yet_is_asked_to_tell_about_it(self, client, ans):
        assert "Tell about your firm" in text_of(client.get(reverse("home")))

    def test_a_member_finds_her_firms_and_their_dossiers_and_no_others(self, client, ans):
        mine = MembershipFactory(user=ans, organisation__name="Bakkerij").organisation
        DossierFactory(organisation=mine)
        other = DossierFactory(organisation__name="Slagerij")

        page = text_of(client.get(reverse("home")))

        assert "Bakkerij" in page
        assert "RI&E 2026" in page
        assert "Slagerij" not in page
        assert str(other.pk) not in page

    @pytest.mark.parametrize("role", Role)
    def test_only_who_may_is_offered_another_dossier(self, client, ans, role):
        MembershipFactory(user=ans, role=role)

        offered = "Start another RI&E" in text_of(client.get(reverse("home")))
        assert offered == (role in (Role.EMPLOYER, Role.HR))


class TestHelp:
    def test_everybody_can_read_it(self, client):
        answer = client.get(reverse("help"))

        assert answer.status_code == 200
        assert "a review is not an approval" in text_of(answer)

    def test_it_promises_no_exemption_and_names_no_fine(self, client):
        page = text_of(client.get(reverse("help"))).lower()

        assert "your ri&e must be reviewed by a certified expert" in page
        assert "exempt" not in page
        assert "€" not in page


@pytest.mark.parametrize(
    ("name", "method"), [("home", "post"), ("help", "post"), ("new_firm", "put"), ("new_firm", "delete")]
)
def test_a_method_that_a_page_does_not_know_is_refused(client, ans, name, method):
    assert getattr(client, method)(reverse(name)).status_code == 405


class TestNewFirm:
    url = "/bedrijf/nieuw/"

    def test_a_stranger_is_led_to_the_login(self, client):
        for answer in (client.get(self.url), client.post(self.url, FIRM)):
            assert answer.status_code == 302
            assert answer.url == f"{reverse('account_login')}?next={self.url}"
        assert not Organisation.objects.exists()

    def test_it_asks_a_few_facts(self, client, ans):
        answer = client.get(self.url)

        assert answer.status_code == 200
        assert 'name="kvk_number"' in text_of(answer)

    def test_it_founds_the_firm_with_its_first_dossier_and_goes_on_to_the_first_look(
        self, client, ans, time_machine
    ):
        time_machine.move_to("2026-12-31T23:30:00Z", tick=False)  # in Amsterdam it is 2027 already
        client.force_login(ans)

        answer = client.post(self.url, FIRM)

        firm = Organisation.objects.get()
        with scope(organisation=firm):
            dossier, member = Dossier.objects.get(), Membership.objects.get()
        assert (answer.status_code, answer.url) == (302, reverse("rie:profile", args=[firm.pk, dossier.pk]))
        assert (firm.name, firm.headcount, dossier.year) == ("Fietsenmaker Wiel", 4, 2027)
        assert (member.user, member.role) == (ans, Role.EMPLOYER)

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({"kvk_number": "kvknummr"}, "A KvK number has exactly 8 digits."),
            ({"kvk_number": "1234567"}, "A KvK number has exactly 8 digits."),
            ({"kvk_number": "123456789"}, "at most 8 characters"),
            ({"headcount": "-4"}, "Fill in at least 1."),
            ({"headcount": "0"}, "Fill in at least 1."),
            ({"sector": "landbouw"}, "Select a valid choice."),
            ({"name": "Wiel\x07"}, "invisible control characters"),
            ({"name": ""}, "This field is required."),
        ],
        ids=str,
    )
    def test_what_does_not_fit_is_refused_keeps_what_was_typed_and_founds_nothing(
        self, client, ans, wrong, message
    ):
        answer = client.post(self.url, {**FIRM, "prevention_officer": "Getypt", **wrong})

        assert answer.status_code == 422
        assert message in text_of(answer)
        assert 'value="Getypt"' in text_of(answer)
        assert not Organisation.objects.exists()

    def test_when_the_dossier_cannot_be_made_there_is_no_firm_either(self, client, ans, monkeypatch):
        def fail(**kwargs: object) -> None:
            raise RuntimeError("the disk is full")

        monkeypatch.setattr("apps.rie.views.home.open_dossier", fail)
        with pytest.raises(RuntimeError):
            client.post(self.url, FIRM)

        assert not Organisation.objects.exists()
        with scopes_disabled():
            assert not Membership.objects.exists()

    def test_a_form_from_another_site_is_refused(self, ans):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(ans)

        assert browser.post(self.url, FIRM).status_code == 403
        assert not Organisation.objects.exists()


class TestAnotherDossier:
    def url(self, organisation) -> str:
        return reverse("rie:new_dossier", args=[organisation.pk])

    def count(self, organisation) -> int:
        with scope(organisation=organisation):
            return Dossier.objects.count()

    @pytest.mark.parametrize("role", Role)
    def test_only_who_runs_the_firm_starts_one(self, organisation, browser_of, role, time_machine):
        time_machine.move_to("2026-11-23T12:00:00Z", tick=False)

        answer = browser_of(role).post(self.url(organisation))

        allowed = role in (Role.EMPLOYER, Role.HR)
        assert answer.status_code == (302 if allowed else 403)
        assert self.count(organisation) == int(allowed)

    def test_somebody_of_another_firm_does_not(self, organisation, client):
        client.force_login(MembershipFactory().user)

        assert client.post(self.url(organisation)).status_code == 404
        assert self.count(organisation) == 0

    def test_a_stranger_does_not(self, organisation, client):
        assert client.post(self.url(organisation)).url.startswith(reverse("account_login"))
        assert self.count(organisation) == 0

    def test_reading_the_address_starts_nothing(self, organisation, browser_of):
        assert browser_of().get(self.url(organisation)).status_code == 405
        assert self.count(organisation) == 0

    def test_a_form_from_another_site_is_refused(self, organisation, browser_of):
        assert browser_of(enforce_csrf_checks=True).post(self.url(organisation)).status_code == 403
        assert self.count(organisation) == 0


def test_an_address_that_does_not_exist_has_a_page_with_a_way_out(client):
    for path in ("/bestaat/niet/", "/b/geen-uuid/rie/"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "To your firms" in text_of(answer)

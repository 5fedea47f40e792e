"""Trying without an account: what a guest can do, and what not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from apps.organisations.domain.trials import start_trial
from apps.organisations.guests import ACCOUNT_PAGES as ACCOUNT
from apps.organisations.letters import send_letter
from apps.organisations.models import Membership, Organisation, Role, User
from tests.factories import DossierFactory, MembershipFactory, UserFactory
from tests.organisations.trying import start_trying, try_with_a_firm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
BANNER = "You are trying Werkbalans without an account."
ACCOUNT_PAGES = ("account_login", "account_signup", "account_reset_password", "mfa_index")


@pytest.fixture(autouse=True)
def _nobody_tried_before(db: None) -> None:
    cache.clear()


class TestTheFrontDoor:
    def test_offers_to_try_and_says_how_long_it_is_kept(self, client):
        page = client.get(reverse("home")).content.decode()

        assert f'action="{reverse("try_without_account")}"' in page
        assert "stays in this browser for 14 days" in page

    def test_leads_a_visitor_straight_to_her_firm(self, client):
        page = client.post(reverse("try_without_account"), follow=True)

        assert page.redirect_chain == [(reverse("new_firm"), 302)]
        assert BANNER in page.content.decode()

    def test_makes_a_guest_who_has_no_mailbox_and_cannot_log_in(self):
        guest = start_trying().guest

        assert guest.is_guest
        assert guest.email.endswith("@guest.invalid")
        assert not guest.has_usable_password()
        assert not Client().login(email=guest.email, password="")

    def test_only_opens_with_a_button(self, client):
        assert client.get(reverse("try_without_account")).status_code == 405
        assert not User.objects.exists()

    def test_asks_for_the_token_of_the_form(self):
        assert Client(enforce_csrf_checks=True).post(reverse("try_without_account")).status_code == 403

    def test_makes_no_second_guest_in_the_same_browser(self):
        trial = start_trying()

        page = trial.browser.post(reverse("try_without_account"))

        assert page.url == reverse("home")
        assert list(User.objects.all()) == [trial.guest]

    def test_makes_no_guest_of_who_is_logged_in(self, client):
        client.force_login(UserFactory())

        assert client.post(reverse("try_without_account")).url == reverse("home")
        assert not User.objects.filter(is_guest=True).exists()

    def test_gives_the_browser_a_new_session(self, client):
        """Nobody can hand somebody a session beforehand and look along in her trial."""
        client.session.save()
        session = client.session
        session["planted"] = True
        session.save()
        before = session.session_key

        start_trying(client)

        assert client.session.session_key != before
        assert Client(headers={"cookie": f"sessionid={before}"}).get(reverse("new_firm")).status_code == 302


class TestAGuest:
    def test_is_the_employer_of_a_firm_that_ends_in_two_weeks(self):
        trial = try_with_a_firm()

        left = trial.organisation.trial_ends_at - timezone.now()
        assert timedelta(days=13, hours=23) < left <= timedelta(days=14)
        with scope(organisation=trial.organisation):
            assert Membership.objects.get().role == Role.EMPLOYER

    def test_keeps_her_session_as_long_as_the_firm(self):
        trial = try_with_a_firm()

        assert trial.browser.session.get_expiry_date() >= trial.organisation.trial_ends_at - timedelta(
            minutes=1
        )

    def test_fills_in_looks_and_makes_a_report(self):
        trial = try_with_a_firm()

        for name in (
            "rie:profile",
            "rie:employees",
            "rie:overview",
            "rie:risks",
            "actions:plan",
            "reports:reports",
        ):
            assert trial.browser.get(trial.url(name)).status_code == 200, name
        assert trial.browser.post(trial.url("reports:ask", "full")).status_code == 302

    def test_reads_on_every_page_until_when_it_is_kept(self):
        trial = try_with_a_firm()
        until = timezone.localtime(trial.organisation.trial_ends_at)

        page = trial.browser.get(trial.url("rie:overview")).content.decode()

        assert BANNER in page
        assert f"{until.day} {until:%B %Y}" in page
        for name in ("home", "help", "new_firm", *ACCOUNT_PAGES[:3]):
            assert BANNER in trial.browser.get(reverse(name)).content.decode(), name

    def test_is_led_back_to_the_page_she_came_from(self):
        trial = try_with_a_firm()
        here = trial.url("rie:overview")

        page = trial.browser.get(here).content.decode()

        assert f'href="{reverse("account_signup")}?next={here}"' in page

    def test_has_no_account_pages_and_no_log_out_button(self):
        page = start_trying().browser.get(reverse("home")).content.decode()

        assert reverse("account_login") in page
        assert reverse("account_logout") not in page

    @pytest.mark.parametrize("name", ACCOUNT_PAGES)
    def test_is_nobody_on_the_pages_for_accounts(self, name):
        page = start_trying().browser.get(reverse(name), follow=True)

        assert page.status_code == 200
        assert not page.context["request"].user.is_authenticated

    def test_finds_every_way_to_log_in_among_the_pages_for_accounts(self):
        ways = [*ACCOUNT_PAGES, "account_email_verification_sent", "mfa_authenticate", "mfa_login_webauthn"]

        assert all(reverse(name).startswith(ACCOUNT) for name in ways)
        assert reverse("openid_connect_login", args=["sso"]).startswith(ACCOUNT)

    def test_does_not_lose_the_trial_by_logging_out(self):
        trial = try_with_a_firm()

        trial.browser.post(reverse("account_logout"))

        assert trial.browser.get(trial.url("rie:overview")).status_code == 200

    def test_gets_no_banner_with_an_account(self, client):
        client.force_login(UserFactory())

        assert BANNER not in client.get(reverse("home")).content.decode()

    def test_sees_no_other_firm(self):
        trial, other = try_with_a_firm(), DossierFactory()
        MembershipFactory(organisation=other.organisation)

        address = reverse("rie:overview", args=[other.organisation_id, other.pk])
        assert trial.browser.get(address).status_code == 404

    def test_is_not_let_in_for_her_id_alone(self):
        """The session names a guest, never an account."""
        member = MembershipFactory().user
        browser = Client()
        session = browser.session
        session["trial_guest"] = str(member.pk)
        session.save()

        assert browser.get(reverse("new_firm")).status_code == 302
        assert "trial_guest" not in browser.session

    def test_is_gone_when_the_trial_is(self):
        trial = try_with_a_firm()
        address = trial.url("rie:overview")
        trial.organisation.delete()
        trial.guest.delete()

        assert trial.browser.get(address).url.startswith(reverse("account_login"))
        assert trial.browser.get(reverse("home")).status_code == 200

    @pytest.mark.parametrize("name", ["organisations:members", "review:share"])
    def test_lets_nobody_else_in_and_reads_why(self, name):
        trial = try_with_a_firm()
        in_dossier = [trial.dossier.pk] if name.startswith("review") else []

        page = trial.browser.get(reverse(name, args=[trial.organisation.pk, *in_dossier]))

        assert page.status_code == 403
        assert "Make an account first" in page.content.decode()

    def test_costs_one_query_to_recognise_in_a_firm(self, queries):
        trial = try_with_a_firm()
        address = trial.url("rie:overview")

        with queries() as captured:
            trial.browser.get(address)

        people = [sql for sql in captured.statements if "organisations_user" in sql and "membership" in sql]
        assert len(people) == 1


class TestStopping:
    def test_asks_first_and_names_the_firm(self):
        trial = try_with_a_firm()

        page = trial.browser.get(reverse("stop_trial")).content.decode()

        assert "Bloemenwinkel De Linde" in page
        assert Organisation.objects.exists()

    def test_throws_everything_away(self):
        trial = try_with_a_firm()

        page = trial.browser.post(reverse("stop_trial"))

        assert page.url == reverse("home")
        assert not Organisation.objects.exists()
        assert not User.objects.exists()
        assert "trial_guest" not in trial.browser.session

    def test_leaves_somebody_with_an_account_alone(self, browser_of, organisation):
        browser = browser_of(Role.EMPLOYER)

        assert browser.post(reverse("stop_trial")).url == reverse("home")
        assert Organisation.objects.get() == organisation

    def test_is_for_guests_only(self, client):
        assert client.post(reverse("stop_trial")).url.startswith(reverse("account_login"))


class TestTheLimit:
    def test_is_twenty_trials_an_hour_for_one_address(self, time_machine):
        time_machine.move_to("2026-11-23T10:00:00+01:00")
        for _ in range(20):
            start_trying()

        page = Client().post(reverse("try_without_account"))

        assert page.status_code == 429
        assert reverse("account_signup") in page.content.decode()
        assert User.objects.count() == 20

    def test_is_forgotten_after_an_hour(self, time_machine, settings):
        settings.TRIALS_PER_ADDRESS = "1/h/ip"
        time_machine.move_to("2026-11-23T10:00:00+01:00")
        start_trying()
        assert Client().post(reverse("try_without_account")).status_code == 429

        time_machine.move_to("2026-11-23T11:00:01+01:00")

        assert Client().post(reverse("try_without_account")).status_code == 302

    def test_is_not_for_another_address(self, settings):
        settings.TRIALS_PER_ADDRESS = "1/h/ip"
        start_trying()

        assert Client(REMOTE_ADDR="192.0.2.9").post(reverse("try_without_account")).status_code == 302

    def test_keeps_nobody_from_making_an_account(self, settings):
        settings.TRIALS_PER_ADDRESS = "0/h/ip"
        browser = Client()
        assert browser.post(reverse("try_without_account")).status_code == 429

        assert browser.get(reverse("account_signup")).status_code == 200


def test_two_guests_have_two_addresses():
    assert start_trial().email != start_trial().email


def test_no_letter_goes_to_a_guest(django_capture_on_commit_callbacks, organisation):
    with django_capture_on_commit_callbacks(execute=True):
        send_letter(
            to=start_trial().email, name="there-is-no-such-letter", context={}, organisation=organisation
        )

    assert mail.outbox == []

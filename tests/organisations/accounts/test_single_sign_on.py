"""Single sign-on against a real provider of OpenID Connect: the whole way there and back."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from apps.organisations.models import User
from config.environment import SingleSignOn
from tests.factories import UserFactory
from tests.organisations.accounts.steps import (
    PASSWORD,
    code_in_mail,
    confirm,
    is_logged_in,
    log_in,
    log_in_and_prove,
)
from tests.two_step import set_up_app

pytestmark = pytest.mark.django_db
LOGIN = reverse("openid_connect_login", args=["sso"])
CALLBACK = reverse("openid_connect_callback", args=["sso"])
SUBJECT = "medewerker-7"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of the provider."""
    script = Path(__file__).with_name("oidc_provider.py")
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        yield f"http://localhost:{int(process.stdout.readline())}"
        process.terminate()


@pytest.fixture(autouse=True)
def _single_sign_on(settings, provider: str) -> None:
    settings.SINGLE_SIGN_ON = SingleSignOn("eHerkenning", provider, "werkbalans", "geheim")


@pytest.fixture
def browser() -> Client:
    return Client()


def known_there(provider: str, subject: str = SUBJECT, **claims: object) -> None:
    """Let the provider say this about somebody."""
    requests.put(f"{provider}/users/{subject}", json=claims, timeout=5).raise_for_status()


def goes_there(browser: Client, *, process: str = "login", **more: str) -> str:
    """From the button to the page of the provider."""
    response = browser.post(f"{LOGIN}?process={process}", more)
    assert response.status_code == 302
    return response.url


def agrees(address: str, subject: str = SUBJECT, **answer: str) -> str:
    """Log in at the provider; returns the address on our side to which it sends the browser."""
    response = requests.post(address, data={"sub": subject, **answer}, allow_redirects=False, timeout=5)
    assert response.status_code == 302, response.text
    back = urlsplit(response.headers["Location"])
    assert (back.netloc, back.path) == ("testserver", CALLBACK)
    return f"{back.path}?{back.query}"


def signs_on(browser: Client, subject: str = SUBJECT, **more: str) -> HttpResponse:
    return browser.get(agrees(goes_there(browser, **more), subject))


class TestComingInForTheFirstTime:
    def test_with_a_confirmed_address_she_has_an_account_at_once(self, browser: Client, provider: str):
        known_there(provider, email="Ans@Firma.example", email_verified=True, name="Ans de Vries")
        assert signs_on(browser).url == reverse("home")
        assert is_logged_in(browser)
        user = User.objects.get()
        assert (user.email, user.name) == ("ans@firma.example", "Ans de Vries")
        assert not user.has_usable_password()

    @pytest.mark.parametrize("claim", [{}, {"email_verified": False}, {"email_verified": "false"}])
    def test_with_an_address_that_is_not_confirmed_she_confirms_it_here(
        self, browser: Client, provider: str, claim: dict[str, object]
    ):
        known_there(provider, email="ans@firma.example", **claim)
        assert signs_on(browser).url == reverse("account_email_verification_sent")
        assert not is_logged_in(browser)
        confirm(browser, code_in_mail())
        assert is_logged_in(browser)

    def test_without_an_address_she_is_asked_for_one(self, browser: Client, provider: str):
        known_there(provider, name="Ans de Vries")
        response = signs_on(browser)
        assert response.url == reverse("socialaccount_signup")
        assert "eHerkenning" in browser.get(response.url).content.decode()
        browser.post(response.url, {"email": "ans@firma.example"})
        assert not is_logged_in(browser)
        confirm(browser, code_in_mail())
        assert is_logged_in(browser)

    def test_the_next_time_she_is_the_same_person_also_with_another_address(
        self, browser: Client, provider: str
    ):
        known_there(provider, email="ans@firma.example", email_verified=True)
        signs_on(browser)
        known_there(provider, email="ans@elders.example", email_verified=True)
        again = Client()
        signs_on(again)
        assert is_logged_in(again)
        assert User.objects.get().email == "ans@firma.example"


class TestAnAccountThatIsHereAlready:
    def test_a_confirmed_address_leads_to_it(self, browser: Client, provider: str, ans: User):
        known_there(provider, email=ans.email, email_verified=True)
        signs_on(browser)
        assert is_logged_in(browser)
        assert User.objects.get() == ans
        assert SocialAccount.objects.get().user == ans
        ans.refresh_from_db()
        assert ans.check_password(PASSWORD)

    @pytest.mark.parametrize(
        "claim",
        [{}, *({"email_verified": value} for value in (False, None, "false", "true", "1", 1, [True]))],
        ids=str,
    )
    def test_an_address_that_is_not_confirmed_takes_nothing_over(
        self, browser: Client, provider: str, ans: User, claim: dict[str, object]
    ):
        known_there(provider, email=ans.email, **claim)
        signs_on(browser)
        assert not is_logged_in(browser)
        assert not SocialAccount.objects.exists()
        assert User.objects.get() == ans
        assert [letter.to for letter in mail.outbox] == [[ans.email]]

    def test_who_waited_with_an_account_on_my_address_is_locked_out(self, browser: Client, provider: str):
        waiting = UserFactory(email="ans@firma.example", password=PASSWORD)
        EmailAddress.objects.filter(user=waiting).update(verified=False)
        known_there(provider, email="ans@firma.example", email_verified=True)
        signs_on(browser)
        attacker = Client()
        log_in(attacker, "ans@firma.example")
        assert not is_logged_in(attacker)
        waiting.refresh_from_db()
        assert not waiting.has_usable_password()

    def test_she_links_it_herself_when_she_is_logged_in(self, browser: Client, provider: str, ans: User):
        known_there(provider, email="heel-iets-anders@firma.example")
        log_in_and_prove(browser, ans.email)
        assert signs_on(browser, process="connect").url == reverse("socialaccount_connections")
        assert SocialAccount.objects.get().user == ans
        again = Client()
        signs_on(again)
        assert is_logged_in(again)

    def test_what_is_linked_to_another_account_stays_there(
        self, browser: Client, provider: str, ans: User, bram: User
    ):
        known_there(provider, email=bram.email, email_verified=True)
        signs_on(Client())
        log_in_and_prove(browser, ans.email)
        signs_on(browser, process="connect")
        assert SocialAccount.objects.get().user == bram

    def test_nobody_is_linked_who_is_not_logged_in(self, browser: Client, provider: str, ans: User):
        known_there(provider, email="iets@firma.example")
        signs_on(browser, process="connect")
        assert not is_logged_in(browser)
        assert not SocialAccount.objects.filter(user=ans).exists()

    def test_she_unlinks_it(self, browser: Client, provider: str, ans: User):
        known_there(provider, email=ans.email, email_verified=True)
        signs_on(browser)
        account = SocialAccount.objects.get()
        log_in_and_prove(browser := Client(), ans.email)
        browser.post(reverse("socialaccount_connections"), {"account": account.pk})
        assert not SocialAccount.objects.exists()

    def test_her_second_step_stays(self, browser: Client, provider: str, ans: User):
        set_up_app(ans)
        known_there(provider, email=ans.email, email_verified=True)
        assert signs_on(browser).url == reverse("mfa_authenticate")
        assert not is_logged_in(browser)

    def test_an_account_that_is_off_stays_off(self, browser: Client, provider: str, ans: User):
        known_there(provider, email=ans.email, email_verified=True)
        signs_on(Client())
        User.objects.update(is_active=False)
        signs_on(browser)
        assert not is_logged_in(browser)


class TestTheWayThereAndBack:
    def test_it_goes_with_pkce_and_a_state(self, browser: Client, provider: str):
        asked = parse_qs(urlsplit(goes_there(browser)).query)
        assert asked["code_challenge_method"] == ["S256"]
        assert asked["code_challenge"][0]
        assert asked["state"][0]
        assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}

    def test_an_answer_of_another_browser_is_refused(self, provider: str):
        """Login CSRF: the victim is sent back with the attacker's answer."""
        known_there(provider, email="dief@firma.example", email_verified=True)
        answer = agrees(goes_there(Client()))
        victim = Client()
        assert victim.get(answer).status_code == 401
        assert not is_logged_in(victim)

    def test_an_answer_works_once(self, browser: Client, provider: str):
        known_there(provider, email="ans@firma.example", email_verified=True)
        answer = agrees(goes_there(browser))
        browser.get(answer)
        browser.post(reverse("account_logout"))
        browser.get(answer)
        assert not is_logged_in(browser)

    def test_who_stops_there_gets_a_page_with_a_way_back(self, browser: Client, provider: str):
        response = browser.get(agrees(goes_there(browser), action="deny"), follow=True)
        assert reverse("account_login") in response.content.decode()
        assert not is_logged_in(browser)

    @pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
    def test_afterwards_she_is_on_this_site(self, browser: Client, provider: str, target: str):
        known_there(provider, email="ans@firma.example", email_verified=True)
        response = browser.post(f"{LOGIN}?process=login&next={target}")
        assert browser.get(agrees(response.url)).url == reverse("home")

    def test_a_link_starts_nothing(self, browser: Client):
        response = browser.get(f"{LOGIN}?process=login")
        assert response.status_code == 200
        assert "eHerkenning" in response.content.decode()

    def test_a_provider_that_is_away_is_a_page_with_a_way_out(self, browser: Client, settings):
        settings.SINGLE_SIGN_ON = SingleSignOn("eHerkenning", "http://localhost:9", "werkbalans", "geheim")
        response = browser.post(f"{LOGIN}?process=login")
        assert response.status_code == 401
        assert reverse("account_login") in response.content.decode()


class TestWhatIsKept:
    def test_no_more_than_who_she_is(self, browser: Client, provider: str):
        known_there(
            provider, email="ans@firma.example", email_verified=True, name="Ans", bsn="123456782", picture="x"
        )
        for _time in range(2):
            signs_on(browser)
            kept = SocialAccount.objects.get().extra_data
            assert kept == {"userinfo": {"sub": SUBJECT, "email": "ans@firma.example", "name": "Ans"}}
        assert not SocialToken.objects.exists()

    def test_a_provider_in_the_database_counts_for_nothing(self, browser: Client, settings):
        settings.SINGLE_SIGN_ON = None
        SocialApp.objects.create(
            provider="openid_connect",
            provider_id="sso",
            name="Dief",
            client_id="x",
            settings={"server_url": "https://evil.example"},
        )
        assert browser.post(LOGIN).status_code == 404
        assert "Dief" not in browser.get(reverse("account_login")).content.decode()


def test_the_login_page_has_a_button(browser: Client) -> None:
    page = browser.get(f"{reverse('account_login')}?next=/hulp/").content.decode()
    assert f'action="{LOGIN}?process=login&amp;next=%2Fhulp%2F"' in page
    assert "eHerkenning" in page


def test_the_login_page_costs_no_query(browser: Client, queries) -> None:
    with queries() as captured:
        browser.get(reverse("account_login"))
    assert captured.statements == []

"""Stopping a kind of letter: by the link in one, with the button of a mail program, and on one's own page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed
from django.test import Client
from django.urls import reverse

from apps.organisations import letters as registry
from apps.organisations.domain.muting import is_muted, mute, stop_token
from apps.organisations.letters import may_be_muted
from apps.organisations.models import MutedKind
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "kinds")]

EMAIL, KIND = "bea@example.org", "due-soon"


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_mutable", {})
    may_be_muted(KIND, "Reminders two weeks ahead")
    may_be_muted("weekly", "The list of every week")


@pytest.fixture
def url() -> str:
    return reverse("stop_letters", args=[stop_token(email=EMAIL, kind=KIND)])


@pytest.fixture
def strict() -> Client:
    """A browser without any cookie, on a server that checks forms."""
    return Client(enforce_csrf_checks=True)


class TestTheLink:
    def test_shows_which_letters_to_which_address_and_changes_nothing(self, client: Client, url: str) -> None:
        page = client.get(url).content.decode()
        assert "Reminders two weeks ahead" in page
        assert "b…@example.org" in page
        assert EMAIL not in page
        assert not MutedKind.objects.exists()

    def test_the_button_stops_them_and_the_other_undoes_it(self, strict: Client, url: str) -> None:
        for want, expected in (("stop", True), ("stop", True), ("resume", False), ("resume", False)):
            answer = strict.post(url, {"want": want}, follow=True)
            assert answer.redirect_chain == [(url, 302)]
            assert is_muted(email=EMAIL, kind=KIND) is expected
            assert ("You get no more of these letters" in answer.content.decode()) is expected
        assert not is_muted(email=EMAIL, kind="weekly")

    def test_the_button_of_a_mail_program_needs_no_visit(self, strict: Client, url: str) -> None:
        """RFC 8058: a POST without cookies, that goes to no other address."""
        answer = strict.post(url, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert is_muted(email=EMAIL, kind=KIND)

    @pytest.mark.parametrize(
        "sent", [{}, {"want": "perhaps"}, {"List-Unsubscribe": "Two-Click"}, {"want": "x" * 5000}], ids=str
    )
    def test_anything_else_changes_nothing(self, strict: Client, url: str, sent: dict[str, str]) -> None:
        answer = strict.post(url, sent)
        assert answer.status_code == 422
        assert "Stop these letters" in answer.content.decode()
        assert not MutedKind.objects.exists()

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_one_that_is_wrong_says_so_kindly(self, strict: Client, url: str, method: str, monkeypatch: Any):
        changed = url.replace("/stop/", "/stop/x")
        monkeypatch.delitem(registry._mutable, "weekly")
        old = reverse("stop_letters", args=[stop_token(email=EMAIL, kind="weekly")])
        for address in (changed, url[:-9] + "/", old, reverse("stop_letters", args=["é:x:y"])):
            answer = getattr(strict, method)(address, {"want": "stop"})
            assert answer.status_code == 404
            assert "This link does not work (any more)" in answer.content.decode()
        assert not MutedKind.objects.exists()

    def test_of_another_key_of_the_site_does_not_work(self, strict: Client, url: str, settings: Any) -> None:
        settings.SECRET_KEY = "another-key-another-key-another-key-another-key-another"
        assert strict.post(url, {"want": "stop"}).status_code == 404

    def test_works_for_who_is_logged_in_too_whoever_it_is(self, url: str) -> None:
        browser = Client()
        browser.force_login(UserFactory())
        browser.post(url, {"want": "stop"})
        assert list(MutedKind.objects.values_list("email", "kind")) == [(EMAIL, KIND)]

    @pytest.mark.no_second_step
    def test_works_for_who_still_has_to_set_up_a_second_step(self, url: str) -> None:
        browser = Client()
        browser.force_login(UserFactory(is_staff=True))
        assert browser.get(url).status_code == 200
        assert browser.get(reverse("home"))["Location"] == reverse("mfa_index")


class TestHerOwnPage:
    def test_shows_each_kind_and_turns_it_off_and_on(self, client: Client) -> None:
        user = UserFactory(email=EMAIL)
        client.force_login(user)
        url = reverse("my_letters")
        assert client.get(url).content.decode().count("On: you get these.") == 2
        for want, expected in (("stop", True), ("resume", False)):
            answer = client.post(url, {"kind": KIND, "want": want}, follow=True)
            assert answer.redirect_chain == [(url, 302)]
            assert is_muted(email=EMAIL, kind=KIND) is expected
            assert ("Off: you do not get these." in answer.content.decode()) is expected

    @pytest.mark.parametrize(
        "sent", [{}, {"kind": "invitation", "want": "stop"}, {"kind": KIND, "want": "x"}]
    )
    def test_takes_nothing_else(self, client: Client, sent: dict[str, str]) -> None:
        client.force_login(UserFactory())
        answer = client.post(reverse("my_letters"), sent)
        assert answer.status_code == 422
        assert "This is not saved yet" in answer.content.decode()
        assert not MutedKind.objects.exists()

    def test_says_so_when_there_is_nothing_to_choose(self, client: Client, monkeypatch: Any) -> None:
        monkeypatch.setattr(registry, "_mutable", {})
        client.force_login(UserFactory())
        assert (
            "There are no letters that you can turn off" in client.get(reverse("my_letters")).content.decode()
        )

    def test_is_for_who_is_logged_in(self, client: Client) -> None:
        for answer in (client.get(reverse("my_letters")), client.post(reverse("my_letters"), {})):
            assert answer["Location"].startswith(reverse("account_login"))

    def test_is_found_from_the_account_and_asks_the_database_once(
        self, client: Client, queries: Callable
    ) -> None:
        client.force_login(UserFactory())
        assert reverse("my_letters") in client.get(reverse("account")).content.decode()
        with queries() as captured:
            client.get(reverse("my_letters"))
        assert sum("mutedkind" in statement for statement in captured.statements) == 1

    def test_what_she_chose_goes_along_to_another_address(self) -> None:
        user = UserFactory(email=EMAIL)
        mute(email=EMAIL, kind=KIND)
        new = EmailAddress.objects.create(user=user, email="Els@example.org")
        email_changed.send(
            sender=EmailAddress,
            request=None,
            user=user,
            from_email_address=EmailAddress(user=user, email=EMAIL),
            to_email_address=new,
        )
        assert list(MutedKind.objects.values_list("email", "kind")) == [("els@example.org", KIND)]

"""Sessions: a new key at the door, ended by a new password, by their owner, and by nobody else."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from apps.organisations.accounts.sessions import browser_in_words
from apps.organisations.models import User
from tests.organisations.accounts.steps import (
    PASSWORD,
    ask_reset,
    is_logged_in,
    link_in_mail,
    log_in,
    session_key,
)

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "negen-schapen-op-de-dijk"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/140.0.0.0 Safari/537.36"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.0 Mobile/15E148 Safari/604.1"
)


def browser_of(user: User, agent: str = FIREFOX) -> Client:
    browser = Client(headers={"user-agent": agent})
    log_in(browser, user.email)
    assert is_logged_in(browser)
    return browser


def test_a_session_planted_before_logging_in_is_worth_nothing(ans: User) -> None:
    browser = Client()
    session = browser.session
    session["planted"] = True
    session.save()
    planted = session_key(browser)
    log_in(browser, ans.email)
    attacker = Client()
    attacker.cookies["sessionid"] = planted
    assert is_logged_in(browser)
    assert session_key(browser) != planted
    assert not is_logged_in(attacker)


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(ans: User) -> None:
    here, there = browser_of(ans), browser_of(ans)
    data = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    here.post(reverse("account_change_password"), data)
    assert is_logged_in(here)
    assert not is_logged_in(there)


def reset(browser: Client, link: str, password: str = NEW_PASSWORD) -> None:
    form = browser.get(link, follow=True).request["PATH_INFO"]
    browser.post(form, {"password1": password, "password2": password})


def test_a_password_that_was_reset_ends_all_sessions(ans: User) -> None:
    there = browser_of(ans)
    ask_reset(Client(), ans.email)
    reset(Client(), link_in_mail())
    ans.refresh_from_db()
    assert ans.check_password(NEW_PASSWORD)
    assert not is_logged_in(there)


def test_the_link_in_the_letter_works_once(ans: User) -> None:
    ask_reset(Client(), ans.email)
    link = link_in_mail()
    reset(Client(), link)
    reset(Client(), link, "nog-een-ander-wachtwoord")
    ans.refresh_from_db()
    assert ans.check_password(NEW_PASSWORD)


def test_the_link_is_worth_nothing_once_another_address_or_password_is_there(ans: User) -> None:
    ask_reset(Client(), ans.email)
    ans.set_password("intussen-zelf-veranderd")
    ans.save()
    reset(Client(), link_in_mail())
    ans.refresh_from_db()
    assert not ans.check_password(NEW_PASSWORD)


def test_she_sees_where_she_is_logged_in(ans: User, english: None) -> None:
    here, _there = browser_of(ans), browser_of(ans, CHROME)
    page = here.get(reverse("account_sessions"))
    assert [place.is_current for place in page.context["places"]] == [True, False]
    assert "Firefox on Linux" in page.content.decode()
    assert "Chrome on Windows" in page.content.decode()


def test_she_ends_one_session(ans: User) -> None:
    here, there, elsewhere = browser_of(ans), browser_of(ans), browser_of(ans)
    places = here.get(reverse("account_sessions")).context["places"]
    newest = next(place for place in places if not place.is_current)
    here.post(reverse("account_end_session", args=[newest.id]))
    assert is_logged_in(here)
    assert [is_logged_in(there), is_logged_in(elsewhere)] == [True, False]


def test_she_ends_all_others(ans: User) -> None:
    here, there, elsewhere = browser_of(ans), browser_of(ans), browser_of(ans)
    here.post(reverse("account_end_other_sessions"))
    assert is_logged_in(here)
    assert not is_logged_in(there)
    assert not is_logged_in(elsewhere)
    assert len(here.get(reverse("account_sessions")).context["places"]) == 1


def test_nobody_ends_the_session_of_another(ans: User, bram: User) -> None:
    mine, theirs = browser_of(ans), browser_of(bram)
    place = theirs.get(reverse("account_sessions")).context["places"][0]
    assert mine.post(reverse("account_end_session", args=[place.id])).status_code == 404
    assert is_logged_in(theirs)


def test_sessions_are_ended_by_buttons_only(ans: User) -> None:
    here = browser_of(ans)
    assert here.get(reverse("account_end_other_sessions")).status_code == 405
    assert here.get(reverse("account_end_session", args=[1])).status_code == 405


def test_what_is_over_is_no_longer_shown(ans: User) -> None:
    here = browser_of(ans)
    gone = browser_of(ans)
    Session.objects.filter(session_key=session_key(gone)).delete()
    assert len(here.get(reverse("account_sessions")).context["places"]) == 1


def test_the_page_costs_the_same_with_more_sessions(ans: User, queries) -> None:
    here, counts = browser_of(ans), []
    for more in (0, 2, 7):
        for _browser in range(more):
            browser_of(ans)
        with queries() as captured:
            here.get(reverse("account_sessions"))
        counts.append(len(captured.statements))
    assert len(set(counts)) == 1


@pytest.mark.parametrize(
    ("agent", "words"),
    [(IPHONE, "Safari on iPhone"), (CHROME, "Chrome on Windows"), ("curl/8", "Unknown browser")],
)
def test_a_browser_is_called_by_its_name(agent: str, words: str, english: None) -> None:
    from django.utils.translation import override

    with override("en"):
        assert browser_in_words(agent) == words


@pytest.mark.parametrize("name", ["account", "account_sessions", "mfa_index", "account_email"])
def test_pages_of_an_account_need_one(name: str) -> None:
    response = Client().get(reverse(name))
    assert response.url.startswith(reverse("account_login"))

"""Messages: everybody her own, marked when they are new, opened with a button."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scopes_disabled

from apps.organisations import notices as registry
from apps.organisations.domain.notices import forget_notices, notify
from apps.organisations.models import Notice, User
from apps.organisations.notices import notice_kind, notices, notices_of
from tests.factories import MembershipFactory, UserFactory
from tests.rie.screen import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "kind")]
URL = reverse("organisations:inbox")
READ_ALL = reverse("organisations:inbox_read_all")


@pytest.fixture
def kind(monkeypatch):
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    notice_kind("happened", "Something happened at %(firm)s.")


@pytest.fixture
def user(db) -> User:
    return UserFactory()


@pytest.fixture
def browser(user) -> Client:
    return browser_of_user(user)


def browser_of_user(user: User) -> Client:
    made = Client()
    made.force_login(user)
    return made


def tell(user: User, *, key: str = "", firm: str = "De Linde", path: str = "/hulp/", **values) -> Notice:
    values = {"organisation": None, "kind": "happened", "context": {"firm": firm}, **values}
    notify(user=user, key=key or str(uuid4()), path=path, **values)
    return notices_of(user).first()


def opened(notice: Notice) -> str:
    return reverse("organisations:inbox_open", args=[notice.pk])


class TestTelling:
    def test_the_same_is_told_once_to_each(self, user, organisation):
        other = UserFactory()
        for person in (user, user, other):
            tell(person, key="one", organisation=organisation)

        assert notices_of(user).count() == notices_of(other).count() == 1

    @pytest.mark.parametrize(
        "path", ["https://evil.example/", "//evil.example/", "/\\evil.example", "hulp/", ""]
    )
    def test_it_leads_to_this_site_only(self, user, path):
        with pytest.raises(ValueError, match="this site"):
            tell(user, path=path)

    def test_an_unknown_kind_or_a_missing_name_is_a_mistake(self, user):
        with pytest.raises(KeyError):
            tell(user, kind="nothing")
        with pytest.raises(KeyError):
            tell(user, context={})

    def test_what_is_old_goes_read_or_not(self, user):
        now = timezone.now()
        for days in (399, 401):
            notices().filter(pk=tell(user).pk).update(created_at=now - timedelta(days=days))
        with scopes_disabled():
            before = now - timedelta(days=400)
            assert forget_notices(before=before, dry_run=True) == 1
            assert forget_notices(before=before, dry_run=False) == 1

        assert notices_of(user).count() == 1


class TestThePage:
    def test_the_newest_stands_first_and_what_is_new_is_marked(self, user, browser):
        for day, firm in ((1, "De Eik"), (2, "De Linde")):
            notice = tell(user, firm=firm)
            notices().filter(pk=notices_of(user).filter(context__firm=firm).get().pk).update(
                created_at=datetime(2026, 11, day, 12, tzinfo=UTC)
            )
        notices().filter(context__firm="De Eik").update(read_at=timezone.now())

        page = text_of(browser.get(URL))

        assert page.index("happened at De Linde") < page.index("happened at De Eik")
        assert "<strong>Something happened at De Linde.</strong>" in page
        assert "<strong>Something happened at De Eik.</strong>" not in page
        assert "1 new message" in page
        assert opened(notice) in page

    def test_an_empty_page_tells_what_comes_here(self, browser):
        page = text_of(browser.get(URL))

        assert "There are no messages yet" in page
        assert "new message" not in page
        assert "Mark all as read" not in page

    def test_names_cannot_break_out(self, user, browser):
        tell(user, firm="<b>Firma</b>")

        assert b"<b>Firma" not in browser.get(URL).content

    def test_a_kind_that_no_longer_exists_leads_to_its_page_all_the_same(self, user, browser):
        notices().filter(pk=tell(user).pk).update(kind="gone")

        assert "Open the page to see what." in text_of(browser.get(URL))

    def test_looking_changes_nothing(self, user, browser):
        notice = tell(user)
        browser.get(URL)

        assert browser.get(opened(notice)).status_code == HTTPStatus.METHOD_NOT_ALLOWED
        assert browser.get(READ_ALL).status_code == HTTPStatus.METHOD_NOT_ALLOWED
        assert notices_of(user).get().read_at is None

    def test_messages_of_somebody_else_are_not_there(self, browser):
        tell(UserFactory(), firm="Geheim BV")

        assert "Geheim BV" not in text_of(browser.get(URL))

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_who_is_not_logged_in_is_asked_to(self, client, user, method):
        for path in (URL, READ_ALL, opened(tell(user))):
            answer = getattr(client, method)(path)
            assert answer.status_code in (HTTPStatus.FOUND, HTTPStatus.METHOD_NOT_ALLOWED)
            assert answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED or "/account/login/" in answer.url

    def test_more_than_a_page_goes_on_another(self, user, browser):
        for _number in range(21):
            tell(user)

        assert "Page 1 of 2" in text_of(browser.get(URL))
        assert len(browser.get(URL, {"page": "2"}).context["lines"]) == 1
        assert browser.get(URL, {"page": "x"}).status_code == HTTPStatus.OK

    def test_it_costs_the_same_with_1_3_and_30(self, user, browser, queries):
        counts = []
        for number in (1, 2, 27):
            for _one in range(number):
                tell(user)
            with queries() as captured:
                browser.get(URL)
            counts.append(len(captured.statements))

        assert counts == [4, 4, 4]  # session, person, number, page


class TestOpening:
    def test_it_is_read_and_leads_to_its_page(self, user, browser):
        notice = tell(user, path="/hulp/")

        answer = browser.post(opened(notice))

        assert answer.url == "/hulp/"
        assert notices_of(user).get().read_at is not None

    def test_pressed_twice_the_first_moment_stays(self, user, browser):
        notice = tell(user)
        browser.post(opened(notice))
        first = notices_of(user).get().read_at

        assert browser.post(opened(notice)).url == "/hulp/"
        assert notices_of(user).get().read_at == first

    def test_one_of_somebody_else_does_not_exist(self, browser):
        other = UserFactory()
        notice = tell(other)

        assert browser.post(opened(notice)).status_code == HTTPStatus.NOT_FOUND
        assert notices_of(other).get().read_at is None

    def test_a_path_out_of_this_site_is_not_followed(self, user, browser):
        notice = tell(user)
        notices().filter(pk=notice.pk).update(path="//evil.example/")

        assert browser.post(opened(notice)).url == URL

    def test_who_lost_access_gets_404_behind_it(self, user, browser, dossier):
        page = reverse("rie:overview", args=[dossier.organisation_id, dossier.pk])

        answer = browser.post(opened(tell(user, path=page, organisation=dossier.organisation)), follow=True)

        assert answer.status_code == HTTPStatus.NOT_FOUND


class TestReadingAll:
    def test_what_stood_on_the_page_is_read_and_what_came_later_is_not(self, user, browser):
        for _number in range(25):
            tell(user)
        until = browser.get(URL).context["now"]
        tell(user, firm="Te laat BV")
        other = tell(UserFactory())

        answer = browser.post(READ_ALL, {"until": until}, follow=True)

        assert "25 messages are read." in text_of(answer)
        assert notices_of(user).get(read_at__isnull=True).context == {"firm": "Te laat BV"}
        assert notices().get(pk=other.pk).read_at is None

    @pytest.mark.parametrize("until", ["", "gisteren"])
    def test_a_spoilt_form_marks_nothing(self, user, browser, until):
        tell(user)

        answer = browser.post(READ_ALL, {"until": until}, follow=True)

        assert "Nothing was marked." in text_of(answer)
        assert notices_of(user).get().read_at is None


class TestTheHeader:
    def test_it_says_how_many_are_new_on_every_page_without_a_query(self, user, browser, queries, dossier):
        MembershipFactory(organisation=dossier.organisation, user=user)
        pages = ["/hulp/", reverse("rie:overview", args=[dossier.organisation_id, dossier.pk])]
        for path in pages:
            browser.get(path)
            with queries() as before:
                assert "new message" not in text_of(browser.get(path))
            tell(user)
            with queries() as after:
                assert "1 new message" in text_of(browser.get(path))
            assert len(after.statements) == len(before.statements)
            notices_of(user).delete()

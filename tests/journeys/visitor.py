"""One person with a browser of her own. The tests tell what she does; this knows how."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from apps.organisations.models import User
from tests.journeys.watch import Watch
from tests.two_step import code_now

PASSWORD = "zonnige-bloemen-4"
SAVING = "/antwoord/"


class Visitor:
    """Uses pages as people do: clicks, choices and typing.

    ``clicks`` counts what she decides with the mouse: every link, button, choice and tick box, and every
    list from which she chooses. ``typed`` counts the fields she fills in with the keyboard; people reach
    those with the Tab key, so they cost no click.
    """

    def __init__(self, context: BrowserContext, server: str) -> None:
        self.context = context
        self.server = server
        self.watch = Watch(context, server)
        self.page: Page = context.new_page()
        self.clicks = 0
        self.typed = 0

    # Where she is

    def goes_to(self, address: str) -> None:
        self.page.goto(address)

    def opens_another_tab(self) -> Page:
        return self.context.new_page()

    def finds(self, selector: str) -> Locator:
        return self.page.locator(selector)

    def card(self, code: str) -> Locator:
        """The card of one statement."""
        return self.page.locator(f"article#{code}")

    # What she does

    def clicks_on(self, target: Locator | str) -> None:
        self.clicks += 1
        self._locator(target).click()

    def goes_on_with(self, target: Locator | str) -> None:
        """Click on what leads to another page, and wait for that page."""
        with self.page.expect_navigation():
            self.clicks_on(target)

    def picks(self, target: Locator | str, value: str) -> None:
        """Choose from a list."""
        self.clicks += 1
        self._locator(target).select_option(value)

    def types(self, target: Locator | str, text: str) -> None:
        self.typed += 1
        self._locator(target).fill(text)

    def logs_in(self, user: User) -> None:
        self.goes_to("/account/login/")
        self.logs_in_here(self.page, user)

    def is_logged_in_as(self, user: User) -> None:
        """Without the form, which has its own journeys."""
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        self.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.server}])

    @staticmethod
    def logs_in_here(page: Page, user: User) -> None:
        """Fill in the login form that ``page`` shows."""
        page.locator("[name=login]").fill(user.email)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main form button[type=submit]").first.click()
        if Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
            page.locator("[name=code]").fill(code_now())
            page.locator("main form button[type=submit]").first.click()
        expect(page.locator("header form[action*=logout]")).to_be_visible()

    @contextmanager
    def slow_answer(self, code: str, *, saves: Callable[[], None]) -> Iterator[None]:
        """``saves`` makes the card save itself; the answer to that comes when the block ends."""
        held: list[Route] = []
        pattern = f"**{SAVING}{code}/"
        self.page.route(pattern, lambda route: held.append(route), times=1)
        with self.page.expect_request(pattern):
            saves()
        yield
        held[0].continue_()

    # What she sees

    @contextmanager
    def answered(self, code: str) -> Iterator[None]:
        """What happens inside makes the page send the card of this statement; the server answered."""
        with self.page.expect_response(lambda answer: answer.url.endswith(f"{SAVING}{code}/")):
            yield

    @contextmanager
    def saved(self, code: str) -> Iterator[None]:
        """What happens inside is saved by the page itself, and it says so at the card."""
        with self.answered(code):
            yield
        self.sees_saved(code)

    def sees_saved(self, code: str) -> None:
        expect(self.card(code).locator(".save-line")).to_have_class("save-line saved")

    def sees(self, target: Locator | str) -> None:
        expect(self._locator(target)).to_be_visible()

    def sees_no(self, target: Locator | str) -> None:
        expect(self._locator(target)).to_be_hidden()

    def sees_text(self, target: Locator | str, text: str) -> None:
        expect(self._locator(target)).to_contain_text(text)

    def sees_value(self, target: Locator | str, value: str) -> None:
        expect(self._locator(target)).to_have_value(value)

    def _locator(self, target: Locator | str) -> Locator:
        return self.page.locator(target) if isinstance(target, str) else target

"""A browser for the walks through the application, and the people who use it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from apps.organisations.models import Role, User
from tests.journeys.firm import Firm, flower_shop
from tests.journeys.visitor import Visitor

WIDE = {"width": 1280, "height": 900}
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    # No name but ours leads anywhere, so that nothing a page asks for can leave this machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
PATIENCE = 20_000  # ms; a machine that runs several tests at once is slow
LONG_PATIENCE = 60_000  # ms; for a page behind which a PDF is made
_failed = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all journeys; every person gets a profile of her own in it."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("Journeys need chromium. Install it, or leave them out: make test JOURNEYS=0")
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread; Django would refuse queries beside it.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def new_visitor(
    browser: Browser, live_server: LiveServer, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[..., Visitor]]:
    """A person who opens a browser; options go to Playwright's ``new_context``.

    After the test every one of them must have had pages without errors and without requests elsewhere.
    """
    visitors: list[Visitor] = []
    cache.clear()  # no test counts the attempts of the one before it

    def open_browser(**options: object) -> Visitor:
        context = browser.new_context(
            base_url=live_server.url,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            reduced_motion="reduce",  # so that colours are what they will be, at once
            **{"viewport": WIDE, **options},
        )
        context.set_default_timeout(LONG_PATIENCE)
        visitors.append(Visitor(context, live_server.url))
        return visitors[-1]

    yield open_browser
    if request.node.stash.get(_failed, False):
        _take_pictures(visitors, tmp_path)
    for visitor in visitors:
        visitor.context.close()
    assert [problem for visitor in visitors for problem in visitor.watch.problems] == []


@pytest.fixture
def firm(transactional_db: None) -> Firm:
    return flower_shop()


@pytest.fixture
def employer(firm: Firm) -> User:
    return firm.member(Role.EMPLOYER, "Wil van de Zaak")


@pytest.fixture
def worker_that_never_comes(settings: object) -> None:
    """Jobs wait; as on a server whose worker is busy."""
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default"]}
    }


@pytest.fixture
def visitor(new_visitor: Callable[..., Visitor]) -> Visitor:
    return new_visitor()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Remember that a test failed, so that its pages can be looked at."""
    report = yield
    item.stash[_failed] = item.stash.get(_failed, False) or report.failed
    return report


def _take_pictures(visitors: list[Visitor], folder: Path) -> None:
    for number, visitor in enumerate(visitors, start=1):
        for tab, page in enumerate(visitor.context.pages, start=1):
            page.screenshot(path=folder / f"visitor-{number}-tab-{tab}.png", full_page=True)

"""Journey: from login to PDF without a mouse."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django_scopes import scope

from apps.organisations.models import User
from apps.reports.models import StoredReport
from tests.journeys.firm import Firm
from tests.journeys.keyboard import Keyboard
from tests.journeys.visitor import PASSWORD, Visitor

pytestmark = pytest.mark.journey
UNANSWERED, WITHOUT_DETAILS = "I13", "W19"
CAUSE = "Niemand had eraan gedacht."
SMALL_PHONE = {"width": 360, "height": 640}


@pytest.fixture
def keyboard(visitor: Visitor) -> Keyboard:
    return Keyboard(visitor.page)


def test_from_login_to_the_pdf(
    visitor: Visitor, keyboard: Keyboard, firm: Firm, employer: User, worker_that_never_comes: None
) -> None:
    when_she_logs_in(visitor, keyboard, employer)
    when_she_answers_what_is_left(visitor, keyboard)
    when_she_fills_in_details(visitor, keyboard)
    when_she_adopts_a_plan(visitor, keyboard)
    keyboard.follows(".next-bar a.btn-primary")
    keyboard.follows("form[action$='/maak/full/'] button")
    visitor.sees("#report-progress")
    then_everything_is_stored(firm)


def test_the_skip_link_leads_past_the_header(visitor: Visitor, keyboard: Keyboard) -> None:
    visitor.goes_to("/")
    keyboard.press("Tab")
    keyboard.has_focus(".skip-link")
    assert visitor.finds(".skip-link").bounding_box()["y"] >= 0
    keyboard.press("Enter", "Tab")
    keyboard.has_focus("main .actions a >> nth=0")


def test_the_focus_is_always_in_sight_on_a_phone(
    new_visitor: Callable[..., Visitor], firm: Firm, employer: User
) -> None:
    visitor = new_visitor(viewport=SMALL_PHONE)
    visitor.is_logged_in_as(employer)
    for address in (firm.subtheme_of("O15"), firm.url("rie:profile"), firm.url("actions:proposal")):
        visitor.goes_to(address)
        assert Keyboard(visitor.page).goes_past_everything() > 0


def when_she_logs_in(visitor: Visitor, keyboard: Keyboard, user: User) -> None:
    visitor.goes_to("/account/login/")
    keyboard.goes_to("[name=login]")
    keyboard.types(user.email)
    keyboard.goes_to("[name=password]")
    keyboard.types(PASSWORD)
    with visitor.page.expect_navigation():
        keyboard.press("Enter")
    keyboard.follows("main .rows a")


def when_she_answers_what_is_left(visitor: Visitor, keyboard: Keyboard) -> None:
    """The arrows go from one verdict to the next."""
    keyboard.follows("main .actions a.btn-primary")
    keyboard.goes_to(f"#{UNANSWERED} [name=verdict]")
    with visitor.saved(UNANSWERED):
        keyboard.press("Space")
    with visitor.saved(UNANSWERED):
        keyboard.press("ArrowRight")
    keyboard.goes_to(f"#{UNANSWERED} [name=root_cause]")
    with visitor.saved(UNANSWERED):
        keyboard.types(CAUSE)
    keyboard.follows(".next-bar a.btn-primary")


def when_she_fills_in_details(visitor: Visitor, keyboard: Keyboard) -> None:
    """What the overview lists as open; the arrows choose from a list."""
    keyboard.follows(f"main a[href$='#{WITHOUT_DETAILS}']")
    for name in ("frequency", "reach"):
        keyboard.goes_to(f"#{WITHOUT_DETAILS} [name={name}]")
        with visitor.saved(WITHOUT_DETAILS):
            keyboard.press("ArrowDown")


def when_she_adopts_a_plan(visitor: Visitor, keyboard: Keyboard) -> None:
    visitor.page.reload()
    keyboard.follows(".rail a[href$='/plan/']")
    keyboard.follows("main a[href$='/plan/voorstel/']")
    keyboard.goes_to("input[name=measure]")
    keyboard.press("Space")
    assert visitor.finds("input[name=measure]:not(:checked)").count() == 1
    keyboard.follows(".next-bar button")


def then_everything_is_stored(firm: Firm) -> None:
    answered, detailed = firm.answer(UNANSWERED), firm.answer(WITHOUT_DETAILS)
    assert (answered.verdict, answered.root_cause) == ("partly", CAUSE)
    assert (detailed.frequency, detailed.reach) == (1, 1)
    with scope(organisation=firm.organisation):
        assert StoredReport.objects.filter(dossier=firm.dossier, kind="full").exists()

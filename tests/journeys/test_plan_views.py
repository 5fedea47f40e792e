"""Journey: HR runs the plan through the year in the table, on the board and in time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from django_scopes import scope
from playwright.sync_api import expect

from apps.actions.models import Action
from apps.organisations.models import User
from tests.journeys.accessibility import assert_everybody_can_use
from tests.journeys.firm import Firm
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
PLANNED, BUSY, DONE = (
    f".board-column[data-status={status}]" for status in ("planned", "in_progress", "done")
)


@pytest.fixture
def plan(firm: Firm) -> list[Action]:
    """All actions of the sample, planned, so that every card may move."""
    with scope(organisation=firm.organisation):
        Action.objects.filter(dossier=firm.dossier).update(
            status="planned", done_on=None, evaluated_on=None, version=1
        )
        return list(Action.objects.filter(dossier=firm.dossier))


def status_of(firm: Firm, action: Action) -> str:
    with scope(organisation=firm.organisation):
        return Action.objects.get(pk=action.pk).status


def test_everybody_can_use_the_views(visitor: Visitor, firm: Firm, employer: User) -> None:
    visitor.is_logged_in_as(employer)
    for name in ("table", "board", "timeline"):
        visitor.goes_to(firm.url(f"actions:{name}") + "?afdeling=geen")
        assert_everybody_can_use(visitor.page, dark=True)
    visitor.goes_to(reverse("actions:mine", args=[firm.organisation.pk]))
    assert_everybody_can_use(visitor.page, dark=True)


def test_a_card_is_dragged_to_another_column(
    visitor: Visitor, firm: Firm, employer: User, plan: list[Action]
) -> None:
    visitor.is_logged_in_as(employer)
    visitor.goes_to(firm.url("actions:board"))
    card = visitor.finds(f"#action-{plan[0].pk}")
    with visitor.page.expect_navigation():
        card.drag_to(visitor.finds(BUSY))
    visitor.sees(f"{BUSY} #action-{plan[0].pk}")
    visitor.sees(".alert-success")
    assert status_of(firm, plan[0]) == "in_progress"


def test_a_card_that_may_not_go_there_stays_and_the_page_says_why(
    visitor: Visitor, firm: Firm, employer: User, plan: list[Action]
) -> None:
    visitor.is_logged_in_as(employer)
    visitor.goes_to(firm.url("actions:board"))
    with visitor.page.expect_navigation():
        visitor.finds(f"#action-{plan[0].pk}").drag_to(visitor.finds(".board-column[data-status=evaluated]"))
    visitor.sees(".alert-danger")
    visitor.sees(f"{PLANNED} #action-{plan[0].pk}")


def test_a_card_moves_with_the_keyboard_and_done_asks_what_came_out_of_it(
    visitor: Visitor, firm: Firm, employer: User, plan: list[Action]
) -> None:
    visitor.is_logged_in_as(employer)
    visitor.goes_to(firm.url("actions:board"))
    card = visitor.finds(f"#action-{plan[0].pk}")
    card.locator("a").focus()
    visitor.page.keyboard.press("Tab")
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.sees(f"{BUSY} #action-{plan[0].pk}")
    visitor.goes_on_with(f"{BUSY} #action-{plan[0].pk} button[value$=':done']")
    visitor.sees("[name=result]")
    assert status_of(firm, plan[0]) == "in_progress"


def test_many_rows_change_at_once_without_javascript(
    new_visitor: Callable[..., Visitor], firm: Firm, employer: User, plan: list[Action]
) -> None:
    visitor = new_visitor(java_script_enabled=False)
    visitor.logs_in(employer)
    visitor.goes_to(firm.url("actions:table"))
    for action in plan[:2]:
        visitor.clicks_on(f"input[name=chosen][value='{action.pk}']")
    visitor.sees_no("[name=bulk-status]")
    visitor.picks("[name=bulk-what]", "status")
    visitor.picks("[name=bulk-status]", "cancelled")
    visitor.types("[name=bulk-note]", "We verhuizen in het voorjaar.")
    visitor.goes_on_with(".plan-bulk button.btn-primary")
    visitor.sees(".alert-success")
    assert [status_of(firm, action) for action in plan[:3]] == ["cancelled", "cancelled", "planned"]


def test_two_people_at_one_table_overwrite_nothing(
    visitor: Visitor, firm: Firm, employer: User, plan: list[Action]
) -> None:
    visitor.is_logged_in_as(employer)
    visitor.goes_to(firm.url("actions:table"))
    with scope(organisation=firm.organisation):
        Action.objects.filter(pk=plan[0].pk).update(title="Door een collega veranderd", version=2)
    visitor.clicks_on("#bulk-everything")
    visitor.picks("[name=bulk-what]", "status")
    visitor.picks("[name=bulk-status]", "in_progress")
    visitor.goes_on_with(".plan-bulk button.btn-primary")
    visitor.sees_text(".alert-warning", "Door een collega veranderd")
    assert [status_of(firm, action) for action in plan[:2]] == ["planned", "in_progress"]


def test_a_filter_is_kept_in_the_address_and_goes_along(
    visitor: Visitor, firm: Firm, employer: User, plan: list[Action]
) -> None:
    visitor.is_logged_in_as(employer)
    visitor.goes_to(firm.url("actions:table"))
    visitor.clicks_on(".plan-filter summary")
    visitor.types("[name=tekst]", plan[0].title)
    visitor.goes_on_with(".plan-filter form button")
    expect(visitor.finds("input[name=chosen]")).to_have_count(1)
    for name in ("board", "timeline"):
        visitor.goes_on_with(f"nav.filters a[href^='{firm.url(f'actions:{name}')}']:not([aria-current=true])")
        visitor.sees_value("[name=tekst]", plan[0].title)

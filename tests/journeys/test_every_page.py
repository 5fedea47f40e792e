"""Every page can be used by everybody: WCAG 2 A and AA, wide and on a phone, light and dark."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse
from django_scopes import scope

from apps.actions.letter_keys import DUE
from apps.organisations.domain.muting import stop_token
from apps.organisations.models import Department, User
from tests.journeys.accessibility import assert_everybody_can_use
from tests.journeys.firm import Firm
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
NOT_FOUND = "404"
REFUSED = "422"
RISK, SETTLED_RISK = "O15", "W32"
MEASURE, OTHER_MEASURE = "M65", "M64"
# Together these two have a part of every kind.
HELP_SHEETS = ("gespreksleidraad-werkdruk", "praatplaat-werk-in-balans")


def test_pages_for_who_is_not_logged_in(visitor: Visitor, transactional_db: None) -> None:
    for name in ("home", "help", "account_login", "account_signup", "account_reset_password"):
        visitor.goes_to(reverse(name))
        assert_everybody_can_use(visitor.page, dark=True)


def test_pages_about_oneself_and_the_firm(visitor: Visitor, firm: Firm, employer: User) -> None:
    visitor.is_logged_in_as(employer)
    with scope(organisation=firm.organisation):
        department = Department.objects.first()
    sees_all(
        visitor,
        reverse("home"),
        reverse("new_firm"),
        reverse("account_change_password"),
        reverse("account"),
        reverse("account_sessions"),
        reverse("account_email"),
        reverse("mfa_index"),
        firm.url("rie:overview"),
        firm.url("rie:firm"),
        firm.url("rie:edit_department", department.pk),
        firm.url("rie:close"),
    )


def test_pages_to_fill_in(visitor: Visitor, firm: Firm, employer: User) -> None:
    visitor.is_logged_in_as(employer)
    sees_all(
        visitor,
        firm.url("rie:profile"),
        firm.subtheme_of("W01"),
        firm.subtheme_of(RISK),
        firm.url("rie:employees"),
        firm.url("rie:risks"),
        firm.url("rie:priority", SETTLED_RISK),
    )


def test_pages_to_choose_what_to_do(visitor: Visitor, firm: Firm, employer: User) -> None:
    visitor.is_logged_in_as(employer)
    sees_all(
        visitor,
        firm.url("actions:plan"),
        firm.url("actions:proposal") + "?minder_werk=on",
        firm.url("actions:risk", RISK),
        firm.url("actions:risk", SETTLED_RISK),
        firm.url("actions:compare", RISK) + f"?maatregel={MEASURE}&maatregel={OTHER_MEASURE}",
        firm.url("actions:measure", MEASURE),
        firm.url("actions:leave_out", OTHER_MEASURE),
        firm.url("actions:help_sheets"),
        *(firm.url("actions:help_sheet", sheet) for sheet in HELP_SHEETS),
        firm.url("actions:add"),
    )


def test_pages_to_carry_out_the_plan(visitor: Visitor, firm: Firm, employer: User) -> None:
    visitor.is_logged_in_as(employer)
    action = firm.running_action(employer)
    sees_all(
        visitor,
        firm.url("actions:table"),
        firm.url("actions:board"),
        firm.url("actions:timeline"),
        reverse("actions:mine", args=[firm.organisation.pk]),
        firm.url("actions:action", action.pk),
        firm.url("actions:edit", action.pk),
        firm.url("actions:complete", action.pk),
        firm.url("actions:postpone", action.pk),
        firm.url("actions:cancel", action.pk),
        firm.url("actions:remove", action.pk),
    )


def test_pages_to_find_out_whether_it_helped(visitor: Visitor, firm: Firm, employer: User) -> None:
    visitor.is_logged_in_as(employer)
    action = firm.done_action(employer)
    sees_all(
        visitor,
        firm.url("actions:effect"),
        firm.url("actions:evaluate", action.pk),
        firm.url("actions:information"),
        firm.url("insights:costs"),
    )


def test_pages_to_hand_over_the_plan(visitor: Visitor, firm: Firm, employer: User) -> None:
    visitor.is_logged_in_as(employer)
    sees_all(
        visitor,
        firm.url("reports:reports"),
        firm.url("reports:template"),
        firm.url("reports:export"),
        firm.url("reports:import_plan"),
        reverse("actions:calendar", args=[firm.organisation.pk]),
        reverse("my_letters"),
    )


def test_pages_behind_the_links_in_a_letter(visitor: Visitor, firm: Firm) -> None:
    visitor.watch.expected.append(NOT_FOUND)
    sees_all(
        visitor,
        reverse("stop_letters", args=[stop_token(email="jan@delinde.example", kind=DUE)]),
        reverse("stop_letters", args=["no-such-letter"]),
        reverse("one_click", args=["no-such-link"]),
    )


def test_pages_on_which_something_is_wrong(visitor: Visitor, firm: Firm, employer: User) -> None:
    visitor.watch.expected += [NOT_FOUND, REFUSED]
    visitor.is_logged_in_as(employer)
    sees_all(visitor, f"/b/{uuid4()}/rie/{uuid4()}/")
    for address in (reverse("new_firm"), firm.url("actions:add"), firm.url("rie:priority", RISK)):
        visitor.goes_to(address)
        visitor.clicks_on("main form button.btn-primary")
        visitor.sees("#error-summary:focus")
        assert_everybody_can_use(visitor.page, dark=True)


def sees_all(visitor: Visitor, *addresses: str) -> None:
    for address in addresses:
        visitor.goes_to(address)
        assert_everybody_can_use(visitor.page, dark=True)

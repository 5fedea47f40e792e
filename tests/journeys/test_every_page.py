"""Every page can be used by everybody: WCAG 2 A and AA, wide and on a phone, light and dark."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse
from django_scopes import scope

from apps.actions.models import Action
from apps.organisations.models import Department, User
from tests.journeys.accessibility import assert_everybody_can_use
from tests.journeys.firm import Firm
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
NOT_FOUND = "404"
REFUSED = "422"
RISK, SETTLED_RISK = "O15", "W32"


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


def test_pages_of_the_plan_and_the_report(visitor: Visitor, firm: Firm, employer: User) -> None:
    visitor.is_logged_in_as(employer)
    with scope(organisation=firm.organisation):
        action = Action.objects.filter(measure__isnull=False).first()
    sees_all(
        visitor,
        firm.url("actions:plan"),
        firm.url("actions:proposal"),
        firm.url("actions:risk", RISK),
        firm.url("actions:risk", SETTLED_RISK),
        firm.url("actions:add"),
        firm.url("actions:edit", action.pk),
        firm.url("actions:remove", action.pk),
        firm.url("reports:reports"),
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

"""Journey: everything works with buttons, in a browser without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.utils.translation import gettext
from django_scopes import scope
from playwright.sync_api import Locator, expect

from apps.organisations.models import User
from apps.reports.models import ReportState, StoredReport
from tests.journeys.firm import Firm
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
IN_ORDER, ALSO_IN_ORDER = "W12", "W13"
CAUSE = "De planning ligt vast tot na de drukke weken."
REASON = "We werken maar met zijn tweeën."
REFUSED = "422"


@pytest.fixture
def visitor(new_visitor: Callable[..., Visitor], employer: User) -> Visitor:
    visitor = new_visitor(java_script_enabled=False)
    visitor.logs_in(employer)
    return visitor


def test_a_problem_gets_its_details_after_saving(visitor: Visitor, firm: Firm) -> None:
    visitor.goes_to(firm.subtheme_of(IN_ORDER))
    visitor.sees_no(f"#{IN_ORDER} [name=frequency]")
    chooses(visitor, IN_ORDER, "partly")
    saves(visitor, IN_ORDER)
    visitor.picks(f"#{IN_ORDER} [name=frequency]", "3")
    visitor.picks(f"#{IN_ORDER} [name=reach]", "2")
    visitor.types(f"#{IN_ORDER} [name=root_cause]", CAUSE)
    saves(visitor, IN_ORDER)
    visitor.sees_value(f"#{IN_ORDER} [name=root_cause]", CAUSE)
    stored = firm.answer(IN_ORDER)
    assert (stored.verdict, stored.frequency, stored.reach, stored.root_cause) == ("partly", 3, 2, CAUSE)


def test_not_applicable_asks_for_a_reason_and_forgets_nothing(visitor: Visitor, firm: Firm) -> None:
    visitor.watch.expected.append(REFUSED)
    visitor.goes_to(firm.subtheme_of(ALSO_IN_ORDER))
    chooses(visitor, ALSO_IN_ORDER, "not_applicable")
    saves(visitor, ALSO_IN_ORDER)
    visitor.sees("#error-summary")
    visitor.sees_text(
        f"#{ALSO_IN_ORDER}", gettext("Write down why this does not apply to you; then it is saved.")
    )
    expect(verdict(visitor, ALSO_IN_ORDER, "not_applicable")).to_be_checked()
    visitor.types(f"#{ALSO_IN_ORDER} [name=reason]", REASON)
    saves(visitor, ALSO_IN_ORDER)
    visitor.sees_no("#error-summary")
    stored = firm.answer(ALSO_IN_ORDER)
    assert (stored.verdict, stored.reason) == ("not_applicable", REASON)


def test_the_first_look_is_saved_with_a_button(visitor: Visitor, firm: Firm) -> None:
    visitor.goes_to(firm.url("rie:profile"))
    visitor.clicks_on("input[name=ai][value=yes]")
    visitor.clicks_on("input[name=remote][value=yes]")
    visitor.goes_on_with(".next-bar button")
    expect(visitor.finds("input[name=ai][value=yes]")).to_be_checked()
    firm.dossier.refresh_from_db()
    assert (firm.dossier.profile["ai"], firm.dossier.profile["remote"]) == (["yes"], ["yes"])


def test_a_plan_is_proposed_and_adopted(visitor: Visitor, firm: Firm) -> None:
    visitor.goes_to(firm.url("actions:plan"))
    before = visitor.finds("li[id^=action-]").count()
    visitor.goes_on_with("a[href$='/plan/voorstel/']")
    proposed = visitor.finds("input[name=measure]").count()
    visitor.goes_on_with(".next-bar button")
    assert visitor.finds("li[id^=action-]").count() == before + proposed > before


def test_the_page_of_a_report_has_a_link_to_look_again(
    visitor: Visitor, firm: Firm, worker_that_never_comes: None
) -> None:
    visitor.goes_to(firm.url("reports:reports"))
    visitor.goes_on_with("form[action$='/maak/full/'] button")
    look_again = visitor.finds("#report-progress a")
    visitor.goes_on_with(look_again)
    visitor.sees_no("a[href$='/pdf/']")
    the_worker_is_done(firm)
    visitor.goes_on_with(look_again)
    visitor.sees("a[href$='/pdf/']")


def verdict(visitor: Visitor, code: str, value: str) -> Locator:
    return visitor.card(code).locator(f"input[name=verdict][value={value}]")


def chooses(visitor: Visitor, code: str, value: str) -> None:
    visitor.clicks_on(verdict(visitor, code, value))


def saves(visitor: Visitor, code: str) -> None:
    visitor.goes_on_with(visitor.card(code).locator("form > button"))


def the_worker_is_done(firm: Firm) -> None:
    """A stand-in for the file: laying out a real one is another journey."""
    with scope(organisation=firm.organisation):
        report = StoredReport.objects.get(dossier=firm.dossier)
        report.file.save("", ContentFile(b"%PDF-1.7"), save=False)
        report.state, report.progress, report.pages = ReportState.READY, 100, 1
        report.save()

"""Journey: the verkenning, of which the answers save themselves."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from apps.organisations.models import User
from tests.journeys.firm import Firm
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
SAVED = "#save-profile .save-line.saved"


@pytest.fixture
def visitor(visitor: Visitor, firm: Firm, employer: User) -> Visitor:
    visitor.is_logged_in_as(employer)
    visitor.goes_to(firm.url("rie:profile"))
    return visitor


def test_none_of_these_excludes_the_other_answers(visitor: Visitor, firm: Firm) -> None:
    expect(option(visitor, "peaks")).to_be_checked()
    when_she_chooses(visitor, "none")
    expect(option(visitor, "peaks")).not_to_be_checked()
    then_stored_is(firm, ["none"])
    when_she_chooses(visitor, "irregular")
    expect(option(visitor, "none")).not_to_be_checked()
    then_stored_is(firm, ["irregular"])


def option(visitor: Visitor, value: str) -> Locator:
    return visitor.finds(f"input[name=hours][value={value}]")


def when_she_chooses(visitor: Visitor, value: str) -> None:
    with visitor.page.expect_response("**/verkenning/"):
        visitor.clicks_on(option(visitor, value))
    visitor.sees(SAVED)


def then_stored_is(firm: Firm, options: list[str]) -> None:
    firm.dossier.refresh_from_db(fields=["profile"])
    assert firm.dossier.profile["hours"] == options

"""Journey: somebody tries without an account, likes it, makes an account and has everything."""

from __future__ import annotations

import pytest
from django_scopes import scopes_disabled
from playwright.sync_api import expect

from apps.organisations.models import Membership, Organisation, User
from tests.journeys import shop
from tests.journeys.accessibility import assert_everybody_can_use
from tests.journeys.shopkeeper import Shopkeeper
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
TRY = "form[action='/proberen/'] button"
BANNER = ".trial-banner"
EMAIL = "eigenaar@delinde.example"
WHY = "In het bloemenseizoen zijn we met te weinig mensen."


@pytest.fixture
def owner(visitor: Visitor) -> Shopkeeper:
    return Shopkeeper(visitor)


@pytest.mark.django_db(transaction=True)
def test_a_trial_becomes_an_account_with_everything_in_it(owner: Shopkeeper) -> None:
    given_a_trial_with_a_few_answers(owner)
    where_she_was = owner.page.url
    when_she_makes_an_account(owner)
    then_everything_is_there(owner, where_she_was)


@pytest.mark.django_db(transaction=True)
def test_a_trial_is_thrown_away_by_who_made_it(owner: Shopkeeper) -> None:
    given_a_trial_with_a_few_answers(owner)
    owner.visitor.goes_on_with(f"{BANNER} a[href='/proberen/stoppen/']")
    owner.looks()
    owner.visitor.sees_text("main", shop.NAME)
    owner.visitor.goes_on_with("main form button")
    owner.visitor.sees(TRY)
    assert not Organisation.objects.exists()
    assert not User.objects.exists()


def given_a_trial_with_a_few_answers(owner: Shopkeeper) -> None:
    owner.visitor.goes_to("/")
    assert_everybody_can_use(owner.page)
    owner.visitor.goes_on_with(TRY)
    owner.visitor.sees(BANNER)
    assert_everybody_can_use(owner.page)
    for name, text in shop.FIRM.items():
        owner.visitor.types(f"[name={name}]", text)
    owner.visitor.picks("[name=sector]", shop.SECTOR)
    owner.visitor.goes_on_with("main form button.btn-primary")
    owner.takes_a_first_look()
    answers(owner, "W01")
    answers(owner, "W03")
    owner.looks()


def answers(owner: Shopkeeper, code: str) -> None:
    card = owner.visitor.card(code)
    with owner.visitor.saved(code):
        owner.visitor.clicks_on(card.locator("input[name=verdict][value=not_in_order]"))
    with owner.visitor.saved(code):
        owner.visitor.types(card.locator("[name=root_cause]"), WHY)
        owner.page.keyboard.press("Tab")


def when_she_makes_an_account(owner: Shopkeeper) -> None:
    """A guest is nobody here, but still reads that she is trying. Then she is back where she was."""
    owner.visitor.goes_on_with(f"{BANNER} a[href^='/account/signup/']")
    owner.visitor.sees(BANNER)
    owner.makes_an_account()
    owner.visitor.sees_no(BANNER)
    owner.visitor.sees_text("main", shop.NAME)


def then_everything_is_there(owner: Shopkeeper, where_she_was: str) -> None:
    assert owner.page.url == where_she_was
    for code in ("W01", "W03"):
        expect(owner.visitor.card(code).locator("[name=root_cause]")).to_have_value(WHY)
    with scopes_disabled():
        membership = Membership.objects.select_related("user", "organisation").get()
    assert (membership.user.email, membership.organisation.trial_ends_at) == (EMAIL, None)
    assert not User.objects.filter(is_guest=True).exists()

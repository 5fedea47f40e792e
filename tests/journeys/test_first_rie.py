"""Journey: a shop with twelve people makes its first RI&E, from the front door to the PDF."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled
from pypdf import PdfReader

from apps.actions.models import Action
from apps.rie.models import Answer
from tests.journeys import shop
from tests.journeys.shopkeeper import Shopkeeper
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
ORDER = ["high", "medium", "low"]
BUDGET = "250"
FOR_A_SMALL_FIRM = range(35, 56)  # statements, out of eighty
MOST_CLICKS = 120
FEWEST_PAGES = 12


@pytest.fixture
def owner(visitor: Visitor) -> Shopkeeper:
    return Shopkeeper(visitor)


def test_a_shop_makes_its_first_rie(owner: Shopkeeper, tmp_path: Path) -> None:
    given_a_firm_that_filled_in_everything(owner)
    when_she_looks_at_her_risks(owner)
    when_she_makes_a_plan(owner)
    pdf = when_she_makes_the_report(owner, tmp_path)
    then_the_pdf_is_about_her_firm(pdf)
    then_everything_is_stored()
    assert owner.visitor.clicks <= MOST_CLICKS, f"and {owner.visitor.typed} fields typed"


def given_a_firm_that_filled_in_everything(owner: Shopkeeper) -> None:
    owner.finds_the_front_door()
    owner.makes_an_account()
    owner.describes_her_firm()
    owner.takes_a_first_look()
    assert owner.answers_every_statement() in FOR_A_SMALL_FIRM
    owner.hears_her_employees()


def when_she_looks_at_her_risks(owner: Shopkeeper) -> None:
    """The highest first, each with its reason; she filters them and has another view of one."""
    codes = owner.sees_her_risks()
    classes = {code: owner.priority_of(code) for code in codes}
    assert classes == {code: problem.priority for code, problem in shop.PROBLEMS.items()}
    assert list(classes.values()) == sorted(classes.values(), key=ORDER.index)
    assert set(owner.looks_at_one_theme("ongewenst-gedrag")) == {"O11", "O15", "O20"}
    owner.gives_another_priority("W03", "high", note="Het team noemde dit het vaakst.")
    assert owner.priority_of("W03") == "high"


def when_she_makes_a_plan(owner: Shopkeeper) -> None:
    """The proposal without one measure, an action given to someone, and nothing left open."""
    owner.lets_a_plan_be_proposed()
    owner.adopts_it_without_the_last_measure()
    owner.assigns_the_first_action(due_on=in_three_months(), budget=BUDGET)
    first, *others = owner.open_risks()
    owner.chooses_a_measure_for(first)
    for code in others:
        owner.settles(code, reason="We kijken dit in het voorjaar opnieuw aan.")
    assert owner.open_risks() == []


def when_she_makes_the_report(owner: Shopkeeper, folder: Path) -> Path:
    owner.makes_the_report()
    return owner.downloads_it(folder)


def then_the_pdf_is_about_her_firm(pdf: Path) -> None:
    assert pdf.name.startswith("bloemenwinkel-de-linde-")
    pages = PdfReader(pdf).pages
    assert len(pages) >= FEWEST_PAGES
    assert shop.NAME in pages[0].extract_text()


def then_everything_is_stored() -> None:
    """As clicked and typed, although she never waited for a page to save."""
    with scopes_disabled():
        answers = {answer.factor.code: answer for answer in Answer.objects.select_related("factor")}
        assigned = Action.objects.get(budget=BUDGET)
    assert {code for code, answer in answers.items() if answer.verdict != "in_order"} == set(shop.PROBLEMS)
    for code, problem in shop.PROBLEMS.items():
        stored = {name: str(getattr(answers[code], name)) for name in problem.lists | problem.texts}
        assert stored == problem.lists | problem.texts
    assert str(assigned.due_on) == in_three_months()
    assert assigned.owner is not None


def in_three_months() -> str:
    return (timezone.localdate() + timedelta(days=90)).isoformat()

"""Journey: a plan that is run. From a high risk to an action that was looked back on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest
import time_machine
from django.core import mail

from apps.actions.models import Action, ActionStatus, MisfitReason
from apps.organisations.models import Role, User
from tests.journeys.firm import Firm
from tests.journeys.planner import Planner
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
CHOOSING, DONE, LOOKING_BACK = "2026-12-01T09:30", "2027-01-18T11:00", "2027-04-20T15:00"
RISK, CHOSEN, MISFIT = "O15", "M65", "M64"
NOTE = "Een hek past niet bij onze winkel."
REMARK = "De huisregels hangen ook bij de kassa."
RESULT = "De regels hangen bij de deur en iedereen weet wie er ingrijpt."
CHANGED = "Er wordt bijna niet meer gescholden."
TOLD = "Werkoverleg van maart, met het hele team."
BETTER = {"verdict": "partly", "happened": "False", "frequency": "1", "reach": "2"}


@pytest.fixture
def people(firm: Firm) -> dict[str, User]:
    firm.empties_its_plan()
    return {
        "hanna": firm.member(Role.HR, "Hanna Rood"),
        "bea": firm.member(Role.EMPLOYER, "Bea Smit"),
        "kim": firm.member(Role.CONTRIBUTOR, "Kim Vos"),
    }


@pytest.fixture
def hanna(new_visitor: Callable[..., Visitor], firm: Firm) -> Planner:
    return Planner(new_visitor(), firm)


def test_from_a_risk_to_an_action_that_was_looked_back_on(
    firm: Firm, hanna: Planner, people: dict[str, User]
) -> None:
    with at(CHOOSING, hanna, people):
        when_she_chooses_measures(hanna)
        when_she_lets_the_rest_be_proposed(hanna)
        when_she_gives_the_action_to_others(firm, hanna, people)
        when_they_work_on_it(hanna)
        then_it_is_in_progress(firm, hanna)
    with at(DONE, hanna, people):
        when_it_is_done(firm, hanna)
    with at(LOOKING_BACK, hanna, people):
        when_she_looks_back(hanna)
        then_the_chain_is_whole(hanna)
    then_everything_is_stored(firm, people)


@contextmanager
def at(moment: str, planner: Planner, people: dict[str, User]) -> Iterator[None]:
    """It is this moment, and she is logged in. The server is a thread of the tests, so its clock is ours."""
    with time_machine.travel(f"{moment}+01:00"):
        planner.visitor.is_logged_in_as(people["hanna"])
        yield


def when_she_chooses_measures(hanna: Planner) -> None:
    hanna.opens_a_risk_without_measure(RISK)
    hanna.looks()
    hanna.compares(CHOSEN, MISFIT)
    hanna.puts_in_her_plan(CHOSEN)
    hanna.says_it_does_not_fit(RISK, MISFIT, reason=MisfitReason.NOT_OUR_WORK, note=NOTE)


def when_she_lets_the_rest_be_proposed(hanna: Planner) -> None:
    """Not again what she chose, nor what does not fit. She wishes less work, and more in the team."""
    proposed = hanna.lets_a_plan_be_proposed()
    assert not proposed & {CHOSEN, MISFIT}
    wished = hanna.wishes("minder_werk", "team")
    assert wished != proposed
    hanna.sees_the_difference(came_in=wished - proposed, went_out=proposed - wished)
    hanna.adopts_it()


def when_she_gives_the_action_to_others(firm: Firm, hanna: Planner, people: dict[str, User]) -> None:
    hanna.opens_the_action(firm.measure(CHOSEN))
    owner, helper = people["bea"], people["kim"]
    hanna.gives_it_to(firm.membership(owner), firm.membership(helper), due_on="2027-02-01", budget="350")
    assert {letter.to[0] for letter in mail.outbox} == {owner.email, helper.email}


def when_they_work_on_it(hanna: Planner) -> None:
    hanna.adds_steps("Regels opschrijven met het team", "Bordje laten maken")
    hanna.ticks_the_first_step_with_the_keyboard()
    hanna.writes_a_remark(REMARK)
    hanna.keeps_a_file("huisregels.pdf")
    hanna.looks()


def then_it_is_in_progress(firm: Firm, hanna: Planner) -> None:
    action = chosen(firm)
    hanna.moves_it_with_the_keyboard(action, ActionStatus.IN_PROGRESS)
    hanna.sees_it_in_the_column(action, ActionStatus.IN_PROGRESS)


def when_it_is_done(firm: Firm, hanna: Planner) -> None:
    """The board asks what came out of it."""
    hanna.visitor.goes_to(firm.url("actions:plan"))
    hanna.moves_it_with_the_keyboard(chosen(firm), ActionStatus.DONE)
    hanna.looks()
    hanna.says_what_came_out_of_it(RESULT, spent="312,50")


def when_she_looks_back(hanna: Planner) -> None:
    hanna.opens_does_it_help()
    assert hanna.links_of_the_chain(RISK) == ["done", "done", "missing", "missing"]
    assert hanna.classes_of(RISK) == ["high"]
    hanna.looks_back(RISK, changed=CHANGED, answer=BETTER)
    assert hanna.classes_of(RISK) == ["high", "low"]
    hanna.writes_down_that_employees_know(TOLD)


def then_the_chain_is_whole(hanna: Planner) -> None:
    hanna.opens_does_it_help()
    assert hanna.links_of_the_chain(RISK) == ["done"] * 4
    hanna.looks()


def then_everything_is_stored(firm: Firm, people: dict[str, User]) -> None:
    action = chosen(firm)
    assert action.status == ActionStatus.EVALUATED
    assert (action.owner.user, action.result) == (people["bea"], RESULT)
    assert (action.budget, action.spent) == (Decimal(350), Decimal("312.50"))
    days = (action.due_on, action.done_on, action.evaluated_on)
    assert [str(day) for day in days] == ["2027-02-01", "2027-01-18", "2027-04-20"]
    assert firm.answer(RISK).frequency == 2, "the first answer stays"


def chosen(firm: Firm) -> Action:
    return firm.action(title=firm.measure(CHOSEN))

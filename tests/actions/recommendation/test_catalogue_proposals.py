"""The proposal on the measures and factors of our own instrument."""

import random
from functools import partial
from itertools import chain

import pytest

from apps.actions.recommendation import Situation, propose
from apps.actions.recommendation.cost import points
from apps.actions.recommendation.cover import smallest_cover
from tests.actions.recommendation.builders import HIGH, MEDIUM, a_risk, catalogue, codes

CANDIDATES, FACTORS = catalogue()
PROFILE = sorted(set(chain.from_iterable(candidate.fits_if for candidate in CANDIDATES)))
SECTORS = sorted(set(chain.from_iterable(candidate.sectors for candidate in CANDIDATES)))


def a_firm(choice):
    return Situation(
        headcount=choice.choice([3, 8, 12, 30, 120]),
        sector=choice.choice(SECTORS),
        profile=frozenset(option for option in PROFILE if choice.random() < 0.5),
    )


def a_question(number, size):
    """A firm with ``size`` random risks; the same number gives the same firm."""
    choice = random.Random(f"{size}-{number}")  # noqa: S311
    return {
        "risks": [a_risk(code, choice.choice([MEDIUM, HIGH])) for code in choice.sample(FACTORS, size)],
        "candidates": CANDIDATES,
        "situation": a_firm(choice),
    }


@pytest.mark.parametrize("code", FACTORS)
def test_every_risk_of_our_own_has_a_measure_that_is_not_individual(code):
    firm = a_firm(random.Random(code))  # noqa: S311
    found = propose(risks=[a_risk(code)], candidates=CANDIDATES, situation=firm)

    assert found.uncovered == ()
    assert len(found.measures) == 1


@pytest.mark.parametrize(("size", "firms", "inexact"), [(10, 40, 0), (25, 40, 0), (50, 20, 1), (80, 10, 1)])
def test_the_search_finishes_for_nearly_every_firm(size, firms, inexact):
    proposals = [propose(**a_question(number, size)) for number in range(firms)]

    assert all(found.uncovered == () for found in proposals)
    assert sum(not found.exact for found in proposals) <= inexact


def test_the_node_limit_is_enough_with_room_to_spare():
    """All risks at once is the hardest question that our own catalogue can get."""
    question = a_question(1, len(FACTORS))
    options = {
        risk.code: frozenset(c.code for c in CANDIDATES if c.takes_care_of(risk))
        for risk in question["risks"]
    }

    found = smallest_cover(
        options=options, points={c.code: points(c, question["situation"]) for c in CANDIDATES}
    )

    assert found.exact
    assert found.nodes < 150


@pytest.mark.parametrize("number", range(10))
def test_a_plan_is_much_smaller_than_its_list_of_risks(number):
    question = a_question(number, 40)

    assert len(propose(**question).measures) < 25


@pytest.mark.parametrize("number", range(10))
def test_saying_no_one_by_one_always_gives_another_proposal_or_a_cause(number):
    question = a_question(number, 12)
    left_out: set[str] = set()
    for _round in range(8):
        found = propose(**question, left_out=frozenset(left_out))
        covered = {code for measure in found.measures for code in measure.covers}
        assert covered | {entry.risk.code for entry in found.uncovered} == {
            risk.code for risk in question["risks"]
        }
        left_out |= set(codes(found)[:1])


def test_a_search_that_is_cut_short_says_so_and_still_covers_everything(monkeypatch):
    question = a_question(1, 60)
    monkeypatch.setattr(
        "apps.actions.recommendation.proposal.smallest_cover", partial(smallest_cover, node_limit=0)
    )

    found = propose(**question)

    assert not found.exact
    assert found.uncovered == ()


def test_the_size_of_the_firm_changes_the_choice_and_not_the_coverage():
    risks = [a_risk("O13", MEDIUM), a_risk("O08", MEDIUM), a_risk("O01", MEDIUM)]

    for headcount in (1, 14, 15, 250):
        firm = Situation(headcount=headcount, sector="overig", profile=frozenset())
        assert propose(risks=risks, candidates=CANDIDATES, situation=firm).uncovered == ()

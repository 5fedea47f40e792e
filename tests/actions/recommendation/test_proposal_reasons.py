"""The reasons per measure."""

import pytest
from django.utils import translation

from apps.actions.recommendation import propose
from apps.rie.content.schema import HygieneStep, Level, Size
from tests.actions.recommendation.builders import FIRM, HIGH, MEDIUM, a_measure, a_risk, an_individual


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def reasons(measure, *risks, others=()):
    found = propose(risks=risks or [a_risk("W01")], candidates=[measure, *others], situation=FIRM)
    [proposed] = [proposed for proposed in found.measures if proposed.code == measure.code]
    return proposed.reasons


# A second, dearer measure, so that the first is not the only one left.
SPARE = (a_measure("M99", "W01", "W02", "W03", "W04", "W05", effort=Size.HIGH, cost=Size.HIGH),)


def test_all_reasons_of_one_measure():
    measure = a_measure("M01", "W01", "W02", sectors=("zorg",), fits_if=("contact.yes",))

    assert reasons(measure, a_risk("W01", title="Too much work."), a_risk("W02", MEDIUM), others=SPARE) == (
        "It tackles 2 risks at once, one of them high: Too much work; Problem W02.",
        "It works at the source: you tackle the cause.",
        "Count on little work and no costs.",
        "It fits your sector and your profile.",
    )


@pytest.mark.parametrize(
    ("priorities", "expected"),
    [
        ([HIGH], "It tackles a high risk: Problem W01."),
        ([MEDIUM], "It tackles a medium risk: Problem W01."),
        ([HIGH, HIGH], "It tackles 2 high risks at once: Problem W01; Problem W02."),
        ([MEDIUM, MEDIUM], "It tackles 2 medium risks at once: Problem W01; Problem W02."),
        (
            [HIGH, HIGH, MEDIUM],
            "It tackles 3 risks at once, 2 of them high: Problem W01; Problem W02; Problem W03.",
        ),
        (
            [HIGH, HIGH, HIGH, HIGH],
            "It tackles 4 high risks at once: Problem W01; Problem W02; Problem W03; and one more.",
        ),
        (
            [HIGH, HIGH, HIGH, HIGH, HIGH],
            "It tackles 5 high risks at once: Problem W01; Problem W02; Problem W03; and 2 more.",
        ),
    ],
)
def test_which_risks(priorities, expected):
    risks = [a_risk(f"W0{number}", priority) for number, priority in enumerate(priorities, start=1)]

    assert reasons(a_measure("M01", *(risk.code for risk in risks)), *risks)[0] == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"step": HygieneStep.SOURCE}, "It works at the source: you tackle the cause."),
        ({"step": HygieneStep.COLLECTIVE, "level": Level.TEAM}, "It helps the whole team at once."),
        (
            {"step": HygieneStep.COLLECTIVE, "level": Level.ORGANISATION},
            "It helps everyone in the firm at once.",
        ),
        ({"step": HygieneStep.RECOVERY}, "It makes sure that people get help after something has happened."),
    ],
)
def test_where_it_works(changes, expected):
    assert reasons(a_measure("M01", "W01", **changes))[1] == expected


def test_an_individual_measure_says_that_it_helps_one_at_a_time():
    assert reasons(an_individual("M01", "W01"), a_risk("W01", MEDIUM))[1] == (
        "It helps one employee at a time. For a medium risk that is enough."
    )


@pytest.mark.parametrize(
    ("effort", "cost", "expected"),
    [
        (Size.LOW, Size.NONE, "Count on little work and no costs."),
        (Size.MEDIUM, Size.LOW, "Count on some work and low costs."),
        (Size.HIGH, Size.MEDIUM, "Count on a lot of work and moderate costs."),
        (Size.NONE, Size.HIGH, "Count on little work and high costs."),
    ],
)
def test_what_it_takes(effort, cost, expected):
    assert reasons(a_measure("M01", "W01", effort=effort, cost=cost))[2] == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"sectors": ("zorg",)}, "It fits your sector."),
        ({"fits_if": ("contact.yes",)}, "It fits your profile."),
        ({"min_headcount": 10}, "It fits a firm of your size."),
        ({"max_headcount": 20}, "It fits a firm of your size."),
        ({"min_headcount": 25}, "It fits best from 25 people: choose a simple form."),
        ({"max_headcount": 10}, "It fits best up to 10 people: arrange it per department."),
        ({"fits_if": ("money.yes",)}, "Your profile does not point to this measure: adapt it to your work."),
        (
            {"fits_if": ("money.yes",), "sectors": ("zorg",)},
            "Your profile does not point to this measure: adapt it to your work.",
        ),
    ],
)
def test_how_it_fits(changes, expected):
    assert reasons(a_measure("M01", "W01", **changes), others=SPARE)[3] == expected


def test_a_measure_for_everyone_says_nothing_about_fit():
    assert len(reasons(a_measure("M01", "W01", sectors=("bouw",)), others=SPARE)) == 3


def test_the_only_one_left_says_so_for_the_highest_risk():
    measure = a_measure("M01", "W01", "W02", sectors=("zorg",))

    assert reasons(measure, a_risk("W01", MEDIUM), a_risk("W02"))[3] == (
        "No other measure is left that is enough for: Problem W02."
    )


def test_the_only_one_left_does_not_repeat_the_name_of_its_only_risk():
    assert reasons(a_measure("M01", "W01"))[3] == "No other measure is left that is enough for this risk."


def test_a_title_with_a_percent_sign_stays_as_it_is():
    assert "100% %(count)s" in reasons(a_measure("M01", "W01"), a_risk("W01", title="100% %(count)s"))[0]


def test_reasons_are_in_the_language_of_the_user_at_the_moment_of_asking(monkeypatch):
    monkeypatch.setattr("apps.actions.recommendation.reasons._", lambda text: f"[{text}]")

    assert reasons(a_measure("M01", "W01"))[1] == "[It works at the source: you tackle the cause.]"

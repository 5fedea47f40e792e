"""The summary says what is true, in one and in many."""

import pytest
from django.utils import translation

from apps.actions.recommendation import propose
from apps.actions.recommendation.summary import Tally, summarise
from tests.actions.recommendation.builders import FIRM, LOW, MEDIUM, a_measure, a_risk


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("measures", "risks", "covered", "has_plan", "expected"),
    [
        (0, 0, 0, False, "You have no high or medium risks. So we propose no measures now."),
        (1, 1, 1, False, "1 measure tackles your only high or medium risk."),
        (1, 3, 3, False, "1 measure tackles all your 3 high and medium risks."),
        (9, 14, 14, False, "9 measures tackle all your 14 high and medium risks."),
        (0, 1, 1, True, "Your plan already tackles your only high or medium risk."),
        (0, 4, 4, True, "Your plan already tackles all your 4 high and medium risks."),
        (1, 4, 4, True, "Together with your plan, 1 measure tackles all 4 high and medium risks."),
        (2, 4, 4, True, "Together with your plan, 2 measures tackle all 4 high and medium risks."),
        (0, 1, 0, False, "We have no measure to propose for your only high or medium risk."),
        (0, 2, 0, False, "We have no measure to propose for your 2 high and medium risks."),
    ],
)
def test_summary_of_all_or_nothing(measures, risks, covered, has_plan, expected):
    assert summarise(Tally(measures=measures, risks=risks, covered=covered, has_plan=has_plan)) == expected


ONE_OPEN = " For 1 risk we have no measure left; you can read why at that risk."
TWO_OPEN = " For 2 risks we have no measure left; you can read why at each risk."


@pytest.mark.parametrize(
    ("measures", "risks", "covered", "has_plan", "expected"),
    [
        (1, 2, 1, False, "1 measure tackles 1 of your 2 high and medium risks." + ONE_OPEN),
        (3, 6, 4, False, "3 measures tackle 4 of your 6 high and medium risks." + TWO_OPEN),
        (
            1,
            6,
            4,
            True,
            "Together with your plan, 1 measure tackles 4 of 6 high and medium risks." + TWO_OPEN,
        ),
        (
            2,
            6,
            5,
            True,
            "Together with your plan, 2 measures tackle 5 of 6 high and medium risks." + ONE_OPEN,
        ),
        (0, 6, 4, True, "Your plan tackles 4 of your 6 high and medium risks." + TWO_OPEN),
    ],
)
def test_summary_when_risks_stay_open(measures, risks, covered, has_plan, expected):
    assert summarise(Tally(measures=measures, risks=risks, covered=covered, has_plan=has_plan)) == expected


def test_the_proposal_counts_high_and_medium_risks_and_not_low_ones():
    found = propose(
        risks=[a_risk("W01"), a_risk("W02", MEDIUM), a_risk("W03", LOW), a_risk("W04")],
        candidates=[a_measure("M01", "W01"), a_measure("M02", "W02")],
        situation=FIRM,
        in_plan={"M01"},
    )

    assert (
        found.summary == "Together with your plan, 1 measure tackles 2 of 3 high and medium risks." + ONE_OPEN
    )

"""The reason next to the class, as the employer reads it."""

import pytest
from django.utils import translation

from apps.rie.content.schema import FactorKind
from apps.rie.evaluation import Priority, RiskInput, Verdict, get_method


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def steps(method="psa", verdict=Verdict.NOT_IN_ORDER, **values):
    return get_method(method).evaluate(RiskInput(verdict=verdict, **values)).steps


def test_the_sum_is_shown_in_words_and_numbers_with_the_class_it_gives():
    assert steps(frequency=3, reach=3, severity=2) == (
        "Often (3) and about half (3), complaints (2): (3 + 3) × 2 = 12.",
        "From 9 to 15 is medium.",
    )


def test_the_reason_is_the_steps_as_one_text():
    evaluation = get_method("psa").evaluate(
        RiskInput(verdict=Verdict.PARTLY, frequency=2, reach=2, severity=1)
    )

    assert evaluation.reason == (
        "Sometimes (2) and a small group (2), nuisance (1): (2 + 2) × 1 = 4. From 2 to 8 is low."
    )


def test_it_says_that_the_instrument_gave_the_severity():
    assert steps(frequency=4, reach=4, default_severity=3) == (
        "You did not fill in how serious it is. We count with what is usual for this topic: absence (3).",
        "Nearly always (4) and almost everyone (4), absence (3): (4 + 4) × 3 = 24.",
        "From 16 to 32 is high.",
    )


def test_it_says_nothing_about_the_instrument_when_the_employer_gave_the_severity():
    assert len(steps(frequency=4, reach=4, severity=3, default_severity=1)) == 2


def test_overrides_are_told_in_the_order_in_which_they_were_applied():
    assert steps(frequency=1, reach=1, severity=3, special_groups=("starters", "young people", "temps")) == (
        "Rarely (1) and a single person (1), absence (3): (1 + 1) × 3 = 6.",
        "From 2 to 8 is low.",
        "The consequence is absence (3). From 3 that is never low. So it is medium.",
        "Extra care for: starters; young people; temps. So the priority is high instead of medium.",
    )


def test_an_override_that_changes_nothing_is_not_told():
    assert len(steps(frequency=4, reach=4, severity=4, special_groups=("starters",))) == 2


def test_an_event_that_happened_is_the_whole_reason_when_there_is_no_score():
    event = {"kind": FactorKind.EVENT, "high_after_event": True, "happened": True}

    assert steps(**event) == ("It happened in the last 12 months. For this topic that is always high.",)


def test_an_event_that_happened_is_told_after_the_score_when_there_is_one():
    event = {"kind": FactorKind.EVENT, "high_after_event": True, "happened": True}

    told = steps(**event, frequency=1, reach=1, severity=4)

    assert told[1:] == (
        "From 2 to 8 is low.",
        "It happened in the last 12 months. For this topic that is always high.",
    )


@pytest.mark.parametrize("method", ["psa", "kinney", "french"])
def test_policy_says_that_it_is_missing_or_only_partly_there(method):
    policy = {"method": method, "kind": FactorKind.POLICY}

    assert steps(**policy) == ("The policy is missing. Missing policy is always high.",)
    assert steps(**policy, verdict=Verdict.PARTLY) == ("The policy is only partly there. That is medium.",)


def test_policy_with_a_special_group_says_who_lifts_it():
    assert steps(verdict=Verdict.PARTLY, kind=FactorKind.POLICY, special_groups=("starters",)) == (
        "The policy is only partly there. That is medium.",
        "Extra care for: starters. So the priority is high instead of medium.",
    )


@pytest.mark.parametrize(
    ("method", "given", "question"),
    [
        ("psa", {"reach": 2, "severity": 2}, "how often it happens"),
        ("psa", {"default_severity": 2}, "how often it happens and how many people it concerns"),
        ("psa", {}, "how often it happens, how many people it concerns and how serious it is"),
        ("kinney", {"frequency": 1, "severity": 1}, "how likely harm is"),
        ("direct", {}, "which priority you choose"),
    ],
)
def test_it_asks_for_what_is_still_missing(method, given, question):
    assert steps(method, **given) == (f"Still to fill in: {question}. Then you see the priority.",)


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [
        (Verdict.IN_ORDER, "This is in order. So it has no priority."),
        (Verdict.NOT_APPLICABLE, "This does not apply to you. So it has no priority."),
        (Verdict.TO_DISCUSS, "You still want to discuss this. It gets its priority after that."),
    ],
)
@pytest.mark.parametrize("method", ["psa", "kinney", "french", "direct"])
def test_it_says_why_there_is_no_priority(method, verdict, reason):
    assert steps(method, verdict) == (reason,)


def test_kinney_shows_its_three_values_and_their_product():
    assert steps("kinney", frequency=4, severity=5, probability=1) == (
        "Regularly (4), serious (5), small chance (1): 4 × 5 × 1 = 20.",
        "From 16 to 50 is medium.",
    )


def test_the_french_method_shows_its_two_values_and_their_product():
    assert steps("french", severity=7, frequency=9) == (
        "Serious (7), nearly always (9): 7 × 9 = 63.",
        "From 46 to 90 is high.",
    )


def test_a_direct_choice_is_called_a_choice():
    assert steps("direct", chosen=Priority.LOW) == ("You chose this yourself: low.",)

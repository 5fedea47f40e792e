"""The verkenning: which factors go off, and with what reason. Rules, without a database."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from apps.rie.content.loader import PSA_DIR
from apps.rie.content.schema import ProfileQuestionSpec
from apps.rie.domain.profile import (
    NONE_OPTION,
    InvalidProfileError,
    active_factors,
    check_profile,
    chosen_options,
    switched_off,
)

EXAMPLES = Path(__file__).parents[2] / "examples"
QUESTIONS = {
    entry["key"]: ProfileQuestionSpec.model_validate(entry)
    for entry in yaml.safe_load((PSA_DIR / "profile.yaml").read_text(encoding="utf-8"))
}


def _answers(spec) -> st.SearchStrategy[list[str]]:
    if spec.kind == "single":
        return st.sampled_from(spec.options).map(lambda option: [option])
    some = st.lists(st.sampled_from(spec.options), min_size=1, unique=True)
    return st.one_of(some, st.just([NONE_OPTION]))


# Every profile there can be: each question answered or left open.
PROFILES = st.fixed_dictionaries({}, optional={key: _answers(spec) for key, spec in QUESTIONS.items()})


def complete_profile(**given) -> dict[str, list[str]]:
    """Everything answered, and nothing that calls for a factor, except what is given."""
    nothing = {key: ["no"] if spec.kind == "single" else [NONE_OPTION] for key, spec in QUESTIONS.items()}
    return {**nothing, **given}


def example(name: str) -> dict[str, list[str]]:
    """The profile of an example firm, as the application stores it."""
    raw = yaml.safe_load((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8"))["profile"]
    lists = {key: value if isinstance(value, list) else [value] for key, value in raw.items()}
    return {key: value or [NONE_OPTION] for key, value in lists.items()}


@given(profile=PROFILES)
def test_every_profile_the_questions_allow_is_accepted(content, profile):
    check_profile(content, profile)


@given(profile=PROFILES)
def test_what_everyone_must_have_is_never_switched_off(content, profile):
    off = switched_off(content, profile)

    assert not any(content.factors[code].spec.required_of_everyone for code in off)


@given(profile=PROFILES)
def test_a_factor_without_a_condition_is_never_switched_off(content, profile):
    assert all(content.factors[code].spec.applies_if for code in switched_off(content, profile))


@given(profile=PROFILES)
def test_a_factor_is_off_exactly_when_every_question_behind_it_says_so(content, profile):
    off = switched_off(content, profile)

    for factor in content.factors.values():
        conditions = [condition.split(".") for condition in factor.spec.applies_if]
        told = [
            key in profile and option not in profile[key] and "unknown" not in profile[key]
            for key, option in conditions
        ]
        assert (factor.code in off) == (bool(conditions) and all(told)), factor.code


@given(profile=PROFILES)
def test_every_reason_is_made_of_what_the_employer_said(content, profile):
    for code, reason in switched_off(content, profile).items():
        sentences = {
            content.questions[key].text.off_reason[option]
            for key, option in (condition.split(".") for condition in content.factors[code].spec.applies_if)
        }
        assert reason.strip()
        assert all(sentence in reason for sentence in sentences)
        assert len(reason) == sum(map(len, sentences)) + len(sentences) - 1


@given(profile=PROFILES, data=st.data())
def test_taking_an_answer_back_never_switches_a_factor_off(content, profile, data):
    fewer = {key: value for key, value in profile.items() if data.draw(st.booleans(), label=key)}

    assert set(switched_off(content, fewer)) <= set(switched_off(content, profile))


@given(profile=PROFILES, data=st.data())
def test_answering_an_open_question_never_brings_back_a_factor(content, profile, data):
    still_open = [key for key in QUESTIONS if key not in profile]
    more = profile | {key: data.draw(_answers(QUESTIONS[key])) for key in still_open[:2]}

    assert set(switched_off(content, profile)) <= set(switched_off(content, more))


@given(profile=PROFILES)
def test_unknown_switches_no_factor_off(content, profile):
    unsure = profile | {"monitoring": ["unknown"], "care_tasks": ["unknown"]}

    assert not {"W35", "W38", "W39"} & set(switched_off(content, unsure))


@given(profile=PROFILES)
def test_every_factor_is_either_asked_or_off(content, profile):
    asked, off = active_factors(content, profile), switched_off(content, profile)

    assert len(asked) + len(off) == 80
    assert [factor.code for factor in asked] == [code for code in content.factors if code not in off]


def test_before_the_first_answer_everything_is_asked(content):
    assert switched_off(content, {}) == {}


def test_an_answer_that_was_taken_back_counts_as_open(content):
    assert switched_off(content, {"money": []}) == {}


def test_a_factor_behind_two_questions_waits_for_both(content):
    assert "O22" not in switched_off(content, {"contact": ["no"]})
    assert "O22" not in switched_off(content, {"contact": ["no"], "money": ["yes"]})
    assert "O22" in switched_off(content, {"contact": ["no"], "money": ["no"]})


def test_a_reason_that_two_conditions_share_is_said_once(content):
    off = switched_off(content, complete_profile())

    assert len(set(off["O09"].split(". "))) == len(off["O09"].split(". "))


def test_the_firm_where_nothing_special_plays_is_still_asked_the_core(content):
    asked = active_factors(content, complete_profile())

    assert 20 <= len(asked) <= 40
    assert {"W44", "O10", "O11", "O12", "O13", "O14", "I09", "I11", "I12", "I13"} <= {f.code for f in asked}


@pytest.mark.parametrize(
    ("name", "least", "most"), [("winkel", 35, 50), ("bouwbedrijf", 35, 55), ("thuiszorg", 70, 80)]
)
def test_an_example_firm_is_asked_about_as_many_factors_as_we_promise(content, name, least, most):
    profile = example(name)
    check_profile(content, profile)

    assert least <= len(active_factors(content, profile)) <= most


def test_chosen_answers_are_named_as_the_content_names_them():
    assert chosen_options({"hours": ["peaks", "reachable"], "money": ["yes"]}) == {
        "hours.peaks",
        "hours.reachable",
        "money.yes",
    }


@pytest.mark.parametrize(
    ("profile", "says"),
    [
        ({"cash": ["yes"]}, "cash: this question does not exist; choose from contact"),
        ({"money": ["maybe"]}, "money: maybe is not an answer; choose from yes, no"),
        ({"money": ["unknown"]}, "money: unknown is not an answer; choose from yes, no"),
        ({"money": ["none"]}, "money: none is not an answer; choose from yes, no"),
        ({"money": []}, "money: nothing is not an answer; choose from yes, no"),
        ({"money": ["yes", "no"]}, "money: these answers exclude each other: yes, no"),
        ({"hours": ["none", "peaks"]}, "hours: these answers exclude each other: none, peaks"),
        (
            {"hours": ["nights"]},
            "hours: nights is not an answer; choose from peaks, irregular, reachable, none",
        ),
    ],
)
def test_what_a_question_does_not_offer_is_refused_with_what_it_does(content, profile, says):
    with pytest.raises(InvalidProfileError) as caught:
        check_profile(content, profile)

    assert says in str(caught.value)

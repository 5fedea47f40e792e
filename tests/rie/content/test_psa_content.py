"""The content files as they are: complete, and true to the rules of the product."""

from collections import Counter

from apps.rie.content.schema import FactorKind
from apps.rie.evaluation import METHODS


def test_it_has_eighty_factors_eighty_measures_and_eighteen_questions(psa):
    assert (len(psa.factors), len(psa.measures), len(psa.questions)) == (80, 80, 18)


def test_every_factor_has_a_choice_of_measures_that_do_not_all_put_it_on_one_person(psa):
    for factor in psa.factors:
        fitting = [m.spec for m in psa.measures if factor.spec.code in m.spec.factors]
        assert len(fitting) >= 2, factor.spec.code
        assert any(not measure.is_individual for measure in fitting), factor.spec.code


def test_codes_are_used_once(psa):
    codes = Counter(entry.spec.code for entry in (*psa.factors, *psa.measures))

    assert codes.most_common(1)[0][1] == 1


def test_policy_that_every_employer_must_have_is_asked_of_everyone(psa):
    always = [factor.spec for factor in psa.factors if factor.spec.required_of_everyone]

    assert always
    assert all(spec.kind is FactorKind.POLICY and not spec.applies_if for spec in always)


def test_what_is_high_after_an_event_is_on_the_list_of_the_rules(psa):
    listed = {spec.code for factor in psa.factors if (spec := factor.spec).high_after_event}

    assert listed == {"O01", "O02", "O03", "O04", "O05", "O06", "O15", "O16", "O17", "O18", "I01"}


def test_every_factor_is_evaluated_by_a_method_that_exists(psa):
    assert {factor.spec.method or psa.spec.method for factor in psa.factors} <= set(METHODS)


def test_the_two_questions_people_often_cannot_answer_offer_that_answer(psa):
    unknown = {entry.spec.key for entry in psa.questions if "unknown" in entry.spec.options}

    assert unknown == {"monitoring", "care_tasks"}


def test_a_traumatic_event_always_leans_on_the_general_duty_of_care(psa):
    theme = next(theme for theme in psa.spec.themes if theme.key == "ingrijpende-gebeurtenissen")
    grounds = [e.spec.legal_grounds for e in psa.factors if e.spec.subtheme in theme.subthemes]

    assert len(grounds) == 13
    assert all("F" in letters for letters in grounds)


def test_every_text_exists_in_every_language(psa):
    entries = (*psa.questions, *psa.factors, *psa.measures)

    assert all(set(entry.text) == set(psa.spec.languages) for entry in entries)


def test_examples_are_about_sectors_that_a_firm_can_choose(psa):
    for factor in psa.factors:
        for text in factor.text.values():
            assert set(text.examples) <= set(psa.spec.sectors), factor.spec.code

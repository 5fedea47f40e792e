"""The nouns of evaluation, and the mistakes that are refused with words that help."""

import pytest
from django.utils import translation

from apps.rie.evaluation import (
    METHODS,
    InvalidRiskInput,
    Priority,
    RiskInput,
    UnknownMethod,
    Verdict,
    get_method,
)


@pytest.mark.parametrize("name", ["psa", "kinney", "french", "direct"])
def test_a_method_is_found_by_its_name(name):
    assert get_method(name).name == name
    assert METHODS[name] is get_method(name)


def test_an_unknown_method_is_refused_with_the_names_that_exist():
    with pytest.raises(UnknownMethod) as caught:
        get_method("kiney")

    assert isinstance(caught.value, ValueError)
    assert str(caught.value) == (
        "Unknown evaluation method 'kiney'. Known methods: psa, kinney, french, direct."
    )


@pytest.mark.parametrize(
    ("method", "field", "value", "allowed"),
    [
        ("psa", "frequency", 0, (1, 2, 3, 4)),
        ("psa", "reach", 5, (1, 2, 3, 4)),
        ("psa", "severity", -1, (1, 2, 3, 4)),
        ("psa", "default_severity", 10, (1, 2, 3, 4)),
        ("kinney", "frequency", 2, (1, 4, 7)),
        ("kinney", "severity", 7, (1, 5, 10)),
        ("kinney", "default_severity", 2, (1, 5, 10)),
        ("kinney", "probability", 4, (1, 3, 5)),
        ("french", "severity", 4, (1, 5, 7, 10)),
        ("french", "frequency", 4, (1, 3, 7, 9)),
    ],
)
@pytest.mark.parametrize("verdict", Verdict)
def test_a_value_off_the_scale_is_refused_with_its_field_and_what_is_allowed(
    method, field, value, allowed, verdict
):
    with pytest.raises(InvalidRiskInput) as caught:
        get_method(method).evaluate(RiskInput(verdict=verdict, **{field: value}))

    assert isinstance(caught.value, ValueError)
    assert (caught.value.field, caught.value.value, caught.value.allowed) == (field, value, allowed)
    assert str(caught.value) == f"{field} must be one of {', '.join(map(str, allowed))}, not {value}."


@pytest.mark.parametrize(
    ("method", "field"), [("psa", "probability"), ("french", "reach"), ("direct", "severity")]
)
def test_a_method_ignores_what_it_has_no_scale_for(method, field):
    evaluation = get_method(method).evaluate(RiskInput(verdict=Verdict.NOT_IN_ORDER, **{field: 99}))

    assert field not in evaluation.missing


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_every_scale_has_rising_values_with_a_word_and_a_hint(method):
    assert str(method.label)
    for steps in method.scales.values():
        values = [step.value for step in steps]
        assert values == sorted(set(values))
        assert all(str(step.label) and str(step.hint) for step in steps)
        assert len({str(step.label) for step in steps}) == len(steps)


def test_high_is_more_than_medium_and_medium_more_than_low():
    assert Priority.HIGH > Priority.MEDIUM > Priority.LOW


@pytest.mark.parametrize(
    ("priority", "key"), [(Priority.LOW, "low"), (Priority.MEDIUM, "medium"), (Priority.HIGH, "high")]
)
def test_a_priority_is_stored_by_its_key_and_found_again(priority, key):
    assert priority.key == key
    assert Priority.from_key(key) is priority


@pytest.mark.parametrize("key", ["", "HIGH", "hoog", "3"])
def test_a_key_that_does_not_exist_is_refused_with_the_keys_that_do(key):
    with pytest.raises(ValueError, match="Known priorities: low, medium, high"):
        Priority.from_key(key)


def test_the_word_of_a_priority_stands_in_the_language_of_the_reader():
    with translation.override("en"):
        assert [priority.label for priority in Priority] == ["low", "medium", "high"]


def test_only_partly_and_not_in_order_are_problems():
    assert [verdict for verdict in Verdict if verdict.is_problem] == [Verdict.PARTLY, Verdict.NOT_IN_ORDER]

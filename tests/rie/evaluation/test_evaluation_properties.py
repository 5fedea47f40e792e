"""What must hold for every risk that anybody can think of."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from apps.rie.content.schema import FactorKind
from apps.rie.evaluation import METHODS, Evaluation, Priority, RiskInput, Verdict
from apps.rie.evaluation.psa import OVERRIDES

PROBLEMS = [verdict for verdict in Verdict if verdict.is_problem]
GROUPS = st.lists(st.sampled_from(["starters", "young people", "flex workers"]), unique=True).map(tuple)
METHOD_NAMES = sorted(METHODS)


def risks_of(method_name, *, complete=False):
    """Every answer that the method accepts; with ``complete`` every scale is filled in."""
    scales = METHODS[method_name].scales
    values = {name: st.sampled_from([step.value for step in steps]) for name, steps in scales.items()}
    optional = {name: value if complete else st.none() | value for name, value in values.items()}
    if "severity" in values:
        optional["default_severity"] = st.none() | values["severity"]
    return st.builds(
        RiskInput,
        verdict=st.sampled_from(PROBLEMS) if complete else st.sampled_from(Verdict),
        kind=st.sampled_from(FactorKind),
        happened=st.none() | st.booleans(),
        high_after_event=st.booleans(),
        special_groups=GROUPS,
        **optional,
    )


any_method_and_risk = st.sampled_from(METHOD_NAMES).flatmap(
    lambda name: st.tuples(st.just(METHODS[name]), risks_of(name))
)
complete_psa_risk = risks_of("psa", complete=True)


def psa(risk):
    return METHODS["psa"].evaluate(risk)


@pytest.fixture(autouse=True, scope="module")
def words_are_loaded():
    """Reads the catalogue once, so that the first example is not slower than the others."""
    return Priority.HIGH.label


@given(any_method_and_risk)
def test_the_same_answer_always_gets_the_same_evaluation(method_and_risk):
    method, risk = method_and_risk

    assert method.evaluate(risk) == method.evaluate(replace(risk))


@given(any_method_and_risk)
def test_every_evaluation_gives_its_reason(method_and_risk):
    method, risk = method_and_risk

    evaluation = method.evaluate(risk)

    assert evaluation.steps
    assert all(step.strip().endswith(".") and "%(" not in step for step in evaluation.steps)
    assert evaluation.reason == " ".join(evaluation.steps)
    assert evaluation.method == method.name


@given(any_method_and_risk)
def test_a_problem_has_a_priority_exactly_when_nothing_is_missing(method_and_risk):
    method, risk = method_and_risk
    assume(risk.verdict.is_problem)

    evaluation = method.evaluate(risk)

    assert (evaluation.priority is None) == bool(evaluation.missing)
    assert all(getattr(risk, field) is None for field in evaluation.missing)


@given(any_method_and_risk)
def test_what_is_no_problem_never_has_a_priority(method_and_risk):
    method, risk = method_and_risk
    assume(not risk.verdict.is_problem)

    assert method.evaluate(risk).priority is None


@given(any_method_and_risk)
def test_missing_policy_is_high_in_every_method_that_calculates(method_and_risk):
    method, risk = method_and_risk
    assume(method.name != "direct")

    missing_policy = replace(risk, kind=FactorKind.POLICY, verdict=Verdict.NOT_IN_ORDER)

    assert method.evaluate(missing_policy).priority is Priority.HIGH


@pytest.mark.parametrize("override", OVERRIDES)
@given(risk=complete_psa_risk, before=st.sampled_from(Priority))
def test_an_override_never_lowers_a_class(override, risk, before):
    evaluation = Evaluation(method="psa", priority=before, score=None, steps=("Because.",))

    assert override(evaluation, risk).priority >= before


@pytest.mark.parametrize("field", ["frequency", "reach", "severity"])
@given(risk=complete_psa_risk)
def test_more_often_more_people_or_more_serious_is_never_a_lower_class(field, risk):
    value = getattr(risk, field)
    assume(value < 4)

    assert psa(replace(risk, **{field: value + 1})).priority >= psa(risk).priority


@pytest.mark.parametrize("name", ["kinney", "french"])
@given(data=st.data())
def test_a_higher_value_is_never_a_lower_class_in_a_published_method(name, data):
    method = METHODS[name]
    risk = data.draw(risks_of(name, complete=True))
    field = data.draw(st.sampled_from(sorted(method.scales)))
    higher = [step.value for step in method.scales[field] if step.value >= getattr(risk, field)]

    raised = replace(risk, **{field: data.draw(st.sampled_from(higher))})

    assert method.evaluate(raised).priority >= method.evaluate(risk).priority


@given(complete_psa_risk)
def test_a_special_group_never_lowers_a_class(risk):
    alone = psa(replace(risk, special_groups=())).priority

    assert alone <= psa(replace(risk, special_groups=("starters",))).priority <= alone + 1


@given(complete_psa_risk)
def test_an_event_that_happened_never_lowers_a_class(risk):
    assert psa(replace(risk, happened=True)).priority >= psa(replace(risk, happened=False)).priority


@given(complete_psa_risk)
def test_severe_harm_is_never_low(risk):
    assume(risk.severity >= 3)

    assert psa(risk).priority > Priority.LOW


@given(risks_of("psa"))
def test_a_listed_event_that_happened_is_high_whatever_else_is_known(risk):
    assume(risk.verdict.is_problem)

    evaluation = psa(replace(risk, high_after_event=True, happened=True))

    assert (evaluation.priority, evaluation.missing) == (Priority.HIGH, ())


@pytest.mark.parametrize("name", ["kinney", "french", "direct"])
@given(data=st.data())
def test_our_overrides_never_touch_a_method_of_somebody_else(name, data):
    risk = data.draw(risks_of(name))
    bare = replace(risk, special_groups=(), happened=None, high_after_event=False)

    assert METHODS[name].evaluate(risk) == METHODS[name].evaluate(bare)

"""What stands out in a version, rule by rule, on frozen content made by hand."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.actions.checks import CHECKS
from apps.review.frozen_checks import FEW_CHARACTERS, FrozenDossier
from apps.review.standing_out import REVIEW_CHECKS, standing_out
from apps.rie.domain.instrument import instrument_content, latest

DAY = date(2026, 11, 23)
RISK, OTHER = "W43", "W44"
LONG = "Bij ons komt dit niet voor, want wij werken alleen met vaste klanten."


@pytest.fixture(scope="module")
def content(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return instrument_content(latest().pk)


def answered(verdict: str = "in_order", **values: Any) -> dict[str, Any]:
    return {"verdict": verdict, "reason": "", "computed": "", "chosen": "", **values}


def risk(computed: str, chosen: str = "") -> dict[str, Any]:
    return answered("partly", computed=computed, chosen=chosen)


def left_out(reason: str = LONG) -> dict[str, Any]:
    return answered("not_applicable", reason=reason)


def action(*codes: str, **values: Any) -> dict[str, Any]:
    return {
        "title": "Doe iets",
        "factors": list(codes),
        "measure": "",
        "owner": "Petra",
        "status": "planned",
        "due_on": "2027-01-01",
        "evaluate_on": "2027-03-01",
        "evaluated_on": None,
        "residual_priority": "",
        **values,
    }


def version(factors=None, actions=(), **parts: Any) -> dict[str, Any]:
    return {
        "factors": factors or {},
        "actions": {str(number): action for number, action in enumerate(actions)},
        "settled": {},
        "dossier": {"profile": {}},
        "consultation": {"held_on": "2026-11-01", "outcome": "Het is druk."},
        **parts,
    }


def found_in(content, frozen) -> dict[str, list[str]]:
    """Id of a check → the subjects it names."""
    found = standing_out(FrozenDossier(frozen, content, DAY))
    return {entry.check.id: [mark.subject for mark in entry.marks] for entry in found}


def measure(content, *steps: str, individual: bool | None = None) -> str:
    """Code of a measure that works at one of these steps."""
    return next(
        code
        for code, entry in content.measures.items()
        if entry.spec.step in steps and individual in (None, entry.spec.is_individual)
    )


def test_a_version_without_anything_odd_has_nothing_that_stands_out(content):
    frozen = version({RISK: risk("high"), OTHER: answered()}, [action(RISK)])

    assert found_in(content, frozen) == {}


@pytest.mark.parametrize(("computed", "check"), [("high", "P01"), ("medium", "P02"), ("low", None)])
def test_a_risk_without_a_measure(content, computed, check):
    bare = version({RISK: risk(computed)})
    cancelled = version({RISK: risk(computed)}, [action(RISK, status="cancelled")])
    settled = version({RISK: risk(computed)}, settled={RISK: "Kan niet."})

    assert found_in(content, bare) == ({check: [f"r-{RISK}"]} if check else {})
    assert found_in(content, cancelled) == found_in(content, bare)
    assert check not in found_in(content, settled)


@pytest.mark.parametrize(("kept", "stands_out"), [("high", True), ("medium", False)])
def test_a_high_risk_for_which_nothing_was_chosen(content, kept, stands_out):
    found = found_in(content, version({RISK: risk(kept)}, settled={RISK: "Kan niet."}))

    assert ("P03" in found) is stands_out


@pytest.mark.parametrize(
    ("computed", "chosen", "stands_out"),
    [("high", "medium", True), ("medium", "high", False), ("high", "high", False), ("", "low", False)],
)
def test_a_risk_that_was_put_lower_by_hand(content, computed, chosen, stands_out):
    found = found_in(content, version({RISK: risk(computed, chosen)}, [action(RISK)]))

    assert ("T04" in found) is stands_out


def test_only_measures_for_one_person(content):
    one = measure(content, "individual", "recovery", individual=True)
    alone = version({RISK: risk("high")}, [action(RISK, measure=one)])
    with_own_words = version({RISK: risk("high")}, [action(RISK, measure=one), action(RISK)])

    assert found_in(content, alone) == {"T03": [f"r-{RISK}"], "P04": [f"r-{RISK}"]}
    assert found_in(content, with_own_words) == {}


@pytest.mark.parametrize(
    ("step", "kept", "stands_out"),
    [
        ("source", "high", False),
        ("collective", "medium", False),
        ("recovery", "high", True),
        ("individual", "medium", True),
        ("recovery", "low", False),
    ],
)
def test_a_risk_without_a_measure_at_the_source_or_for_everybody(content, step, kept, stands_out):
    frozen = version({RISK: risk(kept)}, [action(RISK, measure=measure(content, step))])

    assert ("T03" in found_in(content, frozen)) is stands_out


@pytest.mark.parametrize(
    ("values", "check"),
    [
        ({"owner": ""}, "P08"),
        ({"due_on": "2026-11-22"}, "P09"),
        ({"status": "done", "evaluate_on": "2026-11-23"}, "P10"),
        ({"evaluate_on": None}, "T10"),
        ({"residual_priority": "low"}, "P06"),
    ],
)
def test_an_action_that_misses_something(content, values, check):
    found = found_in(content, version({RISK: risk("low")}, [action(RISK, **values)]))

    assert found == {check: [f"r-{RISK}" if check == "P06" else "a-0"]}
    cancelled = {**values, "status": "cancelled"}
    assert found_in(content, version({RISK: risk("low")}, [action(RISK, **cancelled)])) == {}


def test_the_day_of_submitting_itself_is_not_late(content):
    assert found_in(content, version({RISK: risk("low")}, [action(RISK, due_on="2026-11-23")])) == {}


@pytest.mark.parametrize(("number", "stands_out"), [(5, False), (6, True)])
def test_one_name_with_many_high_actions(content, number, stands_out):
    found = found_in(content, version({RISK: risk("high")}, [action(RISK)] * number))

    assert ("P07" in found) is stands_out


def test_employees_who_were_not_heard(content):
    silent = {"held_on": None, "outcome": None}

    assert found_in(content, version(consultation=silent)) == {"T01": ["gehoord", "gehoord"]}
    assert found_in(content, version(consultation={**silent, "held_on": "2026-11-01"})) == {
        "T01": ["gehoord"]
    }


@pytest.mark.parametrize("given", [None, answered(""), answered("to_discuss")])
def test_a_question_that_is_still_open(content, given):
    assert found_in(content, version({RISK: given})) == {"T02": [f"r-{RISK}"]}


@pytest.mark.parametrize(
    ("reason", "stands_out"), [("x" * (FEW_CHARACTERS - 1), True), ("x" * FEW_CHARACTERS, False)]
)
def test_a_very_short_reason(content, reason, stands_out):
    code = next(code for code, factor in content.factors.items() if not factor.spec.required_of_everyone)

    assert found_in(content, version({code: left_out(f" {reason} ")})) == (
        {"T08": [f"r-{code}"]} if stands_out else {}
    )


def test_what_every_employer_needs_does_not_apply(content):
    code = next(code for code, factor in content.factors.items() if factor.spec.required_of_everyone)

    assert found_in(content, version({code: left_out()})) == {"T05": [f"r-{code}"]}


def test_what_the_first_look_makes_likely_does_not_apply(content):
    code, factor = next((code, factor) for code, factor in content.factors.items() if factor.spec.applies_if)
    question, option = factor.spec.applies_if[0].split(".")

    def with_profile(chosen: str) -> dict:
        return version({code: left_out()}, dossier={"profile": {question: [chosen]}})

    assert found_in(content, with_profile(option)) == {"T06": [f"r-{code}"]}
    assert found_in(content, with_profile("unknown")) == {}


@pytest.mark.parametrize(("left", "asked", "stands_out"), [(2, 3, False), (3, 6, True), (3, 7, False)])
def test_much_of_one_part_does_not_apply(content, left, asked, stands_out):
    part = next(entry for entry in content.subthemes.values() if len(entry.factors) >= asked)
    codes = [factor.code for factor in part.factors[:asked]]
    frozen = version(
        {code: left_out(f"{LONG} {code}") if place < left else answered() for place, code in enumerate(codes)}
    )

    assert ("T07" in found_in(content, frozen)) is stands_out


@pytest.mark.parametrize(("times", "stands_out"), [(2, False), (3, True)])
def test_the_same_reason_each_time(content, times, stands_out):
    codes = list(content.factors)[:times]
    words = [LONG, LONG.upper(), f"  {LONG.rstrip('.')}"]
    frozen = version({code: left_out(reason) for code, reason in zip(codes, words, strict=False)})

    assert ("T09" in found_in(content, frozen)) is stands_out


def test_a_rule_of_the_plan_keeps_its_name():
    titles = {check.id: check.title for check in CHECKS}
    twins = {check.id: check.title for check in REVIEW_CHECKS if check.id.startswith("P")}

    assert twins == {key: titles[key] for key in twins}
    assert len({check.id for check in REVIEW_CHECKS}) == len(REVIEW_CHECKS)


VERDICTS = st.sampled_from(["", "in_order", "partly", "not_in_order", "not_applicable", "to_discuss"])
CLASSES = st.sampled_from(["", "low", "medium", "high"])


@given(
    verdicts=st.lists(st.tuples(VERDICTS, CLASSES, CLASSES), min_size=1, max_size=12),
    statuses=st.lists(
        st.sampled_from(["planned", "in_progress", "done", "evaluated", "cancelled"]), max_size=6
    ),
)
def test_every_mark_leads_to_something_of_the_version(content, verdicts, statuses):
    codes = list(content.factors)[: len(verdicts)]
    factors = {
        code: answered(verdict, computed=computed, chosen=chosen, reason="Nee")
        for code, (verdict, computed, chosen) in zip(codes, verdicts, strict=True)
    }
    frozen = version(factors, [action(codes[0], status=status, owner="") for status in statuses])
    known = SimpleNamespace(
        subjects={f"r-{code}" for code in factors}
        | {f"a-{key}" for key in frozen["actions"]}
        | {f"d-{key}" for key in content.subthemes}
    )

    for subjects in found_in(content, frozen).values():
        assert subjects
        assert set(subjects) <= known.subjects

"""Two people on one page: what is saved, what is left alone, and what a person must decide."""

import json
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from apps.organisations.merging import (
    UnreadableFingerprintsError,
    apply_choices,
    fingerprint,
    fingerprints,
    merge,
    read_fingerprints,
)

FIELDS = ("verdict", "frequency", "note", "groups")
# Few different values, so that three people often have the same one.
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(0, 2),
    st.sampled_from(["", "a", "Ü\n"]),
    st.lists(st.sampled_from("ab"), max_size=2),
)
PAGES = st.fixed_dictionaries(dict.fromkeys(FIELDS, VALUES))


def seen(values):
    return read_fingerprints(fingerprints(values))


@given(drawn=PAGES, stored=PAGES, typed=PAGES)
def test_each_typed_field_is_saved_or_unchanged_or_a_conflict(drawn, stored, typed):
    outcome = merge(seen=seen(drawn), stored=stored, typed=typed)

    for name in FIELDS:
        left_alone = name not in outcome.changes and name not in outcome.conflicts
        untouched = fingerprint(typed[name]) in (fingerprint(stored[name]), fingerprint(drawn[name]))
        assert left_alone == untouched
        assert not (name in outcome.changes and name in outcome.conflicts)


@given(drawn=PAGES, stored=PAGES, typed=PAGES)
def test_what_is_saved_is_what_was_typed_over_what_was_seen(drawn, stored, typed):
    outcome = merge(seen=seen(drawn), stored=stored, typed=typed)

    for name, value in outcome.changes.items():
        assert value == typed[name]
        assert fingerprint(stored[name]) == fingerprint(drawn[name])


@given(drawn=PAGES, stored=PAGES, typed=PAGES)
def test_a_conflict_shows_what_is_stored_now(drawn, stored, typed):
    outcome = merge(seen=seen(drawn), stored=stored, typed=typed)

    assert outcome.conflicts == {name: stored[name] for name in outcome.conflicts}


@given(stored=PAGES, typed=PAGES)
def test_alone_on_a_page_there_is_never_a_conflict(stored, typed):
    outcome = merge(seen=seen(stored), stored=stored, typed=typed)

    assert not outcome.conflicts
    assert {name: fingerprint(value) for name, value in {**stored, **outcome.changes}.items()} == seen(typed)


@given(drawn=PAGES, stored=PAGES, typed=PAGES)
def test_saving_twice_does_nothing_the_second_time(drawn, stored, typed):
    first = merge(seen=seen(drawn), stored=stored, typed=typed)
    assume(not first.conflicts)
    second = merge(seen=seen(drawn), stored={**stored, **first.changes}, typed=typed)

    assert (second.changes, second.conflicts) == ({}, {})


@given(stored=PAGES, typed=PAGES)
def test_without_fingerprints_nothing_is_overwritten(stored, typed):
    assert merge(seen={}, stored=stored, typed=typed).changes == {}


def test_fields_that_were_not_on_the_page_are_left_alone():
    outcome = merge(seen=seen({"note": ""}), stored={"note": "", "cause": "x"}, typed={"note": "y"})

    assert outcome.changes == {"note": "y"}


@given(drawn=PAGES, stored=PAGES, typed=PAGES, choice=st.sampled_from(["mine", "theirs"]))
def test_every_conflict_can_be_settled_either_way(drawn, stored, typed, choice):
    first = merge(seen=seen(drawn), stored=stored, typed=typed)
    assume(first.conflicts)
    data = {f"keep-{name}": choice for name in first.conflicts}
    data |= {f"theirs-{name}": fingerprint(value) for name, value in first.conflicts.items()}
    marks, again = seen(drawn), dict(typed)

    apply_choices(seen=marks, typed=again, data=data)
    second = merge(seen=marks, stored=stored, typed=again)

    assert not second.conflicts
    chosen = {name: typed[name] for name in first.conflicts} if choice == "mine" else {}
    assert second.changes == {**first.changes, **chosen}


@given(stored=PAGES, typed=PAGES, newer=VALUES)
def test_mine_over_a_value_that_was_not_shown_is_a_conflict_again(stored, typed, newer):
    assume(len({fingerprint(v) for v in (stored["note"], typed["note"], newer)}) == 3)
    marks = seen({**stored, "note": "first of all"})
    data = {"keep-note": "mine", "theirs-note": fingerprint(stored["note"])}

    apply_choices(seen=marks, typed=typed, data=data)
    outcome = merge(seen=marks, stored={**stored, "note": newer}, typed={"note": typed["note"]})

    assert outcome.conflicts == {"note": newer}


@pytest.mark.parametrize("choice", ["", "both", "MINE"])
def test_a_choice_that_does_not_exist_changes_nothing(choice):
    marks, typed = seen({"note": "a"}), {"note": "b"}

    apply_choices(seen=marks, typed=typed, data={"keep-note": choice, "theirs-note": "x"})

    assert (marks, typed) == (seen({"note": "a"}), {"note": "b"})


def test_mine_without_the_mark_of_what_was_shown_overwrites_nothing():
    marks, typed = seen({"note": "a"}), {"note": "b"}

    apply_choices(seen=marks, typed=typed, data={"keep-note": "mine"})

    assert merge(seen=marks, stored={"note": "c"}, typed=typed).changes == {}


@given(VALUES, VALUES)
def test_fingerprints_differ_exactly_when_values_do(one, other):
    same = json.dumps(one) == json.dumps(other)

    assert (fingerprint(one) == fingerprint(other)) == same


def test_a_date_has_a_fingerprint_too():
    assert fingerprint(date(2026, 11, 3)) != fingerprint(date(2026, 11, 4))


@given(PAGES)
def test_fingerprints_survive_the_trip_through_a_hidden_input(values):
    assert read_fingerprints(fingerprints(values)) == {n: fingerprint(v) for n, v in values.items()}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "3",
        '"note"',
        '{"note": 1}',
        '{"note": null}',
        '{"note": "a"',
        "{'note': 'a'}",
        pytest.param("[" * 99_999, id="nested"),
    ],
)
def test_damaged_fingerprints_are_refused(text):
    with pytest.raises(UnreadableFingerprintsError):
        read_fingerprints(text)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text):
    with suppress(UnreadableFingerprintsError):
        assert isinstance(read_fingerprints(text), dict)

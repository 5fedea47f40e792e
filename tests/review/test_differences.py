"""What changed between two versions: nothing is left out and nothing is made up."""

from __future__ import annotations

import copy
from datetime import date, timedelta

import pytest
from django.db.models import CharField, TextField
from django.utils.translation import override

from apps.review.differences import Kind, Section, differences
from apps.review.differences.items import items_of
from apps.rie.models import Answer
from tests.organisations.whole_firm import RISK
from tests.review.differing import EVIDENCE, changed, full_version, lines_of, the_one

pytestmark = pytest.mark.django_db


@pytest.fixture
def full():
    return full_version()


def leaves(value, path=()):
    """Every plain value in a version, with the way to it."""
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    found = [leaf for key, child in children for leaf in leaves(child, (*path, key))]
    return found if isinstance(value, (dict, list)) else [(path, value)]


def other_than(value):
    """Another value of the same kind."""
    if value is None or isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value % 4 + 1
    try:
        return (date.fromisoformat(value) + timedelta(days=1)).isoformat()
    except ValueError:
        return f"{int(float(value)) + 1}.00" if value.endswith(("0.00", "0.50")) else f"x{value}"


class TestNothingIsLeftOut:
    def test_a_version_does_not_differ_from_itself(self, full):
        assert differences(full.version, copy.deepcopy(full.version), full.content) == ()

    def test_every_value_that_changes_shows(self, full):
        silent = []
        for path, value in leaves(full.version):
            if path in (("format",), ("dossier", "id")) or (value is None and path[0] == "factors"):
                continue
            found = differences(full.version, changed(full.version, path, other_than(value)), full.content)
            if not any(line.old != line.new for difference in found for line in difference.lines):
                silent.append(path)

        assert silent == []

    def test_every_value_that_goes_away_shows(self, full):
        for path, value in leaves(full.version["actions"][full.action]):
            if value in ("", None) or path[0] in ("title", "due_on", "steps", "evaluations"):
                continue
            whole = ("actions", full.action, *path)
            assert differences(full.version, changed(full.version, whole, ""), full.content), path

    def test_every_part_of_a_version_is_told(self, full):
        told = {difference.section for difference in differences({}, full.version, full.content)}

        assert told == set(Section)

    def test_what_was_added_one_way_was_removed_the_other_way(self, full):
        there = differences({}, full.version, full.content)
        back = differences(full.version, {}, full.content)

        assert {difference.kind for difference in there} == {Kind.ADDED}
        assert {difference.kind for difference in back} == {Kind.REMOVED}
        assert [turned(difference) for difference in there] == [
            (difference.section, difference.key, difference.subject, said(difference)) for difference in back
        ]

    def test_the_order_does_not_depend_on_the_order_of_the_json(self, full):
        other = dict(reversed(full.version.items()))
        other["factors"] = dict(reversed(full.version["factors"].items()))

        assert differences({}, other, full.content) == differences({}, full.version, full.content)

    def test_the_sections_come_in_the_order_of_the_report(self, full):
        sections = [difference.section for difference in differences({}, full.version, full.content)]

        assert list(dict.fromkeys(sections)) == list(Section)

    def test_every_field_of_a_version_has_a_name(self, full):
        """A field that is added to versions later must get a label, or readers see its key."""
        nameless = {
            (item.section, name)
            for item in items_of(full.version, full.content, beside={}).values()
            for name in item.fields
            if item.words.label(name).lower().replace(" ", "_") == name and "_" in name
        }

        assert nameless == set()

    def test_it_asks_the_database_nothing(self, full, django_assert_num_queries):
        with django_assert_num_queries(0):
            differences({}, full.version, full.content)


def said(difference):
    return [(line.label, line.old, line.new) for line in difference.lines]


def turned(difference):
    lines = [(label, new, old) for label, old, new in said(difference)]
    return difference.section, difference.key, difference.subject, lines


class TestTheFirstLookSwitchesFactors:
    def switch_off(self, full):
        new = copy.deepcopy(full.version)
        del new["factors"][RISK]
        new["off"][RISK] = "U maakt geen roosters."
        return new

    def test_off_says_why_and_what_does_not_count_any_more(self, full):
        with override("en"):
            difference = the_one(full, self.switch_off(full))

        assert difference.kind == Kind.CHANGED
        assert lines_of(difference)["Is this asked?"] == ("Yes", "No. U maakt geen roosters.")
        assert lines_of(difference)["Verdict"] == ("Partly", "(not asked)")

    def test_on_again_says_so(self, full):
        with override("en"):
            (difference,) = differences(self.switch_off(full), full.version, full.content)

        assert difference.kind == Kind.CHANGED
        assert lines_of(difference)["Is this asked?"] == ("No. U maakt geen roosters.", "Yes")

    def test_on_without_an_answer_yet(self, full):
        (code,) = full.version["off"]
        new = copy.deepcopy(full.version)
        new["off"], new["factors"][code] = {}, None

        assert len(the_one(full, new).lines) == 1


class TestThingsWithoutAnIdentity:
    def test_an_earlier_file_of_the_same_name_that_goes_leaves_the_other(self, full):
        full.version["evidence"] = [EVIDENCE, [*EVIDENCE[:3], "b" * 64]]
        new = changed(full.version, ("evidence",), full.version["evidence"][1:])
        difference = the_one(full, new)

        assert (difference.kind, difference.subject) == (Kind.REMOVED, "rooster.txt")
        assert ("a" * 12, "(leeg)") in lines_of(difference).values()

    def test_the_same_file_once_more_is_one_more(self, full):
        difference = the_one(full, changed(full.version, ("evidence",), [EVIDENCE, EVIDENCE]))

        assert difference.kind == Kind.ADDED

    def test_a_file_with_other_content_is_a_change(self, full):
        new = changed(full.version, ("evidence", 0, 3), "b" * 64)

        assert list(lines_of(the_one(full, new)).values()) == [("a" * 12, "b" * 12)]

    def test_another_department(self, full):
        new = copy.deepcopy(full.version)
        new["firm"]["departments"].append(["Magazijn", 3])
        difference = the_one(full, new)

        assert (difference.section, difference.subject, difference.kind) == (
            Section.FIRM,
            "Magazijn",
            Kind.ADDED,
        )

    def test_another_moment_of_information(self, full):
        new = copy.deepcopy(full.version)
        new["information"].insert(0, {**new["information"][0], "how": "Op papier"})
        difference = the_one(full, new)

        assert (difference.kind, difference.subject) == (Kind.ADDED, "8 januari 2027")
        assert ("(leeg)", "Op papier") in lines_of(difference).values()

    def test_codes_the_instrument_does_not_know_are_shown_as_they_are(self, full):
        new = copy.deepcopy(full.version)
        new["settled"]["Z99"] = "Komt niet voor"

        assert the_one(full, new).subject == "Z99"


class TestRefused:
    def test_versions_of_two_dossiers(self, full):
        with pytest.raises(ValueError, match="two dossiers"):
            differences(full.version, changed(full.version, ("dossier", "id"), "ander"), full.content)

    def test_a_version_written_in_another_way(self, full):
        with pytest.raises(ValueError, match="werkbalans-version-9"):
            differences(
                full.version, changed(full.version, ("format",), "werkbalans-version-9"), full.content
            )


def test_every_text_of_an_answer_is_in_the_full_version(full):
    """Guards the walk above: a text field that nobody filled in would be a change nobody tried."""
    texts = {field.name for field in Answer._meta.fields if isinstance(field, (CharField, TextField))}

    assert all(full.version["factors"][RISK][name] for name in texts)

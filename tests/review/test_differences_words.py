"""How a change between two versions is said, and how it stands on a page."""

from __future__ import annotations

import copy

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from lxml import html

from apps.review.differences import Kind, Section, differences
from tests.organisations.whole_firm import RISK, SECOND_RISK
from tests.review.differing import changed, full_version, lines_of, the_one

pytestmark = pytest.mark.django_db


@pytest.fixture
def full():
    return full_version()


def test_an_action_that_is_gone_is_said_to_be(full):
    new = changed(full.version, ("actions", full.action, "depends_on"), "weg")
    with override("en"):
        assert lines_of(the_one(full, new)) == {
            "Can start after": ("Vraag een rooster", "something that is gone")
        }


class TestInWords:
    def test_scales_choices_and_yes_or_no(self, full):
        new = copy.deepcopy(full.version)
        new["factors"][RISK].update(verdict="not_in_order", frequency=4, happened=True, chosen="medium")
        with override("en"):
            difference = the_one(full, new)

        assert (difference.section, difference.key, difference.kind) == (Section.RISKS, RISK, Kind.CHANGED)
        assert difference.subject == full.content.factors[RISK].text.problem
        assert lines_of(difference) == {
            "Verdict": ("Partly", "Not in order"),
            "How often does it happen?": ("Often", "Nearly always"),
            "Did it happen in the last 12 months?": ("No", "Yes"),
            "Chosen priority": ("High", "Medium"),
        }

    def test_days_and_euros(self, full):
        new = copy.deepcopy(full.version)
        new["actions"][full.action].update(due_on="2027-03-31", budget=None)
        difference = the_one(full, new)

        assert difference.subject == "Maak een rooster"
        assert lines_of(difference) == {
            "Klaar op": ("1 januari 2027", "31 maart 2027"),
            "Budget in euro's": ("€ 1250,00", "(leeg)"),
        }

    def test_steps_that_were_ticked_off(self, full):
        new = copy.deepcopy(full.version)
        new["actions"][full.action]["steps"] = [["Vraag wensen", False], ["Maak het", False]]
        with override("en"):
            difference = the_one(full, new)

        assert lines_of(difference) == {
            "Steps": ("Vraag wensen (ticked off)", "Vraag wensen\nMaak het"),
        }

    def test_actions_are_named_as_each_version_names_them(self, full):
        new = copy.deepcopy(full.version)
        new["actions"]["tweede"] = {**new["actions"][full.action], "title": "Spreek af", "evaluations": []}
        new["actions"][full.action]["depends_on"] = "tweede"
        with override("en"):
            added, moved = sorted(differences(full.version, new, full.content), key=lambda one: one.kind)

        assert (added.kind, added.subject) == (Kind.ADDED, "Spreek af")
        assert lines_of(moved) == {"Can start after": ("Vraag een rooster", "Spreek af")}

    def test_answers_of_the_first_look(self, full):
        key, question = next((key, one) for key, one in full.content.questions.items() if one.is_multiple)
        new = changed(full.version, ("dossier", "profile", key), ["none"])
        first = question.spec.options[0]

        assert lines_of(the_one(full, new)) == {
            question.text.question: (question.text.options[first], "Geen van deze")
        }

    def test_nothing_and_an_empty_text_are_the_same(self, full):
        old = changed(full.version, ("consultation", "participants"), None)
        new = changed(full.version, ("consultation", "participants"), "")

        assert differences(old, new, full.content) == ()


class TestOnThePage:
    def page(self, found):
        return html.fromstring(
            f"<main>{render_to_string('review/_differences.html', {'differences': found})}</main>"
        )

    def test_old_and_new_stand_beside_each_other_in_a_table(self, full):
        new = changed(full.version, ("settled", SECOND_RISK), "Anders\ngeregeld")
        page = self.page(differences(full.version, new, full.content))

        assert [cell.text_content() for cell in page.xpath("//tbody//td")] == [
            "Komt niet voor",
            "Andersgeregeld",
        ]
        assert len(page.xpath("//td/br")) == 1
        assert len(page.xpath("//table/thead//th[@scope='col']")) == 2
        assert page.xpath("//table/caption")

    def test_the_kind_is_said_in_words(self, full):
        with override("en"):
            page = self.page(differences({}, full.version, full.content))

        assert {tag.text_content() for tag in page.xpath("//*[@class='tag']")} == {"Added"}

    def test_what_people_typed_is_no_markup(self, full):
        new = changed(full.version, ("settled", SECOND_RISK), "<b>vet</b>")

        assert not self.page(differences(full.version, new, full.content)).xpath("//td//b")

    def test_nothing_changed_is_said(self):
        with override("en"):
            assert "Nothing has changed." in self.page(()).text_content()

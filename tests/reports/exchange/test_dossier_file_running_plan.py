"""How a plan is run goes into a dossier file and comes out of it: done, looked back on, told, left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.core import mail
from django_scopes import scope

from apps.actions.domain.plan import remove_action
from apps.actions.effect import effect_of
from apps.actions.models import Action, ActionEvaluation, Information, Reassessment
from apps.actions.queries import plan_of
from apps.organisations.models import Letter
from apps.reports.exchange.exporting import export_dossier
from apps.reports.exchange.importing import import_dossier
from apps.rie.content.yamlfile import ContentError
from apps.rie.evaluation import Priority
from apps.rie.models import Dossier
from apps.rie.queries import assessment_of
from tests.factories import UserFactory
from tests.reports.exchange.helpers import FULL, SMALL, contents

pytestmark = pytest.mark.django_db
TWO = """\
plan:
  - {key: a, title: Een, due_on: 2026-05-01, status: done, done_on: 2026-05-01}
  - {key: b, title: Twee, due_on: 2026-06-01, status: done, done_on: 2026-05-01}
"""


@pytest.fixture
def dossier() -> Iterator[Dossier]:
    dossier = import_dossier(path=FULL)
    with scope(organisation=dossier.organisation):
        yield Dossier.objects.select_related("organisation").get(pk=dossier.pk)


def test_an_action_that_was_looked_back_on_holds_what_the_file_says(dossier: Dossier) -> None:
    action = Action.objects.get(status="evaluated")
    assert (action.done_on, action.evaluated_on) == (date(2026, 5, 20), date(2026, 8, 24))
    assert (action.spent, action.repeat_every, action.result) == (380.25, 12, "Iedereen deed mee.")
    assert (action.department.name, action.owner_email) == ("Bakkerij", "bakker@halm.example")
    steps = [(step.text, step.done_at is not None) for step in action.steps.all()]
    assert steps == [("Datum kiezen", True), ("Iedereen uitnodigen", False)]


def test_a_repetition_waits_for_the_action_it_points_at(dossier: Dossier) -> None:
    action = Action.objects.get(is_repetition=True)
    assert action.depends_on == Action.objects.get(status="evaluated")


def test_the_class_that_is_left_is_what_the_method_makes_of_the_new_answer(dossier: Dossier) -> None:
    assessment = assessment_of(dossier)
    effect = effect_of(dossier, plan_of(dossier, assessment))
    left = {chain.risk.code: chain.residual for chain in effect.chains}
    # score 6 is low, but who needs extra care is still exposed: one class up
    assert left["W03"].after is Priority.MEDIUM
    assert left["W03"].reassessment.reason
    # looked at twice: the newest counts, also when its action is gone
    assert left["W26"].reassessment.evaluation is None
    assert left["W26"].reassessment.verdict == "partly"


def test_what_was_told_is_kept_with_the_actions_it_was_about(dossier: Dossier) -> None:
    told = [(row.held_on, row.is_whole_plan, row.actions.count()) for row in Information.objects.all()]
    assert told == [(date(2026, 6, 8), False, 2), (date(2026, 3, 9), True, 0)]


def test_nobody_gets_a_letter_about_an_action_from_a_file(dossier: Dossier) -> None:
    assert not Letter.objects.exists()
    assert mail.outbox == []


def test_who_imports_is_put_down_as_the_one_who_did_it() -> None:
    owner = UserFactory()
    dossier = import_dossier(path=FULL, owner=owner)
    with scope(organisation=dossier.organisation):
        assert ActionEvaluation.objects.get().by == owner
        assert {row.by for row in Reassessment.objects.all()} == {owner}
        assert {row.by for row in Information.objects.all()} == {owner}


@time_machine.travel("2026-11-23T10:00:00+01:00", tick=False)
@pytest.mark.parametrize(
    ("due_on", "done_on"),
    [("2026-10-01", date(2026, 10, 1)), ("2027-02-01", date(2026, 11, 23))],
)
def test_a_done_action_of_an_old_file_was_done_by_its_term_or_today(due_on: str, done_on: date) -> None:
    line = f"plan: [{{title: Bank, due_on: {due_on}, evaluate_on: 2027-03-01, status: done}}]\n"
    dossier = import_dossier(text=SMALL + line)
    with scope(organisation=dossier.organisation):
        assert Action.objects.get().done_on == done_on


def test_of_two_looks_on_one_day_the_one_that_stands_last_counts() -> None:
    looks = "".join(
        f"  - {{action: {key}, held_on: 2026-08-01, as_meant: no, changed: Iets., decision: stop,\n"
        f"     answers: {{W01: {{verdict: {verdict}, frequency: 1, reach: 1}}}}}}\n"
        for key, verdict in (("b", "partly"), ("a", "in_order"))
    )
    dossier = import_dossier(text=f"{SMALL}{TWO}evaluations:\n{looks}")
    again = import_dossier(text=export_dossier(dossier))
    for each in (dossier, again):
        with scope(organisation=each.organisation):
            assert [row.verdict for row in Reassessment.objects.all()] == ["partly", "in_order"]


def test_what_remains_of_an_action_that_was_taken_out_goes_out_and_comes_in() -> None:
    told = "information: [{held_on: 2026-06-01, how: Verteld, actions: [a]}]\n"
    looked = (
        "evaluations: [{action: a, held_on: 2026-08-01, as_meant: yes, changed: Rust, decision: keep, "
        "answers: {W01: {verdict: in_order}}}]\n"
    )
    dossier = import_dossier(text=SMALL + TWO + looked + told)
    with scope(organisation=dossier.organisation):
        remove_action(action=Action.objects.get(title="Een"), user=None)
    text = export_dossier(dossier)
    assert "actions: []" in text
    again = import_dossier(text=text)
    assert contents(again) == contents(dossier)
    assert export_dossier(again) == text


def test_names_that_point_at_actions_are_made_anew_and_only_where_needed() -> None:
    lines = "  - {key: c, title: Drie, due_on: 2026-07-01, depends_on: a}\n"
    text = export_dossier(import_dossier(text=SMALL + TWO + lines))
    assert "key: A1\n" in text
    assert "depends_on: A1\n" in text
    assert "A2" not in text


def test_three_actions_that_wait_for_each_other_are_refused() -> None:
    lines = "".join(
        f"  - {{key: {key}, title: Iets, due_on: 2026-07-01, depends_on: {first}}}\n"
        for key, first in ("ab", "bc", "ca")
    )
    with pytest.raises(ContentError) as error:
        import_dossier(text=f"{SMALL}plan:\n{lines}")
    assert [problem.split(": ")[0] for problem in error.value.problems] == [
        f"dossier.yaml, line {5 + number}, plan.{number}.depends_on" for number in range(3)
    ]


def test_codes_of_measures_without_a_reason_stay_on_one_line() -> None:
    assert "left_out: [M01, M05]\n" in export_dossier(import_dossier(text=f"{SMALL}left_out: [M05, M01]\n"))

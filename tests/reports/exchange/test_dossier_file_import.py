"""A dossier file becomes an organisation with its dossier."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.utils import translation
from django_scopes import scope

from apps.actions.models import Action, ActionEvent, ActionStatus, EventKind
from apps.actions.queries import plan_of
from apps.organisations.models import Department, Membership, Organisation, Role
from apps.reports.exchange.exporting import export_dossier
from apps.reports.exchange.importing import import_dossier
from apps.rie.domain.instrument import latest
from apps.rie.domain.profile import switched_off
from apps.rie.evaluation import Priority
from apps.rie.models import Answer, Consultation, Dossier, DossierState, PriorityChange
from apps.rie.queries import assessment_of
from tests.factories import UserFactory
from tests.reports.exchange.helpers import FULL, SMALL, contents

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier() -> Iterator[Dossier]:
    dossier = import_dossier(path=FULL)
    with scope(organisation=dossier.organisation):
        yield Dossier.objects.select_related("organisation").get(pk=dossier.pk)


def test_the_organisation_is_as_the_file_says(dossier: Dossier) -> None:
    organisation = dossier.organisation
    assert (organisation.name, organisation.kvk_number) == ("Bakkerij De Halm", "01234567")
    assert (organisation.sector, organisation.representation) == ("horeca", "pvt")
    assert (organisation.headcount, organisation.paid_hours_per_week, organisation.sites) == (12, 310, 2)
    assert organisation.prevention_officer == "De bedrijfsleider"
    assert organisation.occupational_health_service == "Arbodienst Oost"


def test_departments_are_made_also_those_out_of_use(dossier: Dossier) -> None:
    rows = [(row.name, row.headcount, row.is_active) for row in Department.objects.all()]
    assert rows == [("Bakkerij", 4, True), ("Bezorging", 1, False), ("Winkel", 8, True)]


def test_the_dossier_is_on_the_named_version_and_closed(dossier: Dossier) -> None:
    assert dossier.instrument.version == "2026.1"
    assert dossier.year == 2026
    assert dossier.state == DossierState.ARCHIVED
    assert dossier.archived_at is not None


def test_profile_answers_are_stored_as_the_form_stores_them(dossier: Dossier) -> None:
    assert dossier.profile == {
        "contact": ["yes"],
        "hours": ["peaks", "irregular"],
        "staffing": ["no"],
        "monitoring": ["unknown"],
        "groups": ["none"],
    }


def test_the_conversation_with_employees_is_kept(dossier: Dossier) -> None:
    assert dossier.consultation.held_on == date(2026, 11, 3)
    assert dossier.consultation.people_heard == 11
    assert dossier.consultation.outcome == "Iedereen wil een vaste pauze."


def test_an_answer_holds_everything_the_file_says(dossier: Dossier) -> None:
    answer = Answer.objects.get(factor__code="W03")
    names = {str(row.pk): row.name for row in Department.objects.all()}
    assert (answer.verdict, answer.frequency, answer.reach, answer.severity) == ("partly", 3, 2, 2)
    assert answer.happened is True
    assert answer.special_groups == ["starters", "young"]
    assert [names[key] for key in answer.departments] == ["Bakkerij", "Bezorging", "Winkel"]
    assert answer.measures_in_place == ["M03", "M16"]
    assert answer.root_cause == "Twee oorzaken:\n- de voorraad\n- het rooster"


def test_answers_to_factors_that_are_off_are_kept(dossier: Dossier) -> None:
    assessment = assessment_of(dossier)
    assert "W04" in switched_off(assessment.content, dossier.profile)
    assert Answer.objects.get(factor__code="W04").note == "Deze vraag staat uit, maar het antwoord blijft."


def test_the_newest_change_of_priority_counts(dossier: Dossier) -> None:
    notes = list(PriorityChange.objects.values_list("note", flat=True))
    assert notes == ["Het is bijna december.", "Toch niet."]
    assert assessment_of(dossier).by_code["W03"].changed_priority is None


@time_machine.travel("2026-11-23T10:00:00+01:00", tick=False)
def test_changes_of_priority_keep_their_order_when_the_clock_stands_still() -> None:
    notes = [f"Reden {number}" for number in range(20)]
    lines = "".join(f"  - {{factor: W03, chosen: high, note: {note}}}\n" for note in notes)
    dossier = import_dossier(text=f"{SMALL}priority_changes:\n{lines}")
    with scope(organisation=dossier.organisation):
        assert list(PriorityChange.objects.values_list("note", flat=True)) == notes


def test_an_action_holds_everything_the_file_says(dossier: Dossier) -> None:
    action = Action.objects.get(measure__code="M03")
    assert (action.title, action.description) == ("Bakken op bestelling", "Vanaf maandag.")
    assert (action.owner_name, action.budget) == ("Bedrijfsleider", Decimal("499.50"))
    assert (action.start_on, action.due_on) == (date(2026, 12, 1), date(2027, 2, 1))
    assert (action.evaluate_on, action.residual_priority) == (date(2027, 5, 1), "low")
    assert (action.status, action.status_note) == (ActionStatus.CANCELLED, "De oven is te klein.")
    assert sorted(action.factors.values_list("code", flat=True)) == ["W03", "W04"]
    assert [event.kind for event in action.events.all()] == [EventKind.CREATED]


def test_title_and_description_default_to_those_of_the_measure(dossier: Dossier) -> None:
    measure = assessment_of(dossier).content.measures["M28"]
    action = Action.objects.get(measure__code="M28")
    assert (action.title, action.description) == (measure.text.title, measure.text.first_step)


def test_titles_left_out_do_not_depend_on_the_language_of_who_imports() -> None:
    with translation.override("en"):
        english = import_dossier(path=FULL)
    assert contents(english) == contents(import_dossier(path=FULL))


def test_risks_without_action_and_unwanted_measures_are_kept(dossier: Dossier) -> None:
    plan = plan_of(dossier, assessment_of(dossier))
    assert plan.settled["W25"].reason == "Niet nodig"
    assert plan.left_out == {"M01", "M02", "M05"}
    assert (plan.refusals["M02"].reason, plan.refusals["M02"].note) == (
        "too_expensive",
        "Volgend jaar misschien.",
    )
    assert (plan.refusals["M05"].reason, plan.refusals["M05"].note) == ("", "")


def test_a_risk_gets_its_priority_as_if_it_was_filled_in_by_hand(dossier: Dossier) -> None:
    assert assessment_of(dossier).by_code["W26"].priority is Priority.HIGH


def test_the_smallest_file_gives_an_open_dossier_on_the_newest_version() -> None:
    dossier = import_dossier(text=SMALL)
    with scope(organisation=dossier.organisation):
        assert dossier.state == DossierState.DRAFT
        assert dossier.instrument_id == latest().pk
        assert dossier.profile == {}
        assert not Answer.objects.exists()
        assert not Consultation.objects.exists()


@pytest.mark.parametrize("empty", ["departments:", "departments: []"])
def test_a_firm_may_have_no_departments(empty: str) -> None:
    dossier = import_dossier(text=SMALL.replace("headcount: 3,", f"headcount: 3, {empty},"))
    with scope(organisation=dossier.organisation):
        assert not Department.objects.exists()


def test_a_key_without_a_value_counts_as_left_out() -> None:
    keys = "profile:\nconsultation:\nanswers:\npriority_changes:\nplan:\nsettled:\nleft_out:\n"
    assert export_dossier(import_dossier(text=SMALL + keys)) == export_dossier(import_dossier(text=SMALL))


def test_line_ends_are_stored_as_a_form_stores_them() -> None:
    dossier = import_dossier(text=SMALL + 'answers: {W01: {verdict: partly, note: "een\\r\\ntwee\\rdrie"}}\n')
    with scope(organisation=dossier.organisation):
        assert Answer.objects.get().note == "een\ntwee\ndrie"


def test_the_owner_becomes_employer_and_the_one_who_did_it() -> None:
    owner = UserFactory()
    dossier = import_dossier(path=FULL, owner=owner)
    with scope(organisation=dossier.organisation):
        assert list(Membership.objects.values_list("user_id", "role")) == [(owner.pk, Role.EMPLOYER)]
        assert {answer.updated_by_id for answer in Answer.objects.all()} == {owner.pk}
        assert {event.by_id for event in ActionEvent.objects.all()} == {owner.pk}


def test_without_an_owner_nobody_is_a_member(dossier: Dossier) -> None:
    assert not Membership.objects.exists()


def test_the_same_file_twice_gives_two_organisations_with_equal_dossiers() -> None:
    first, second = import_dossier(path=FULL), import_dossier(path=FULL)
    assert Organisation.objects.filter(kvk_number="01234567").count() == 2
    assert contents(first) == contents(second)


def test_either_a_path_or_a_text_is_needed() -> None:
    with pytest.raises(ValueError, match="either path or text"):
        import_dossier()
    with pytest.raises(ValueError, match="either path or text"):
        import_dossier(path=FULL, text=SMALL)

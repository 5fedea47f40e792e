"""What the database itself refuses, and giving a risk another priority."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from apps.rie.domain.answers import change_priority
from apps.rie.domain.dossier import close_dossier
from apps.rie.domain.errors import DossierClosedError
from apps.rie.evaluation import Priority
from apps.rie.models import Answer, PriorityChange
from apps.rie.queries import priority_changes_of
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("in_scope")


@pytest.mark.parametrize(
    "wrong",
    [
        {"verdict": "not_applicable", "reason": ""},
        {"verdict": "bad"},
        *({scale: value} for scale in ("frequency", "reach", "severity") for value in (0, 5)),
    ],
    ids=str,
)
def test_the_database_refuses_what_no_answer_can_be(firm, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.update(**wrong)


@pytest.mark.parametrize(
    "right",
    [
        {"verdict": ""},
        {"verdict": "to_discuss"},
        {"verdict": "not_applicable", "reason": "Geen kassa."},
        *({scale: value} for scale in ("frequency", "reach", "severity") for value in (None, 1, 4)),
    ],
    ids=str,
)
def test_the_database_takes_what_an_answer_can_be(firm, right):
    assert Answer.objects.update(**right) == 1


def test_the_database_refuses_a_second_answer_to_one_factor(firm, content):
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(
            organisation=firm.organisation, dossier=firm.dossier, factor_id=content.factors["W43"].id
        )


class TestAnotherPriority:
    @pytest.fixture
    def change(self, firm, content):
        def change(computed=Priority.MEDIUM, chosen=Priority.HIGH, note="Het team noemt dit het vaakst."):
            return change_priority(
                dossier=firm.dossier,
                factor=content.factors["W43"],
                computed=computed,
                chosen=chosen,
                note=note,
                user=UserFactory(name="Ans"),
            )

        return change

    def test_both_values_are_kept_with_who_when_and_why(self, change, time_machine):
        time_machine.move_to("2026-11-23T13:00:00Z", tick=False)
        change()

        (kept,) = PriorityChange.objects.all()
        assert (kept.computed, kept.chosen, kept.note) == ("medium", "high", "Het team noemt dit het vaakst.")
        assert kept.changed_by.name == "Ans"
        assert kept.changed_at.isoformat() == "2026-11-23T13:00:00+00:00"

    def test_every_change_stays_oldest_first(self, change, firm):
        change(note="Eerst.")
        change(chosen=Priority.LOW, note="Toen.")
        change(chosen=None, note="Terug naar de berekening.")

        kept = [(row.chosen, row.note) for row in priority_changes_of(firm.dossier)]
        assert kept == [("high", "Eerst."), ("low", "Toen."), ("", "Terug naar de berekening.")]

    def test_a_risk_that_is_not_complete_yet_may_be_given_a_priority(self, change):
        assert change(computed=None).computed == ""

    @pytest.mark.parametrize("note", ["", "  \n "], ids=["nothing", "spaces"])
    def test_it_needs_a_note(self, change, note):
        with pytest.raises(ValidationError):
            change(note=note)
        assert not PriorityChange.objects.exists()

    def test_the_note_has_no_invisible_characters(self, change):
        with pytest.raises(ValidationError):
            change(note="a\x07b")
        assert not PriorityChange.objects.exists()

    def test_a_closed_dossier_takes_no_change(self, change, firm):
        close_dossier(dossier=firm.dossier)

        with pytest.raises(DossierClosedError):
            change()

    @pytest.mark.parametrize("wrong", [{"note": ""}, {"chosen": "urgent"}], ids=str)
    def test_the_database_refuses_what_no_change_can_be(self, change, wrong):
        change()
        with pytest.raises(IntegrityError), transaction.atomic():
            PriorityChange.objects.update(**wrong)

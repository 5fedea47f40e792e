"""Saving what an employer says about a factor."""

import pytest
from django.core.exceptions import ValidationError

from apps.organisations.merging import fingerprints, read_fingerprints
from apps.rie.domain.answers import EDITABLE_FIELDS, answer_values, new_answer, save_answer
from apps.rie.domain.dossier import close_dossier
from apps.rie.domain.errors import DossierClosedError
from apps.rie.models import Answer, Dossier
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("in_scope")


@pytest.fixture
def save(firm, content):
    """Save fields of W02 as somebody whose page was drawn with ``drawn`` (or with what is stored)."""

    def save(user=None, drawn=None, **typed):
        factor = content.factors["W02"]
        stored = Answer.objects.filter(factor_id=factor.id).select_related("dossier").first()
        stored = stored or new_answer(dossier=Dossier.objects.get(pk=firm.dossier.pk), factor=factor)
        seen = read_fingerprints(fingerprints({**answer_values(stored), **(drawn or {})}))
        return save_answer(answer=stored, seen=seen, typed=typed, user=user)

    return save


def test_the_first_thing_said_about_a_factor_makes_its_answer(save, firm):
    ans = UserFactory(name="Ans")

    saved = save(user=ans, verdict="partly", frequency=3)

    stored = firm.answer("W02")
    assert saved.answer == stored
    assert (stored.verdict, stored.frequency, stored.version, stored.updated_by) == ("partly", 3, 1, ans)
    assert stored.organisation == firm.organisation


def test_a_change_is_saved_and_counted(save, firm):
    save(verdict="partly")
    saved = save(verdict="in_order", note="Opgelost.")

    assert saved.outcome.changes == {"verdict": "in_order", "note": "Opgelost."}
    assert (saved.answer.verdict, saved.answer.version) == ("in_order", 2)
    assert (firm.answer("W02").verdict, firm.answer("W02").version) == ("in_order", 2)


def test_nothing_changed_is_nothing_saved(save, firm):
    save(user=UserFactory(name="Ans"), verdict="partly")
    saved = save(user=UserFactory(name="Bram"), verdict="partly")

    assert saved.outcome.changes == {}
    assert (firm.answer("W02").version, firm.answer("W02").updated_by.name) == (1, "Ans")


def test_an_empty_first_save_makes_no_answer(save, firm):
    save(verdict="", note="", departments=[])

    assert firm.answer("W02") is None


def test_two_people_in_different_fields_both_keep_what_they_typed(save, firm):
    save(verdict="partly")
    save(drawn={"root_cause": ""}, root_cause="Geen planning.")
    saved = save(drawn={"root_cause": "", "note": ""}, root_cause="", note="Zie het rooster.")

    stored = firm.answer("W02")
    assert saved.outcome.conflicts == {}
    assert (stored.root_cause, stored.note) == ("Geen planning.", "Zie het rooster.")


def test_two_people_in_one_field_is_a_conflict_and_nothing_is_saved(save, firm):
    save(verdict="partly", note="Van Ans.")
    saved = save(drawn={"note": ""}, note="Van Bram.", root_cause="Geen planning.")

    assert saved.outcome.conflicts == {"note": "Van Ans."}
    assert (firm.answer("W02").note, firm.answer("W02").root_cause) == ("Van Ans.", "")


def test_not_applicable_needs_a_reason(save, firm):
    with pytest.raises(ValidationError) as caught:
        save(verdict="not_applicable")

    assert list(caught.value.error_dict) == ["reason"]
    assert firm.answer("W02") is None


def test_a_reason_of_only_spaces_is_none(save, firm):
    with pytest.raises(ValidationError):
        save(verdict="not_applicable", reason="   ")
    assert firm.answer("W02") is None


def test_the_reason_of_not_applicable_cannot_be_emptied(save, firm):
    save(verdict="not_applicable", reason="Wij hebben geen kassa.")

    with pytest.raises(ValidationError):
        save(reason="")
    assert firm.answer("W02").reason == "Wij hebben geen kassa."


def test_a_reason_given_before_still_counts(save, firm):
    save(verdict="in_order", reason="Wij hebben geen kassa.")

    assert save(verdict="not_applicable").outcome.changes == {"verdict": "not_applicable"}


def test_a_closed_dossier_takes_no_answers(save, firm):
    save(verdict="partly")
    close_dossier(dossier=firm.dossier)

    with pytest.raises(DossierClosedError):
        save(verdict="in_order")
    assert firm.answer("W02").verdict == "partly"


def test_a_closed_dossier_takes_no_first_answers_either(save, firm):
    close_dossier(dossier=firm.dossier)

    with pytest.raises(DossierClosedError):
        save(verdict="in_order")
    assert firm.answer("W02") is None


def test_the_fields_people_fill_in_are_all_fields_but_the_bookkeeping():
    bookkeeping = {"id", "organisation", "dossier", "factor", "version", "updated_at", "updated_by"}

    assert {field.name for field in Answer._meta.fields} - bookkeeping == set(EDITABLE_FIELDS)


def test_saving_a_change_costs_one_query(save, content, queries):
    save(verdict="partly")
    stored = Answer.objects.select_related("dossier").get(factor_id=content.factors["W02"].id)
    seen = read_fingerprints(fingerprints(answer_values(stored)))

    with queries() as captured:
        save_answer(answer=stored, seen=seen, typed={"note": "Anders."}, user=None)

    assert len(captured.statements) == 1

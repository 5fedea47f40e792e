"""Somebody saves between our reading and our writing. Each race is played by writing in between."""

from collections.abc import Iterator
from functools import cache

import pytest
from django.utils import timezone
from django_scopes import scope

from apps.organisations.merging import fingerprints, read_fingerprints
from apps.rie.content import loader
from apps.rie.domain.answers import answer_values, change_priority, new_answer, save_answer
from apps.rie.domain.dossier import (
    close_dossier,
    consultation_of,
    consultation_values,
    save_consultation,
)
from apps.rie.domain.errors import DossierClosedError
from apps.rie.domain.instrument import instrument_content
from apps.rie.domain.profile import save_profile
from apps.rie.evaluation import Priority
from apps.rie.models import Answer, Consultation, Dossier, PriorityChange
from apps.rie.queries import find_dossier
from tests.factories import DossierFactory, UserFactory

pytestmark = pytest.mark.django_db
# A failed INSERT ends the transaction it is in; the application has none here, so neither may the test.
first_save = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module", autouse=True)
def _content_is_read_once() -> Iterator[None]:
    """A test without a transaction ends by publishing anew; reading the files again would take longest."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loader, "load_psa", cache(loader.load_psa))
        yield


@pytest.fixture
def dossier():
    dossier = DossierFactory()
    with scope(organisation=dossier.organisation):
        yield dossier


@pytest.fixture
def factor(dossier):
    return instrument_content(dossier.instrument_id).factors["W02"]


def read(dossier) -> Dossier:
    """The dossier as another request reads it."""
    return find_dossier(dossier.pk)


def seen(values):
    return read_fingerprints(fingerprints(values))


def first_answer(dossier, factor, **typed):
    answer = new_answer(dossier=read(dossier), factor=factor)
    return save_answer(answer=answer, seen=seen(answer_values(answer)), typed=typed, user=None)


def stored(dossier) -> Answer:
    return Answer.objects.select_related("dossier").get(dossier=dossier)


class TestAnswers:
    def test_another_field_saved_in_between_is_kept(self, dossier, factor):
        first_answer(dossier, factor, verdict="partly")
        mine, theirs = stored(dossier), stored(dossier)
        marks = seen(answer_values(mine))
        save_answer(answer=theirs, seen=marks, typed={"note": "Van Ans."}, user=None)

        saved = save_answer(answer=mine, seen=marks, typed={"root_cause": "Van Bram."}, user=None)

        assert saved.answer.version == 3
        assert (stored(dossier).note, stored(dossier).root_cause) == ("Van Ans.", "Van Bram.")

    def test_the_same_field_saved_in_between_is_a_conflict(self, dossier, factor):
        first_answer(dossier, factor, verdict="partly")
        mine, theirs = stored(dossier), stored(dossier)
        marks = seen(answer_values(mine))
        save_answer(answer=theirs, seen=marks, typed={"note": "Van Ans."}, user=None)

        saved = save_answer(answer=mine, seen=marks, typed={"note": "Van Bram."}, user=None)

        assert saved.outcome.conflicts == {"note": "Van Ans."}
        assert stored(dossier).note == "Van Ans."

    @first_save
    def test_two_first_answers_in_different_fields_become_one_answer(self, dossier, factor):
        mine = new_answer(dossier=read(dossier), factor=factor)
        marks = seen(answer_values(mine))
        first_answer(dossier, factor, verdict="partly")

        saved = save_answer(answer=mine, seen=marks, typed={"note": "Van Bram."}, user=None)

        assert saved.outcome.changes == {"note": "Van Bram."}
        assert (stored(dossier).verdict, stored(dossier).note) == ("partly", "Van Bram.")

    @first_save
    def test_two_first_answers_in_one_field_are_a_conflict(self, dossier, factor):
        mine = new_answer(dossier=read(dossier), factor=factor)
        marks = seen(answer_values(mine))
        first_answer(dossier, factor, verdict="partly")

        saved = save_answer(answer=mine, seen=marks, typed={"verdict": "in_order"}, user=None)

        assert saved.outcome.conflicts == {"verdict": "partly"}
        assert stored(dossier).verdict == "partly"

    def test_a_dossier_closed_in_between_takes_no_change(self, dossier, factor):
        first_answer(dossier, factor, verdict="partly")
        mine = stored(dossier)
        close_dossier(dossier=read(dossier))

        with pytest.raises(DossierClosedError):
            save_answer(answer=mine, seen=seen(answer_values(mine)), typed={"verdict": "in_order"}, user=None)
        assert stored(dossier).verdict == "partly"

    @first_save
    def test_a_dossier_closed_in_between_takes_no_first_answer(self, dossier, factor):
        mine = new_answer(dossier=read(dossier), factor=factor)
        close_dossier(dossier=read(dossier))

        with pytest.raises(DossierClosedError):
            save_answer(answer=mine, seen=seen(answer_values(mine)), typed={"verdict": "in_order"}, user=None)
        assert not Answer.objects.exists()

    @first_save
    def test_a_dossier_closed_in_between_takes_no_other_priority(self, dossier, factor):
        mine = read(dossier)
        close_dossier(dossier=read(dossier))

        with pytest.raises(DossierClosedError):
            change_priority(
                dossier=mine,
                factor=factor,
                computed=Priority.LOW,
                chosen=Priority.HIGH,
                note="Te laat.",
                user=UserFactory(),
            )
        assert not PriorityChange.objects.exists()


class TestProfile:
    def test_another_question_answered_in_between_is_kept(self, dossier):
        mine, theirs = read(dossier), read(dossier)
        save_profile(dossier=theirs, seen=seen({"money": []}), typed={"money": ["yes"]})

        outcome = save_profile(dossier=mine, seen=seen({"ai": []}), typed={"ai": ["no"]})

        assert outcome.changes == {"ai": ["no"]}
        assert read(dossier).profile == {"money": ["yes"], "ai": ["no"]}

    def test_the_same_question_answered_in_between_is_a_conflict(self, dossier):
        mine, theirs = read(dossier), read(dossier)
        save_profile(dossier=theirs, seen=seen({"money": []}), typed={"money": ["yes"]})

        outcome = save_profile(dossier=mine, seen=seen({"money": []}), typed={"money": ["no"]})

        assert outcome.conflicts == {"money": ["yes"]}
        assert read(dossier).profile == {"money": ["yes"]}

    def test_a_dossier_closed_in_between_takes_no_profile(self, dossier):
        mine = read(dossier)
        close_dossier(dossier=read(dossier))

        with pytest.raises(DossierClosedError):
            save_profile(dossier=mine, seen=seen({"money": []}), typed={"money": ["no"]})
        assert read(dossier).profile == {}


class TestConsultation:
    def save(self, dossier, **typed):
        marks = seen(consultation_values(Consultation()))
        return save_consultation(dossier=dossier, seen=marks, typed=typed)

    @first_save
    def test_two_first_records_become_one(self, dossier):
        mine = read(dossier)
        self.save(read(dossier), method="In het werkoverleg.")

        outcome = self.save(mine, outcome="Het team wil een rooster.")

        assert outcome.changes == {"outcome": "Het team wil een rooster."}
        record = consultation_of(read(dossier))
        assert (record.method, record.outcome) == ("In het werkoverleg.", "Het team wil een rooster.")

    def test_another_field_saved_in_between_is_kept(self, dossier):
        self.save(read(dossier), people_heard=3)
        mine = read(dossier)
        self.save(read(dossier), method="In het werkoverleg.")

        self.save(mine, outcome="Het team wil een rooster.")

        record = consultation_of(read(dossier))
        assert (record.people_heard, record.method) == (3, "In het werkoverleg.")
        assert record.outcome == "Het team wil een rooster."

    def test_the_same_field_saved_in_between_is_a_conflict(self, dossier):
        self.save(read(dossier), people_heard=3)
        mine = read(dossier)
        self.save(read(dossier), method="In het werkoverleg.")

        outcome = self.save(mine, method="Een voor een.")

        assert outcome.conflicts == {"method": "In het werkoverleg."}

    @first_save
    @pytest.mark.parametrize("recorded", [False, True], ids=["first record", "later change"])
    def test_a_dossier_closed_in_between_takes_no_record(self, dossier, recorded):
        if recorded:
            self.save(read(dossier), people_heard=3)
        mine = read(dossier)
        Dossier.objects.update(state="archived", archived_at=timezone.now())

        with pytest.raises(DossierClosedError):
            self.save(mine, method="Te laat.")
        assert consultation_of(read(dossier)).method == ""

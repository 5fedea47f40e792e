"""A dossier is opened, filled in, and closed for good."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.organisations.merging import fingerprints, read_fingerprints
from apps.rie.domain.dossier import (
    close_dossier,
    consultation_of,
    consultation_values,
    open_dossier,
    save_consultation,
)
from apps.rie.domain.errors import DossierClosedError
from apps.rie.domain.instrument import latest
from apps.rie.domain.profile import save_profile
from apps.rie.models import Consultation, Dossier, DossierState
from apps.rie.queries import dossiers_of, find_dossier
from tests.factories import DossierFactory, OrganisationFactory

pytestmark = pytest.mark.usefixtures("in_scope")


def seen(values):
    return read_fingerprints(fingerprints(values))


def test_a_new_dossier_is_a_draft_on_the_newest_instrument(organisation):
    dossier = open_dossier(organisation=organisation, year=2026)

    assert (dossier.instrument, dossier.state, dossier.is_open) == (latest(), DossierState.DRAFT, True)
    assert str(dossier) == "RI&E 2026"


def test_dossiers_are_listed_newest_first(organisation):
    older, newer = (DossierFactory(organisation=organisation, year=year) for year in (2025, 2026))

    assert list(dossiers_of(organisation)) == [newer, older]


def test_a_closed_dossier_says_when_and_is_open_no_more(dossier, time_machine):
    time_machine.move_to("2026-11-23T13:00:00Z", tick=False)

    close_dossier(dossier=dossier)

    stored = Dossier.objects.get()
    assert (stored.state, stored.is_open, dossier.is_open) == (DossierState.ARCHIVED, False, False)
    assert stored.archived_at == timezone.now()


def test_a_dossier_is_closed_once(dossier):
    again = Dossier.objects.get()
    close_dossier(dossier=dossier)

    with pytest.raises(DossierClosedError):
        close_dossier(dossier=again)


@pytest.mark.parametrize(
    "wrong", [{"state": "lost"}, {"state": "archived"}, {"archived_at": "2026-01-01T00:00Z"}], ids=str
)
def test_the_database_refuses_a_state_that_does_not_fit(dossier, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Dossier.objects.update(**wrong)


def test_a_dossier_of_another_firm_is_not_found():
    other = DossierFactory(organisation=OrganisationFactory())

    assert find_dossier(other.pk) is None


class TestProfile:
    def test_answers_are_added_changed_and_taken_back(self, dossier):
        save_profile(
            dossier=dossier, seen=seen({"money": [], "ai": []}), typed={"money": ["yes"], "ai": ["no"]}
        )
        save_profile(dossier=dossier, seen=seen({"money": ["yes"]}), typed={"money": ["no"]})
        save_profile(dossier=dossier, seen=seen({"ai": ["no"]}), typed={"ai": []})

        stored = Dossier.objects.get()
        assert (stored.profile, stored.version) == ({"money": ["no"]}, 4)
        assert (dossier.profile, dossier.version) == (stored.profile, stored.version)

    def test_the_same_again_saves_nothing(self, dossier):
        save_profile(dossier=dossier, seen=seen({"money": []}), typed={"money": ["yes"]})
        save_profile(dossier=dossier, seen=seen({"money": ["yes"]}), typed={"money": ["yes"]})

        assert Dossier.objects.get().version == 2

    def test_one_conflict_holds_back_the_whole_save(self, dossier):
        save_profile(dossier=dossier, seen=seen({"money": []}), typed={"money": ["yes"]})

        outcome = save_profile(
            dossier=dossier, seen=seen({"money": [], "ai": []}), typed={"money": ["no"], "ai": ["no"]}
        )

        assert outcome.conflicts == {"money": ["yes"]}
        assert Dossier.objects.get().profile == {"money": ["yes"]}

    def test_a_closed_dossier_takes_no_profile(self, dossier):
        close_dossier(dossier=dossier)

        with pytest.raises(DossierClosedError):
            save_profile(dossier=dossier, seen={}, typed={"money": ["yes"]})


class TestConsultation:
    EMPTY = consultation_values(Consultation())

    def test_nothing_is_stored_before_something_is_noted(self, dossier):
        assert consultation_of(dossier)._state.adding
        save_consultation(dossier=dossier, seen=seen(self.EMPTY), typed=self.EMPTY)

        assert not Consultation.objects.exists()

    def test_it_is_recorded_when_a_reader_can_tell_when_how_and_what(self, dossier):
        typed = {"held_on": timezone.localdate(), "method": "In het werkoverleg."}
        save_consultation(dossier=dossier, seen=seen(self.EMPTY), typed=typed)
        assert not Consultation.objects.get().is_recorded

        dossier = find_dossier(dossier.pk)
        save_consultation(dossier=dossier, seen=seen({"outcome": ""}), typed={"outcome": "Een rooster."})
        assert Consultation.objects.get().is_recorded

    def test_two_people_in_one_field_is_a_conflict_and_nothing_is_saved(self, dossier):
        save_consultation(dossier=dossier, seen=seen(self.EMPTY), typed={"method": "Samen."})
        dossier = find_dossier(dossier.pk)

        outcome = save_consultation(
            dossier=dossier, seen=seen(self.EMPTY), typed={"method": "Apart.", "outcome": "Een rooster."}
        )

        assert outcome.conflicts == {"method": "Samen."}
        assert (Consultation.objects.get().method, Consultation.objects.get().outcome) == ("Samen.", "")

    def test_a_closed_dossier_takes_no_record(self, dossier):
        close_dossier(dossier=dossier)

        with pytest.raises(DossierClosedError):
            save_consultation(dossier=dossier, seen=seen(self.EMPTY), typed={"method": "Te laat."})
        assert not Consultation.objects.exists()

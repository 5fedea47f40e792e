"""Publishing: the same content is there once, and what is published never changes."""

import uuid

import pytest
from django.core.management import CommandError, call_command
from django.db.models import QuerySet
from django_scopes import scope

from apps.rie.content import loader
from apps.rie.content.loader import InstrumentFile
from apps.rie.domain.instrument import VersionTakenError, instrument_content, latest, publish
from apps.rie.models import Factor, Instrument, Measure, ProfileQuestion, Subtheme, Theme
from apps.rie.models.instrument import PublishedContentError
from tests.factories import DossierFactory

pytestmark = pytest.mark.django_db
MODELS = (Instrument, Theme, Subtheme, Factor, ProfileQuestion, Measure)


def another(psa: InstrumentFile, *, title: str, version: str = "") -> InstrumentFile:
    """The same instrument with another title, perhaps as another version."""
    text = {"nl": psa.text["nl"].model_copy(update={"title": title})}
    spec = psa.spec.model_copy(update={"version": version or psa.spec.version})
    # From plain data, so that no hash is carried over.
    return InstrumentFile.model_validate(psa.model_copy(update={"text": text, "spec": spec}).model_dump())


def rows() -> dict[str, set[tuple]]:
    return {model.__name__: set(model.objects.values_list("pk")) for model in MODELS}


def test_migrating_publishes_the_instrument_of_this_code(psa):
    assert latest().content_hash == psa.content_hash
    assert [model.objects.count() for model in MODELS] == [1, 3, 18, 80, 18, 80]


def test_publishing_the_same_again_does_nothing(psa):
    before = rows()

    assert publish(psa) == latest()
    assert rows() == before


def test_other_content_under_the_same_version_is_refused_and_changes_nothing(psa):
    before, body = rows(), latest().body

    with pytest.raises(
        VersionTakenError, match=r"psa 2026\.1 is already published.*new version in instrument\.yaml"
    ):
        publish(another(psa, title="Een andere titel"))

    assert rows() == before
    assert latest().body == body


def test_a_new_version_stands_beside_the_old_one_and_is_the_newest(psa):
    first = latest()

    second = publish(another(psa, title="Een andere titel", version="2026.2"))

    assert latest() == second
    assert Instrument.objects.filter(pk=first.pk).exists()
    assert instrument_content(first.pk).title == psa.text["nl"].title
    assert instrument_content(second.pk).title == "Een andere titel"
    assert not set(instrument_content(first.pk).factors_by_id) & set(
        instrument_content(second.pk).factors_by_id
    )


def test_an_open_dossier_stays_on_the_version_it_began_with(psa):
    before = DossierFactory()

    publish(another(psa, title="Een andere titel", version="2026.5"))

    with scope(organisation=before.organisation):
        before.refresh_from_db()
    assert (before.instrument.version, DossierFactory().instrument.version) == ("2026.1", "2026.5")


def test_the_same_content_has_the_same_ids_in_every_database(psa):
    before = rows()
    QuerySet(Instrument).delete()  # past the guard on published rows
    assert not Factor.objects.exists()

    publish(psa)

    assert rows() == before


@pytest.mark.parametrize("model", MODELS)
def test_a_published_row_cannot_be_saved(model):
    row = model.objects.first()

    with pytest.raises(PublishedContentError, match="publish a new instrument version"):
        row.save()


@pytest.mark.parametrize("model", MODELS)
def test_a_published_row_cannot_be_deleted(model):
    row = model.objects.first()

    with pytest.raises(PublishedContentError, match="never deleted"):
        row.delete()
    assert model.objects.filter(pk=row.pk).exists()


def test_what_is_read_back_is_what_was_in_the_files(psa, content):
    assert content.content_hash == psa.content_hash
    assert [factor.spec for factor in content.factors.values()] == [
        entry.spec
        for theme in psa.spec.themes
        for key in theme.subthemes
        for entry in psa.factors
        if entry.spec.subtheme == key
    ]
    assert {code: m.text for code, m in content.measures.items()} == {
        entry.spec.code: entry.text["nl"] for entry in psa.measures
    }
    assert list(content.questions) == [entry.spec.key for entry in psa.questions]


def test_factors_are_found_by_id_and_measures_by_factor(content):
    factor = content.factors["W38"]

    assert content.factors_by_id[factor.id] is factor
    assert {measure.code for measure in content.measures_for["W38"]} == {"M15", "M41", "M42", "M43", "M44"}
    assert content.theme_of(factor).key == "werkdruk"


def test_law_that_may_come_is_shown_with_the_month_it_was_looked_up(content):
    (law,) = content.coming_law_of(content.factors["O11"])

    assert (law.last_seen.year, law.last_seen.month) == (2025, 6)
    assert content.coming_law_of(content.factors["W01"]) == ()


def test_reading_an_instrument_costs_a_few_queries_once(psa, queries):
    instrument = publish(another(psa, title="Nog niet gelezen", version="2026.3"))

    with queries() as first:
        instrument_content(instrument.pk)
    with queries() as second:
        instrument_content(instrument.pk)

    assert len(first.statements) <= 6
    assert second.statements == []


def test_an_instrument_that_does_not_exist_is_not_made_up():
    with pytest.raises(Instrument.DoesNotExist):
        instrument_content(uuid.UUID(int=0))


def test_a_publication_that_fails_halfway_leaves_nothing(psa, monkeypatch):
    def fail(*args: object) -> None:
        raise RuntimeError("the power went out")

    new = another(psa, title="Half", version="2026.4")
    monkeypatch.setattr(Measure.objects.all().__class__, "bulk_create", fail)

    with pytest.raises(RuntimeError):
        publish(new)

    assert not Instrument.objects.filter(version="2026.4").exists()


class TestCommand:
    def test_it_says_what_is_published(self, capsys, psa):
        call_command("load_instrument")

        said = capsys.readouterr().out
        assert said.strip() == f"psa 2026.1: 80 factors, 80 measures, content {psa.content_hash[:12]}"

    def test_a_mistake_in_the_content_is_told_without_a_traceback(self, copy, monkeypatch):
        (copy / "factors.yaml").write_text("- code: W01\n", encoding="utf-8")
        monkeypatch.setattr(loader, "PSA_DIR", copy)

        with pytest.raises(
            CommandError, match=r"factors\.yaml, line 1, 0\.subtheme: this key is missing; add it"
        ):
            call_command("load_instrument")

    def test_changed_content_without_a_new_version_is_told_with_the_remedy(self, copy, monkeypatch):
        text = (copy / "nl/instrument.yaml").read_text(encoding="utf-8")
        (copy / "nl/instrument.yaml").write_text(text.replace("Werkdruk", "Drukte", 1), encoding="utf-8")
        monkeypatch.setattr(loader, "PSA_DIR", copy)

        with pytest.raises(CommandError, match="Give the changed content a new version"):
            call_command("load_instrument")


@pytest.mark.parametrize("model", MODELS)
def test_published_rows_cannot_be_changed_or_deleted_together(model):
    with pytest.raises(PublishedContentError):
        model.objects.all().delete()
    with pytest.raises(PublishedContentError):
        model.objects.filter(pk=model.objects.first().pk).update(body={})

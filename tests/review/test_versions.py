"""A version is what the dossier was at one moment: to the byte, once, and for good."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation
from django_scopes import scope, scopes_disabled

from apps.actions.domain.plan import add_action, new_action
from apps.organisations.domain.deletion import delete_organisation
from apps.review.content import canonical, content_of
from apps.review.domain.freezing import freeze, is_intact
from apps.review.models import FrozenError, Version
from apps.rie.domain.instrument import instrument_content
from apps.rie.models import Answer
from tests.factories import MembershipFactory
from tests.organisations.whole_firm import whole_firm

pytestmark = pytest.mark.django_db
RISK = "W43"


@pytest.fixture
def here(organisation):
    with scope(organisation=organisation):
        yield organisation


def answer(dossier, **fields):
    factor = instrument_content(dossier.instrument_id).factors[RISK].id
    return Answer.objects.create(
        organisation_id=dossier.organisation_id, dossier=dossier, factor_id=factor, verdict="partly", **fields
    )


def test_the_same_content_is_frozen_once(here, dossier):
    first, again = freeze(dossier=dossier, user=None), freeze(dossier=dossier, user=None)

    assert first.pk == again.pk
    assert (first.number, is_intact(first)) == (1, True)


def test_a_change_makes_the_next_version_and_leaves_the_first_as_it_was(here, dossier):
    first = freeze(dossier=dossier, user=None)
    answer(dossier, frequency=3, reach=3)
    second = freeze(dossier=dossier, user=None)

    assert (second.number, second.sha256 == first.sha256) == (2, False)
    assert json.loads(first.content)["factors"][RISK] is None
    assert json.loads(second.content)["factors"][RISK]["frequency"] == 3


def test_going_back_to_what_it_was_gives_the_first_version_again(here, dossier):
    first = freeze(dossier=dossier, user=None)
    given = answer(dossier)
    freeze(dossier=dossier, user=None)
    given.delete()

    assert freeze(dossier=dossier, user=None).pk == first.pk


def test_the_same_dossier_gives_the_same_bytes(here, dossier):
    answer(dossier, frequency=2, reach=1)
    action = new_action(dossier=dossier)
    action.title, action.due_on = "Maak een rooster", date(2027, 1, 1)
    add_action(action=action, factors=[], user=None)

    assert canonical(content_of(dossier)) == canonical(content_of(dossier))


def test_who_freezes_it_in_another_language_gets_the_same_version(here, dossier):
    dossier.profile = {"contact": ["none"]}
    with translation.override("en"):
        english = freeze(dossier=dossier, user=None)
    with translation.override("nl"):
        assert freeze(dossier=dossier, user=None).pk == english.pk
    assert json.loads(english.content)["off"]


def test_it_holds_no_ids_of_people_and_no_moments():
    firm = whole_firm()
    with scope(organisation=firm.organisation):
        text = canonical(content_of(firm.dossier))

    assert str(firm.author.pk) not in text
    assert str(firm.member.pk) not in text
    assert firm.author.email not in text
    assert str(firm.author) in text


def test_the_queries_do_not_grow_with_the_plan(here, dossier, django_assert_max_num_queries):
    counts = set()
    for total in (1, 3, 30):
        while dossier.actions.count() < total:
            action = new_action(dossier=dossier)
            action.title, action.due_on = "Nog een", date(2027, 1, 1)
            add_action(action=action, factors=[], user=None)
        with django_assert_max_num_queries(25) as captured:
            content_of(dossier)
        counts.add(len(captured))

    assert len(counts) == 1


class TestNobodyChangesIt:
    def test_not_through_the_model(self, here, dossier):
        version = freeze(dossier=dossier, user=None)
        version.content = "{}"

        for attempt in (version.save, version.delete):
            with pytest.raises(FrozenError):
                attempt()

    def test_not_many_at_once(self, here, dossier):
        freeze(dossier=dossier, user=None)

        with pytest.raises(FrozenError):
            Version.objects.update(content="{}")
        with pytest.raises(FrozenError):
            Version.objects.all().delete()

    @pytest.mark.parametrize("column", ["content", "sha256", "number"])
    def test_not_in_the_database(self, here, dossier, column):
        version = freeze(dossier=dossier, user=None)
        statement = f"UPDATE review_version SET {column} = %s"  # noqa: S608 - names of columns only
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [7 if column == "number" else "x"])

        assert is_intact(Version.objects.get(pk=version.pk))

    def test_who_made_it_may_leave(self, here, dossier, organisation):
        user = MembershipFactory(organisation=organisation).user
        version = freeze(dossier=dossier, user=user)
        user.delete()

        assert Version.objects.get(pk=version.pk).made_by is None

    def test_one_changed_byte_shows(self, here, dossier):
        version = freeze(dossier=dossier, user=None)
        version.content = version.content.replace("2026", "2025", 1)

        assert not is_intact(version)


def test_it_goes_with_its_firm():
    firm = whole_firm()
    delete_organisation(organisation=firm.organisation)
    with scopes_disabled():
        assert not Version.objects.exists()

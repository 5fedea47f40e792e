"""The demo has a practice with one adviser, who reviews two firms."""

import io

import pytest
from django.core.management import call_command
from django_scopes import scope, scopes_disabled

from apps.organisations.models import User
from apps.review.content import canonical, content_of
from apps.review.domain.submitting import withdraw
from apps.review.models import Finding, Submission
from apps.review.rounds import rounds_for

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _development(settings):
    settings.DEBUG = True


def load() -> User:
    call_command("load_demo", stdout=io.StringIO())
    return User.objects.get(email="adviseur@demo.example")


def rounds_of_the_demo() -> dict[str, Submission]:
    """Name of the firm → its newest round, as the adviser sees it."""
    with scopes_disabled():
        return {entry.organisation.name: entry for entry in rounds_for(load())}


def test_one_firm_is_in_its_second_round_with_findings_that_were_answered():
    round_ = rounds_of_the_demo()["Thuiszorg Zeven Bruggen"]

    assert (round_.state, round_.number, round_.practice.name) == (
        "submitted",
        2,
        "Arbodienst De Brug (demo)",
    )
    with scope(organisation=round_.organisation):
        states = Finding.objects.filter(dossier=round_.dossier).values_list("state", flat=True)
        assert list(states) == ["closed", "answered", "open"]


def test_one_firm_was_reviewed_and_changed_since():
    round_ = rounds_of_the_demo()["Bouwbedrijf De Hoge Steiger"]

    assert (round_.state, round_.outcome) == ("concluded", "after_changes")
    with scope(organisation=round_.organisation):
        assert round_.dossier.state == "reviewed"
        assert canonical(content_of(round_.dossier)) != round_.version.content
        assert round_.sealed_report.state == "queued"  # the worker makes it after the commit


def test_what_was_taken_back_stays_so():
    round_ = rounds_of_the_demo()["Thuiszorg Zeven Bruggen"]
    with scope(organisation=round_.organisation):
        withdraw(submission=round_, user=None)

    assert set(rounds_of_the_demo()) == {"Bouwbedrijf De Hoge Steiger"}


def test_there_is_a_sector_manager_of_care():
    load()

    assert [entry.sector for entry in User.objects.get(email="branche@demo.example").sectors.all()] == [
        "zorg"
    ]

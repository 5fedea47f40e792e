"""The demo has a practice with one adviser, who reads along with the home care firm."""

import io

import pytest
from django.core.management import call_command
from django_scopes import scopes_disabled

from apps.organisations.models import Practice, User
from apps.review.domain.sharing import withdraw_share
from apps.review.models import DossierShare
from apps.review.queries import queue_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _development(settings):
    settings.DEBUG = True


def load() -> User:
    call_command("load_demo", stdout=io.StringIO())
    return User.objects.get(email="adviseur@demo.example")


def test_the_adviser_reads_the_dossier_of_the_home_care_firm():
    (share,) = queue_of(load())

    assert share.practice.name == "Arbodienst De Brug (demo)"
    assert share.organisation.name == "Thuiszorg Zeven Bruggen"


def test_what_was_taken_back_is_not_shared_again():
    (share,) = queue_of(load())
    with scopes_disabled():
        withdraw_share(share=share)

    assert list(queue_of(load())) == []
    with scopes_disabled():
        assert DossierShare.objects.count() == Practice.objects.count() == 1


def test_there_is_a_sector_manager_of_care():
    load()

    assert [entry.sector for entry in User.objects.get(email="branche@demo.example").sectors.all()] == [
        "zorg"
    ]

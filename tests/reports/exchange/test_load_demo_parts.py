"""The demo has a contributor with something to do, so that her role can be seen."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import call_command
from django_scopes import scopes_disabled

from apps.actions.models import Action
from apps.rie.models import Delegation

pytestmark = pytest.mark.django_db
CONTRIBUTOR = "leidinggevende@demo.example"


@pytest.fixture(autouse=True)
def _loaded(settings: Any) -> None:
    settings.DEBUG = True
    call_command("load_demo", stdout=io.StringIO())


def test_she_has_two_parts_of_the_shop_of_which_one_is_done() -> None:
    with scopes_disabled():
        parts = list(Delegation.objects.filter(member__user__email=CONTRIBUTOR).select_related("department"))
    assert {part.subtheme: part.done_at is not None for part in parts} == {
        "taakeisen": True,
        "werktijden-en-herstel": False,
    }
    assert {str(part.department) for part in parts} == {"None", "Winkel"}


def test_she_has_one_action() -> None:
    with scopes_disabled():
        assert Action.objects.filter(owner__user__email=CONTRIBUTOR).count() == 1


def test_what_was_taken_back_since_stays_so() -> None:
    with scopes_disabled():
        Delegation.objects.all().delete()
    call_command("load_demo", stdout=io.StringIO())
    with scopes_disabled():
        assert not Delegation.objects.exists()

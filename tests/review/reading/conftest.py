"""A firm that submitted something, and the adviser who reads it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django_scopes import scope

from apps.actions.domain.plan import add_action, new_action
from apps.actions.models import Action
from apps.review.models import Submission
from apps.rie.domain.instrument import instrument_content
from apps.rie.models import Answer, Dossier

HIGH_ONE, LOW_ONE = "W43", "W44"


@pytest.fixture
def answer(dossier: Dossier) -> Callable[..., Answer]:
    """``answer("W43", verdict="partly", …)`` writes it straight into the dossier."""

    def write(code: str, **values: Any) -> Answer:
        with scope(organisation=dossier.organisation):
            factor = instrument_content(dossier.instrument_id).factors[code]
            return Answer.objects.update_or_create(
                dossier=dossier,
                factor_id=factor.id,
                defaults={"organisation": dossier.organisation, **values},
            )[0]

    return write


@pytest.fixture
def act(dossier: Dossier) -> Callable[..., Action]:
    """``act("W43", title=…)`` adds an action against a risk."""

    def write(code: str, **values: Any) -> Action:
        with scope(organisation=dossier.organisation):
            factor = instrument_content(dossier.instrument_id).factors[code]
            action = new_action(dossier=dossier)
            for name, value in {"title": "Maak huisregels", "due_on": date(2027, 1, 1), **values}.items():
                setattr(action, name, value)
            add_action(action=action, factors=[factor], user=None)
            return action

    return write


@pytest.fixture
def risks(answer: Callable[..., Answer]) -> SimpleNamespace:
    """Two risks, one statement in order and one that does not apply."""
    answer(HIGH_ONE, verdict="not_in_order", frequency=4, reach=4, severity=4, note="Vooral op vrijdag.")
    answer(LOW_ONE, verdict="partly", frequency=1, reach=1, severity=1, root_cause="Te weinig mensen")
    answer("W42", verdict="in_order")
    answer("W41", verdict="not_applicable", reason="Wij werken hier altijd alleen overdag.")
    return SimpleNamespace(high=HIGH_ONE, low=LOW_ONE)


def address(round_: Submission, name: str = "review:round") -> str:
    return reverse(name, args=[round_.organisation_id, round_.dossier_id, round_.pk])

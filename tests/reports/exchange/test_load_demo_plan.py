"""The plan of the shop is halfway its year, whatever the day on which the demo is loaded."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from django_scopes import scopes_disabled

from apps.actions.checks import findings_in
from apps.actions.effect import effect_of
from apps.actions.models import Action, ActionComment, ActionStatus, Information, LeftOutMeasure
from apps.actions.queries import plan_of
from apps.organisations.models import Letter
from apps.reports.demo_plan import moved_to
from apps.rie.models import Dossier
from apps.rie.queries import assessment_of

pytestmark = pytest.mark.django_db
DAYS = ["2024-02-29T12:00:00+01:00", "2026-11-23T12:00:00+01:00", "2028-07-02T12:00:00+02:00"]


@pytest.fixture(autouse=True)
def _development(settings: Any) -> None:
    settings.DEBUG = True


def load() -> Dossier:
    """The dossier of the shop."""
    call_command("load_demo", stdout=io.StringIO())
    return Dossier.objects.select_related("organisation").get(organisation__sector="detailhandel")


@pytest.mark.parametrize("day", DAYS)
def test_on_any_day_something_is_late_and_something_due_and_something_done(day: str) -> None:
    with time_machine.travel(day, tick=False), scopes_disabled():
        dossier, today = load(), timezone.localdate()
        actions = list(Action.objects.filter(dossier=dossier))
        assert {action.status for action in actions} == set(ActionStatus.values)
        assert any(action.is_late(today) for action in actions)
        assert any(0 <= (action.due_on - today).days <= 14 for action in actions if not action.is_over)
        assert all(action.done_on <= today for action in actions if action.done_on)
        assert dossier.created_at.date() <= min(action.created_at.date() for action in actions)


def test_a_risk_became_lower_and_the_plan_has_something_to_look_at() -> None:
    with scopes_disabled():
        dossier = load()
        plan = plan_of(dossier, assessment_of(dossier))
        effect = effect_of(dossier, plan)
        assert (effect.lower, effect.closed >= 1) == (2, True)
        found = {finding.check.id for finding in findings_in(plan, today=timezone.localdate())}
    assert {"P08", "P09", "P10"} <= found


def test_the_shop_shows_everything_an_action_can_have() -> None:
    with scopes_disabled():
        actions = Action.objects.filter(dossier=load())
        half = [
            action
            for action in actions
            if 0 < action.steps.filter(done_at=None).count() < action.steps.count()
        ]
        assert half
        assert actions.filter(spent__gt=0, budget__gt=0).exists()
        assert actions.filter(depends_on__status="in_progress").exists()
        assert actions.filter(is_repetition=True, repeat_every=12).exists()
        assert actions.exclude(owner_email="").exists()
        assert actions.filter(department__name="Binderij").exists()
        assert Information.objects.filter(dossier__in=actions.values("dossier")).count() == 2
        assert LeftOutMeasure.objects.exclude(reason="").exclude(note="").exists()


def test_people_work_together_without_a_letter() -> None:
    with scopes_disabled():
        load()
        action = Action.objects.get(co_owners__isnull=False)
        assert [member.user.email for member in action.co_owners.all()] == ["hr@demo.example"]
        assert ActionComment.objects.filter(action=action).count() == 2
        mine = Action.objects.get(owner__user__email="leidinggevende@demo.example")
        assert not mine.is_over
        assert {letter.kind.partition("_")[0] for letter in Letter.objects.all()} == {"consent", "review"}
    assert mail.outbox == []


def test_a_file_moves_by_whole_weeks_and_its_year_with_it() -> None:
    text = "dossier: {year: 2026}\nheld_on: 2026-05-19\nnote: in 2025, versie 2026.1\n"
    moved = moved_to(date(2027, 11, 24), text)
    assert moved == "dossier: {year: 2027}\nheld_on: 2027-05-18\nnote: in 2025, versie 2026.1\n"
    assert moved_to(date(2026, 11, 29), text) == text

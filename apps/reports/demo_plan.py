"""What makes the demo look lived in: dates that move with the calendar, and people who work together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone
from django_scopes import scope

from apps.actions.domain.comments import add_comment
from apps.actions.domain.plan import action_values, update_action
from apps.actions.domain.relations import related_values
from apps.actions.models import Action, LeftOutMeasure, SettledRisk
from apps.organisations.merging import fingerprints, read_fingerprints
from apps.organisations.models import Membership, Organisation, User
from apps.rie.models import Answer, Consultation, Dossier, PriorityChange

# The day on which the plans of the example files are halfway: something late, something due, something done.
WRITTEN_FOR = date(2026, 11, 23)
_DAY = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")
_YEAR = re.compile(r"(?<=\byear: )[0-9]{4}\b")

PEAK_PLAN, FOR_STARTERS = "M03", "M45"
QUESTION = "De binderij haalt zaterdags hooguit 40 boeketten. Zullen we daar de grens leggen?"
ANSWER = "Goed plan. Ik zet 40 op de invallijst en in het rooster, dan kijken we na de eerste piek."


def moved_to(today: date, text: str) -> str:
    """An example file as if it was written today, moved by whole weeks so that a Monday stays one."""
    shift = timedelta(weeks=(today - WRITTEN_FOR).days // 7)
    text = _DAY.sub(lambda found: (date.fromisoformat(found[0]) + shift).isoformat(), text)
    return _YEAR.sub(lambda found: str((date(int(found[0]), 7, 1) + shift).year), text)


def age(organisation: Organisation) -> None:
    """Let the RI&E of a firm that was just imported be as old as the talk with its employees."""
    with scope(organisation=organisation):
        for talk in Consultation.objects.filter(held_on__isnull=False).select_related("dossier"):
            mine = {"dossier": talk.dossier}
            Dossier.objects.filter(pk=talk.dossier_id).update(created_at=_noon(talk.held_on, days=-14))
            Answer.objects.filter(**mine).update(updated_at=_noon(talk.held_on, days=2))
            PriorityChange.objects.filter(**mine).update(changed_at=_noon(talk.held_on, days=6))
            SettledRisk.objects.filter(**mine).update(at=_noon(talk.held_on, days=9))
            LeftOutMeasure.objects.filter(**mine).update(at=_noon(talk.held_on, days=9))


def work_together(*, contributor: Membership, hr: Membership) -> None:
    """An action for the contributor, and one in which HR helps the owner and they talk. Needs a scope.

    Everybody takes on her own part, so no letter goes out: nobody reads those mailboxes.
    """
    for action in Action.objects.filter(measure__code=FOR_STARTERS):
        change_action(action, contributor.user, {"owner_id": contributor.pk, "owner_name": ""})
    for action in Action.objects.filter(measure__code=PEAK_PLAN):
        change_action(action, hr.user, {"co_owners": [str(hr.pk)]})
        add_comment(action=action, text=QUESTION, user=contributor.user, key=uuid4())
        add_comment(action=action, text=ANSWER, user=hr.user, key=uuid4())


def change_action(action: Action, user: User, typed: Mapping[str, Any]) -> None:
    seen = fingerprints({**action_values(action), **related_values(action, typed)})
    update_action(action=action, seen=read_fingerprints(seen), typed=typed, user=user)


def _noon(day: date, *, days: int) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=days), time(12)))

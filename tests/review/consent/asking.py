"""What the tests of consent share."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from apps.actions.domain.plan import add_action, new_action
from apps.organisations.models import Letter

RISK = "W43"


def add(dossier, title, factors=()):
    action = new_action(dossier=dossier)
    action.title, action.due_on = title, timezone.localdate() + timedelta(days=90)
    add_action(action=action, factors=list(factors), user=None)
    return action


def url(dossier, name="consent", *more):
    return reverse(f"review:{name}", args=[dossier.organisation_id, dossier.pk, *more])


def rows(model, organisation):
    with scope(organisation=organisation):
        return list(model.objects.all())


def letters(organisation, kind):
    return [letter for letter in rows(Letter, organisation) if letter.kind == kind]


def decision(version, /, **typed):
    day = timezone.localdate().isoformat()
    return {"version": version.pk, "decision": "consented", "reason": "", "decided_on": day, **typed}


def remark(version, /, **typed):
    return {"key": uuid4(), "version": version.pk, "text": "Dit duurt te lang.", **typed}

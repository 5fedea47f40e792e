"""Following the links of a letter about an action."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from apps.actions.models import Action, ActionEvent
from apps.actions.one_click import Ask, Verb, token_of
from apps.actions.recipients import as_recipient, named_owner
from apps.organisations.models import AuditEvent
from tests.actions.reminding import TODAY
from tests.rie.screen import text_of

DAY = timedelta(days=1)
DUE = TODAY + 10 * DAY


def token(action: Action, person, verb: Verb = Verb.DONE, day: date | None = None) -> str:
    code = as_recipient(person).code if person else named_owner(action).code
    day = day or (action.evaluate_on if verb == Verb.LOOK_LATER else action.due_on)
    return token_of(Ask(action_id=action.pk, person=code, verb=verb, date=day))


def address(action: Action, person, verb: Verb = Verb.DONE, day: date | None = None) -> str:
    return reverse("one_click", args=[token(action, person, verb, day)])


def press(browser: Client, path: str, **typed: object):
    """Open the page and press its button."""
    page = text_of(browser.get(path))
    secret = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)
    return browser.post(path, {"csrfmiddlewaretoken": secret, **typed})


def stored(action: Action) -> Action:
    with scopes_disabled():
        return Action.objects.get(pk=action.pk)


def everything() -> tuple:
    """All rows that an answer could change."""
    with scopes_disabled():
        rows = (Action, ActionEvent, AuditEvent)
        return tuple(sorted(map(str, model.objects.values_list())) for model in rows)

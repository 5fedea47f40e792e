"""What tests about the log and about platform administrators share."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from apps.organisations.models import AuditEvent, AuditKind, Organisation, SupportGrant, User
from tests.factories import UserFactory


def recorded(organisation: Organisation) -> list[AuditEvent]:
    """The log of a firm, oldest first."""
    with scopes_disabled():
        return list(AuditEvent.objects.filter(organisation=organisation).order_by("at", "id"))


def write_events(organisation: Organisation, number: int, **values: object) -> None:
    """So many lines in the log, a minute apart, the last one now."""
    now = timezone.now()
    defaults = {
        "actor_label": "Ans de Boer",
        "as_role": "employer",
        "kind": AuditKind.DID,
        "action": "rie:answer",
        "subject": "W43",
    }
    with scope(organisation=organisation):
        AuditEvent.objects.bulk_create(
            AuditEvent(organisation=organisation, at=now - timedelta(minutes=back), **{**defaults, **values})
            for back in range(number)
        )


def let_in(organisation: Organisation, **values: object) -> SupportGrant:
    """A firm that lets platform administrators look along for a day."""
    ends_at = timezone.now() + timedelta(days=1)
    with scope(organisation=organisation):
        return SupportGrant.objects.create(
            **{"organisation": organisation, "reason": "Kijk mee", "ends_at": ends_at, **values}
        )


def administrator(**values: object) -> User:
    """A platform administrator."""
    return UserFactory(**{"name": "Bea van Beheer", "is_staff": True, **values})


def browser_with(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser

"""Reads on help from the platform and on the record of what was done and seen. Within a firm's scope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Max, QuerySet
from django.utils import timezone

from apps.organisations.audit import JOB
from apps.organisations.models import AuditEvent, SupportGrant, User
from apps.organisations.presence import SUPPORT, Presence

EXPORTED_AT_ONCE = 500


def open_grants(now: datetime) -> QuerySet[SupportGrant]:
    """What lets platform administrators in at this moment. One query."""
    return SupportGrant.objects.filter(withdrawn_at__isnull=True, ends_at__gt=now)


def grants() -> QuerySet[SupportGrant]:
    """Everything that was ever granted, newest first, with who did so. One query."""
    return SupportGrant.objects.select_related("granted_by")


def find_support(user: User, organisation_id: UUID) -> Presence | None:
    """A platform administrator who comes to help, as long as the firm lets her. One query, for her only.

    Runs outside a tenant's scope: it is how she gets into one. What she may do there (read) is in the
    table of permissions.
    """
    if not user.is_staff:
        return None
    grants_here = open_grants(timezone.now()).filter(organisation_id=organisation_id)
    grant = grants_here.select_related("organisation").first()
    return Presence(user.pk, grant.organisation, SUPPORT) if grant else None


@dataclass(frozen=True)
class Wanted:
    """Which events somebody wants to see; None is all of them. ``first`` and ``last`` day included."""

    person: str | None = None
    kind: str | None = None
    first: date | None = None
    last: date | None = None


def audit_events(wanted: Wanted) -> QuerySet[AuditEvent]:
    """Events of the firm in scope, newest first. One query."""
    events = AuditEvent.objects.all()
    if wanted.person:
        events = events.filter(**_of(wanted.person))
    if wanted.kind:
        events = events.filter(kind=wanted.kind)
    if wanted.first:
        events = events.filter(at__gte=_start_of(wanted.first))
    if wanted.last:
        events = events.filter(at__lt=_start_of(wanted.last + timedelta(days=1)))
    return events


def exported_events(events: QuerySet[AuditEvent]) -> Iterator[AuditEvent]:
    """The events one by one, however many there are, without holding them all."""
    return events.iterator(chunk_size=EXPORTED_AT_ONCE)


@dataclass(frozen=True)
class Actor:
    """Somebody (or a job) in the record. ``key`` goes into the address of the page."""

    key: str
    label: str
    is_job: bool


def actors() -> list[Actor]:
    """Everybody in the record of the firm in scope, each once under her last name, by name. One query."""
    rows = (
        AuditEvent.objects.order_by()
        .values_list("actor_id", "actor_label", "as_role")
        .annotate(last=Max("at"))
        .order_by("last")
    )
    found = {
        str(actor_id or label): Actor(str(actor_id or label), label, role == JOB)
        for actor_id, label, role, _last in rows
    }
    return sorted(found.values(), key=lambda actor: (actor.is_job, actor.label.casefold(), actor.key))


def _of(key: str) -> dict[str, object]:
    """The events of one actor: by account, or by name for a job and for somebody whose account is gone."""
    try:
        return {"actor_id": UUID(key)}
    except ValueError:
        return {"actor": None, "actor_label": key}


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))

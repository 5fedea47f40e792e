"""The record of who did and who looked at what in a firm: the one place that writes it.

A request is recorded by ``TenantMiddleware`` once its view has answered. What cannot be recorded is not
shown either: the error takes the place of the page. A job records itself with :func:`record_job`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.contrib.messages import SUCCESS, get_messages
from django.http import HttpRequest
from django.urls import ResolverMatch
from django.utils import timezone

from apps.organisations.models import AuditEvent, AuditKind, Membership, Organisation
from apps.organisations.permissions import DELETE_ORGANISATION

JOB = "job"
# What an address may name besides ids. Anything else that stands in one (a secret, say) is not written down.
NAMING_ARGUMENTS = frozenset({"code", "key", "kind", "sheet", "subtheme"})
# A page that asks again by itself, or is opened again, was looked at once.
SEEN_AS_ONE = "%Y-%m-%dT%H"


def record_request(request: HttpRequest, status: int) -> None:
    """Write down what this request of somebody inside a firm did, showed or was refused.

    Looks and refusals are written once an hour for the same person and thing. One query; one more after
    a request that may have ended the firm itself, of which no record is left.
    """
    kind = _kind(request.method, status)
    match = request.resolver_match
    if kind is None or match is None or (kind == AuditKind.DID and _did_nothing(request)):
        return
    organisation_id = match.kwargs["organisation_id"]
    if kind == AuditKind.DID and _may_end_the_firm(match) and _is_gone(organisation_id):
        return
    _write(
        organisation_id=organisation_id,
        at=timezone.now(),
        actor_id=request.presence.user_id,
        actor_label=str(request.user),
        as_role=request.presence.capacity,
        kind=kind,
        action=match.view_name,
        subject=subject_of(match.kwargs),
    )


def record_job(*, organisation: Organisation, job: str, subject: str = "") -> None:
    """Write down what a job of the application did in a firm. One query.

    Args:
        job: its name, in words in ``audit_words.JOBS``.
        subject: ids of what it was about.
    """
    _write(
        organisation_id=organisation.pk,
        at=timezone.now(),
        actor_id=None,
        actor_label=job,
        as_role=JOB,
        kind=AuditKind.DID,
        action=f"{JOB}:{job}",
        subject=subject,
    )


def record_member(*, member: Membership, action: str, subject: str) -> None:
    """Write down what a member did without visiting, with a link in a letter. One query.

    Args:
        action: the name of the page where she would have done it (``actions:complete``).
        subject: ids of what it was about.
    """
    _write(
        organisation_id=member.organisation_id,
        at=timezone.now(),
        actor_id=member.user_id,
        actor_label=str(member.user),
        as_role=member.role,
        kind=AuditKind.DID,
        action=action,
        subject=subject,
    )


def subject_of(arguments: Mapping[str, object]) -> str:
    """What an address names, in its own order: ids, and codes of the instrument."""
    named = [
        str(value)
        for name, value in arguments.items()
        if name != "organisation_id" and (isinstance(value, UUID) or name in NAMING_ARGUMENTS)
    ]
    return " ".join(named)


def _kind(method: str | None, status: int) -> AuditKind | None:
    """None for what neither changed nor showed anything: mistakes in a form, and a GET that sends on."""
    if status == 403:
        return AuditKind.REFUSED
    if method == "GET":
        return AuditKind.LOOKED if status < 300 else None
    return AuditKind.DID if method == "POST" and status < 400 else None


def _did_nothing(request: HttpRequest) -> bool:
    """A view that sends on without having done anything tells why, with a message that is no success."""
    told = {message.level for message in get_messages(request)._queued_messages}
    return bool(told) and SUCCESS not in told


def _may_end_the_firm(match: ResolverMatch) -> bool:
    return getattr(match.func, "permission", None) == DELETE_ORGANISATION


def _is_gone(organisation_id: UUID) -> bool:
    return not Organisation.objects.filter(pk=organisation_id).exists()


def _write(*, at: datetime, kind: AuditKind, **values: object) -> None:
    event = AuditEvent(at=at, kind=kind, **values)
    for name in ("actor_label", "action", "subject"):
        setattr(event, name, getattr(event, name)[: AuditEvent._meta.get_field(name).max_length])
    if kind != AuditKind.DID:
        event.pk = _once_an_hour(event)
    AuditEvent.objects.bulk_create([event], ignore_conflicts=kind != AuditKind.DID)


def _once_an_hour(event: AuditEvent) -> UUID:
    """An id made from who, what and in which hour, so that the database itself keeps only the first."""
    parts = (
        event.organisation_id,
        event.actor_id,
        event.as_role,
        event.kind,
        event.action,
        event.subject,
        event.at.strftime(SEEN_AS_ONE),
    )
    return UUID(bytes=hashlib.sha256("\n".join(map(str, parts)).encode()).digest()[:16])

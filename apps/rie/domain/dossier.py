"""What happens to a dossier: it is opened, employees are heard, it is closed.

| from  | verb             | to       | who                   |
| ----- | ---------------- | -------- | --------------------- |
|       | open_dossier     | draft    | employer, HR          |
| draft | close_dossier    | archived | employer              |
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F, Subquery
from django.utils import timezone
from django.utils.functional import Promise

from apps.organisations.merging import Merge, merge
from apps.organisations.models import Organisation
from apps.rie.domain.errors import ClosingRefusedError, DossierClosedError
from apps.rie.domain.instrument import latest
from apps.rie.models import OPEN_STATES, Consultation, Dossier, DossierState

CONSULTATION_FIELDS = ("participants", "held_on", "method", "people_heard", "outcome")


def open_dossier(*, organisation: Organisation, year: int) -> Dossier:
    """Start a new RI&E on the newest version of the PSA instrument."""
    return Dossier.objects.create(organisation=organisation, instrument=latest(), year=year)


# Why a dossier may not be closed now, as a sentence with a way out; None: no objection.
Objection = Callable[[Dossier], Promise | None]
_objections: list[Objection] = []


def on_close(objection: Objection) -> None:
    """Ask ``objection`` before a dossier is closed, while it is locked: rooms below know what still runs."""
    if objection not in _objections:
        _objections.append(objection)


@transaction.atomic
def close_dossier(*, dossier: Dossier) -> None:
    """Close a dossier: from now on it can only be read.

    Raises:
        DossierClosedError: it is closed already.
        ClosingRefusedError: something about it still runs.
    """
    Dossier.objects.select_for_update().get(pk=dossier.pk)
    for objection in _objections:
        if reason := objection(dossier):
            raise ClosingRefusedError(reason)
    now = timezone.now()
    closed = Dossier.objects.filter(pk=dossier.pk, state__in=OPEN_STATES).update(
        state=DossierState.ARCHIVED, archived_at=now
    )
    if not closed:
        raise DossierClosedError
    dossier.state, dossier.archived_at = DossierState.ARCHIVED, now


def insert_in_open_dossier(row: models.Model) -> None:
    """Insert a row of a dossier, unless the dossier was closed a moment ago. One query.

    Raises:
        DossierClosedError: the dossier is closed.
        IntegrityError: the row exists already.
    """
    dossier = row.dossier
    # Closed means no organisation, and no row can be without: checked by the INSERT itself.
    still_open = Dossier.objects.filter(pk=dossier.pk, state__in=OPEN_STATES)
    row.organisation_id = Subquery(still_open.values("organisation_id"))
    try:
        row.save(force_insert=True)
    except IntegrityError:
        dossier.refresh_from_db(fields=["state"])
        if not dossier.is_open:
            raise DossierClosedError from None
        raise
    finally:
        row.organisation_id = dossier.organisation_id


def consultation_of(dossier: Dossier) -> Consultation:
    """How employees were heard; an empty, unsaved record when nothing is noted yet."""
    try:
        return dossier.consultation
    except Consultation.DoesNotExist:
        return Consultation(organisation_id=dossier.organisation_id, dossier=dossier)


def consultation_values(consultation: Consultation) -> dict[str, Any]:
    """The fields people fill in, by name."""
    return {name: getattr(consultation, name) for name in CONSULTATION_FIELDS}


def save_consultation(*, dossier: Dossier, seen: Mapping[str, str], typed: Mapping[str, Any]) -> Merge:
    """Record how employees were heard; what a colleague changed meanwhile is a conflict.

    Raises:
        DossierClosedError: the dossier is closed.
    """
    while True:
        if not dossier.is_open:
            raise DossierClosedError
        consultation = consultation_of(dossier)
        outcome = merge(seen=seen, stored=consultation_values(consultation), typed=typed)
        if outcome.conflicts or not outcome.changes:
            return outcome
        if _write_consultation(consultation, outcome.changes):
            return outcome
        dossier.refresh_from_db()


def _write_consultation(consultation: Consultation, changes: Mapping[str, Any]) -> bool:
    if consultation._state.adding:
        for name, value in changes.items():
            setattr(consultation, name, value)
        try:
            insert_in_open_dossier(consultation)
        except IntegrityError:
            return False
        return True
    written = Consultation.objects.filter(
        pk=consultation.pk, version=consultation.version, dossier__state__in=OPEN_STATES
    ).update(**changes, version=F("version") + 1)
    for name, value in changes.items():
        setattr(consultation, name, value)
    return bool(written)


def set_review_state(*, dossier: Dossier, state: DossierState) -> None:
    """Let the dossier say how far its review is. Called by the verbs of the review; one query.

    Args:
        state: one of ``OPEN_STATES``.

    Raises:
        DossierClosedError: the dossier is closed.
    """
    if not Dossier.objects.filter(pk=dossier.pk, state__in=OPEN_STATES).update(state=state):
        raise DossierClosedError
    dossier.state = state

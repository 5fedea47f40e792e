"""Trying without an account: a guest, a firm for two weeks, and an account that takes it along.

| from           | verb                | to             | who                                           |
| -------------- | ------------------- | -------------- | --------------------------------------------- |
|                | start_trial         | guest          | a visitor                                     |
| guest          | found_organisation  | firm on trial  | the guest                                     |
| firm on trial  | claim_trial         | ordinary firm  | who makes an account or logs in, same browser |
| firm on trial  | end_trial           | gone           | the guest                                     |
| firm on trial  | delete_ended_trials | gone           | the daily job, after ``TRIAL_DAYS``           |
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from apps.organisations.domain.deletion import delete_organisation, models_of_a_firm
from apps.organisations.letters import GUEST_DOMAIN
from apps.organisations.models import AuditEvent, Organisation, User
from apps.organisations.records import links_to

logger = logging.getLogger(__name__)

# A visitor who did not get as far as naming a firm loses nothing when the guest goes.
EMPTY_AFTER = timedelta(days=1)


class TrialsLeftError(Exception):
    """Some trials could not be deleted; the log names them. The job is tried again later."""


def start_trial() -> User:
    """Make a guest: somebody without mailbox and password, who exists for one browser."""
    return User.objects.create_user(f"gast-{uuid.uuid4()}@{GUEST_DOMAIN}", name=_("Guest"), is_guest=True)


def trial_end(*, now: datetime) -> datetime:
    """When a trial that starts ``now`` is over."""
    return now + timedelta(days=settings.TRIAL_DAYS)


@transaction.atomic
def claim_trial(*, guest_id: UUID | str, account: User) -> list[Organisation]:
    """Move the firms of a guest to an account, and end the guest. Returns the firms.

    Whatever stood in the name of the guest gets the name of the account. Only the record of who did and
    looked at what is never changed: it keeps saying that this was a guest. A second claim of the same
    guest, also at the same moment, finds nothing and changes nothing.
    """
    guest = User.objects.select_for_update().filter(pk=guest_id, is_guest=True).first()
    if guest is None or account.is_guest:
        return []
    with scopes_disabled():
        firms = _firms_of(guest)
        Organisation.objects.filter(pk__in=[firm.pk for firm in firms]).update(trial_ends_at=None)
        for model, field in _names_of_people():
            model._base_manager.filter(**{field: guest}).update(**{field: account})
        guest.delete()
    return firms


def end_trial(*, guest: User) -> None:
    """Delete what a guest made, and the guest. Does nothing for somebody with an account."""
    with transaction.atomic(), scopes_disabled():
        locked = User.objects.select_for_update().filter(pk=guest.pk, is_guest=True).first()
        if locked is None:
            return
        for firm in _firms_of(locked):
            delete_organisation(organisation=firm)
        locked.delete()


def delete_ended_trials(*, now: datetime, dry_run: bool) -> list[str]:
    """Daily job: delete trials that are over, and guests who have no firm.

    One trial that cannot be deleted does not keep the others.

    Raises:
        TrialsLeftError: after all others, when some could not be deleted.
    """
    ended = list(Organisation.objects.filter(trial_ends_at__lte=now).values_list("pk", flat=True))
    if dry_run:
        return _describe(len(ended), _guests_without_a_firm(now).count())
    failed = [firm_id for firm_id in ended if not _delete_if_over(firm_id, now)]
    guests, _rows = _guests_without_a_firm(now).delete()
    if failed:
        raise TrialsLeftError(f"{len(failed)} of {len(ended)}")
    return _describe(len(ended), guests)


def _describe(trials: int, guests: int) -> list[str]:
    return [f"trials that were over: {trials}", f"guests without a firm: {guests}"]


def _delete_if_over(firm_id: UUID, now: datetime) -> bool:
    """Delete one trial, unless an account has just taken it over. False: it could not be deleted."""
    try:
        with transaction.atomic():
            firm = Organisation.objects.select_for_update().filter(pk=firm_id, trial_ends_at__lte=now).first()
            if firm is not None:
                delete_organisation(organisation=firm)
    except Exception as error:
        # Never the message: it may quote what was typed.
        logger.error("trial_not_deleted organisation=%s error=%s", firm_id, type(error).__name__)
        return False
    return True


def _guests_without_a_firm(now: datetime) -> models.QuerySet[User]:
    return User.objects.filter(is_guest=True, memberships__isnull=True, date_joined__lte=now - EMPTY_AFTER)


def _firms_of(guest: User) -> list[Organisation]:
    """Locked, so that the daily job and a claim cannot both have them. Runs without a tenant's scope."""
    ids = list(guest.memberships.values_list("organisation_id", flat=True))
    return list(Organisation.objects.select_for_update().filter(pk__in=ids))


def _names_of_people() -> Iterator[tuple[type[models.Model], str]]:
    """Every field of a firm's nouns that says who: member, who changed it, who asked for it."""
    for model in models_of_a_firm():
        if model is not AuditEvent:
            yield from ((model, field.name) for field in links_to(model, User))

"""What is kept no longer than ``settings.RETENTION`` says, removed by a job once a day (AVG art. 5 lid 1e).

Each rule is one small verb: it gets the moment before which something is too old, and returns how many
there were. A room with something of its own to remove registers a rule here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import ngettext
from django_scopes import scopes_disabled
from django_tasks_db.models import DBTaskResult

from apps.organisations.domain.post import OVER, WIPED, letters
from apps.organisations.models import (
    AuditEvent,
    Invitation,
    LetterState,
    ScheduledRun,
    SupportGrant,
    User,
)


class Rule(Protocol):
    """Remove what ended ``before`` a moment, or only count it in a dry run. Returns how many."""

    def __call__(self, *, before: datetime, dry_run: bool) -> int: ...


_rules: dict[str, Rule] = {}


def keep_until(term: str) -> Callable[[Rule], Rule]:
    """Register the rule for one term of ``settings.RETENTION``; a second one takes its place."""

    def register(rule: Rule) -> Rule:
        _rules[term] = rule
        return rule

    return register


def rules() -> dict[str, Rule]:
    """All rules by the term they carry out, in the order in which they were registered."""
    return dict(_rules)


def apply_retention(*, now: datetime, dry_run: bool) -> list[str]:
    """Carry out every rule, each in a transaction of its own. Returns term and number of each.

    A term that is not in the settings raises: nothing is kept for ever because somebody forgot a line.

    Raises:
        KeyError: a rule without a term in ``settings.RETENTION``.
    """
    outcome = []
    for term, rule in _rules.items():
        with transaction.atomic(), scopes_disabled():
            number = rule(before=now - settings.RETENTION[term], dry_run=dry_run)
        outcome.append(f"{term}: {number}")
    return outcome


def count_or_delete(rows: models.QuerySet, *, dry_run: bool) -> int:
    """How many rows there are; afterwards they are gone, unless this is a dry run.

    What goes along with a row (``on_delete``) is not counted.
    """
    number = rows.count()
    if number and not dry_run:
        rows.delete()
    return number


@keep_until("audit")
def forget_audit(*, before: datetime, dry_run: bool) -> int:
    """The record of who looked at what. Its own manager refuses to delete; this is the exception it names."""
    return count_or_delete(AuditEvent._base_manager.filter(at__lt=before), dry_run=dry_run)


@keep_until("admin_log")
def forget_admin_log(*, before: datetime, dry_run: bool) -> int:
    """What administrators of the platform did in the Django admin."""
    return count_or_delete(LogEntry.objects.filter(action_time__lt=before), dry_run=dry_run)


@keep_until("support")
def forget_support(*, before: datetime, dry_run: bool) -> int:
    """Permissions to look along that ended: as long as the record of the looking itself."""
    return count_or_delete(SupportGrant.objects.filter(ends_at__lt=before), dry_run=dry_run)


_invitations_of_rooms: list[Rule] = []


def also_invitations(rule: Rule) -> Rule:
    """Let a room remove invitations of its own under the same term; they count along."""
    if rule not in _invitations_of_rooms:
        _invitations_of_rooms.append(rule)
    return rule


@keep_until("invitations")
def forget_invitations(*, before: datetime, dry_run: bool) -> int:
    """Invitations that were accepted, taken back or too old. What somebody got with one stays."""
    ended = Q(accepted_at__lt=before) | Q(revoked_at__lt=before)
    ended |= Q(expires_at__lt=before, accepted_at__isnull=True, revoked_at__isnull=True)
    old = Invitation.objects.filter(ended)
    if not dry_run:
        _loosen(old)
    of_rooms = sum(rule(before=before, dry_run=dry_run) for rule in _invitations_of_rooms)
    return count_or_delete(old, dry_run=dry_run) + of_rooms


def _loosen(invitations: models.QuerySet[Invitation]) -> None:
    """Cut rows loose that came with an invitation and have a member by now, so that they do not go with it.

    Found by looking: the rooms that give something along with an invitation lie below this one.
    """
    accepted = invitations.filter(accepted_at__isnull=False)
    for relation in Invitation._meta.related_objects:
        model, names = relation.related_model, {field.name for field in relation.related_model._meta.fields}
        if relation.field.null and "member" in names:
            rows = model._base_manager.filter(
                **{f"{relation.field.name}__in": accepted, "member__isnull": False}
            )
            rows.update(**{relation.field.name: None})


@keep_until("letters")
def forget_letters(*, before: datetime, dry_run: bool) -> int:
    """What stands in letters that could not be sent, or perhaps were. Which letter it was stays."""
    old = (
        letters()
        .exclude(to="")
        .filter(
            Q(state=LetterState.GIVEN_UP, try_at__lt=before)
            | Q(state=LetterState.UNDECIDED, claimed_at__lt=before)
        )
    )
    return old.count() if dry_run else old.update(**WIPED)


@keep_until("sent_letters")
def forget_sent_letters(*, before: datetime, dry_run: bool) -> int:
    """That there was a letter: of those that were sent, and of those of which the text is wiped."""
    over = Q(state=LetterState.SENT, sent_at__lt=before) | Q(state__in=OVER, to="", created_at__lt=before)
    return count_or_delete(letters().filter(over), dry_run=dry_run)


@keep_until("jobs")
def forget_jobs(*, before: datetime, dry_run: bool) -> int:
    """Jobs that are done or failed, and those that nobody ever started."""
    ended = Q(finished_at__lt=before) | Q(finished_at__isnull=True, enqueued_at__lt=before)
    return count_or_delete(DBTaskResult.objects.filter(ended), dry_run=dry_run)


@keep_until("runs")
def forget_runs(*, before: datetime, dry_run: bool) -> int:
    """What the daily jobs said they did."""
    return count_or_delete(ScheduledRun.objects.filter(due_on__lt=before.date()), dry_run=dry_run)


@keep_until("sessions")
def forget_sessions(*, before: datetime, dry_run: bool) -> int:
    """Sessions that ended by themselves."""
    return count_or_delete(Session.objects.filter(expire_date__lt=before), dry_run=dry_run)


@keep_until("unconfirmed_accounts")
def forget_unconfirmed_accounts(*, before: datetime, dry_run: bool) -> int:
    """Accounts of which nobody ever showed that the mailbox is hers, and that stand nowhere on a list.

    Who belongs to a firm, a practice or a sector, or looks after the platform, is left alone; guests go with
    their trial.
    """
    unconfirmed = User.objects.filter(date_joined__lt=before, is_guest=False, is_staff=False)
    unconfirmed = unconfirmed.filter(emailaddress__isnull=False, memberships__isnull=True)
    unconfirmed = unconfirmed.filter(practices__isnull=True, sectors__isnull=True)
    unconfirmed = unconfirmed.exclude(emailaddress__verified=True)
    return count_or_delete(User.objects.filter(pk__in=unconfirmed.values("pk")), dry_run=dry_run)


def in_words(term: timedelta) -> str:
    """A term as people say it: whole years where it is years, else days."""
    if term.days >= 365 and term.days % 365 == 0:
        years = term.days // 365
        return ngettext("%(number)s year", "%(number)s years", years) % {"number": years}
    return ngettext("%(number)s day", "%(number)s days", term.days) % {"number": term.days}

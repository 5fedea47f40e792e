"""Telling somebody something on her own page, beside the letter about it.

| from   | verb                   | to     | who                       |
| ------ | ---------------------- | ------ | ------------------------- |
|        | notify                 | unread | a verb about her          |
| unread | read_notice, read_all  | read   | she herself               |
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from apps.organisations.domain.retention import count_or_delete, keep_until
from apps.organisations.models import Notice, Organisation, User
from apps.organisations.notices import is_local, notices, notices_of, sentence


def notify(
    *,
    user: User,
    kind: str,
    key: str,
    context: Mapping[str, str | int],
    path: str,
    organisation: Organisation | None,
) -> None:
    """Put a message on somebody's page, once: told again with the same key, nothing happens. One query.

    Args:
        kind: registered with ``notices.notice_kind``.
        key: what makes it this message and no other to this person.
        context: the names and numbers in its sentence; never what stands in an RI&E.
        path: the page it is about, within this site.
        organisation: the firm it is about (the message goes when the firm goes); None: about no firm.

    Raises:
        KeyError: the kind is not registered, or the context lacks a name of its sentence.
        ValueError: the path leads to another site.
    """
    sentence(kind, context)
    if not is_local(path):
        raise ValueError("A message leads to a page of this site.")
    notice = Notice(
        user=user, kind=kind, key=key, context=dict(context), path=path, organisation=organisation
    )
    # Two at once: the constraint notice_told_once keeps the first, and the transaction goes on.
    notices().bulk_create([notice], ignore_conflicts=True)


def read_notice(*, notice: Notice) -> None:
    """Mark one message as read; read before, the first moment stays. One query."""
    notices().filter(pk=notice.pk, read_at__isnull=True).update(read_at=timezone.now())


def read_all(*, user: User, until: datetime) -> int:
    """Mark as read what was there when she looked. Returns how many. One query."""
    waiting = notices_of(user).filter(read_at__isnull=True, created_at__lte=until)
    return waiting.order_by().update(read_at=timezone.now())


@keep_until("notices")
def forget_notices(*, before: datetime, dry_run: bool) -> int:
    """Messages of long ago, read or not."""
    return count_or_delete(notices().filter(created_at__lt=before), dry_run=dry_run)

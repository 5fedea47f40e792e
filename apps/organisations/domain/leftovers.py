"""What stays behind in other tables when a firm or a person goes: letters, sessions, the log of the admin."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from html import unescape
from uuid import UUID

from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.html import escape
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from apps.organisations.domain.post import letters


def forget_jobs_about(*, words: Iterable[str]) -> int:
    """Delete the jobs that say one of these words, in what they were given or in what went wrong.

    One that runs is left to its worker, and goes with the other finished ones when its time is over.
    """
    said = saying(words)
    return _delete(job.pk for job in _jobs_that_may_say(words) if said(_everything_in(job)))


def forget_letters_about(*, words: Iterable[str]) -> int:
    """Delete the letters that have not left yet and go to one of these mailboxes, or name one of these words.

    Of a letter that left nothing stands there any more.
    """
    said, may_say = saying(words), Q(pk__in=[])
    for word in words:
        may_say |= Q(to__iexact=word) | Q(subject__icontains=word)
        may_say |= Q(text__icontains=word) | Q(html__icontains=escape(word))
    waiting = letters().exclude(to="").filter(may_say)
    named = [
        each.pk for each in waiting if said(f"{each.to} {each.subject} {each.text} {unescape(each.html)}")
    ]
    return letters().filter(pk__in=named).delete()[0]


def end_sessions_about(*, words: Iterable[str]) -> None:
    """End the sessions that say one of these words: of who is logged in, or was halfway signing up.

    Reads all sessions: what a session is about stands inside it.
    """
    said = saying(words)
    ended = [row.pk for row in Session.objects.iterator() if said(_strings_in(row.get_decoded()))]
    Session.objects.filter(pk__in=ended).delete()


def blank_in_admin_log(*, words: Iterable[str]) -> None:
    """Take out of the log of the Django admin what it was about; that somebody did something stays."""
    said, may_say = saying(words), Q(pk__in=[])
    for word in words:
        may_say |= Q(object_id=word) | Q(object_repr__icontains=word) | Q(change_message__icontains=word)
    named = [
        entry.pk
        for entry in LogEntry.objects.filter(may_say)
        if said(f"{entry.object_id} {entry.object_repr} {entry.change_message}")
    ]
    LogEntry.objects.filter(pk__in=named).update(object_id=None, object_repr="", change_message="")


def saying(words: Iterable[str]) -> Callable[[str], bool]:
    """Whether a text says one of these words as a whole: ``an@x.nl`` does not stand in ``jan@x.nl``."""
    alternatives = "|".join(re.escape(word) for word in words)
    if not alternatives:
        return lambda text: False
    whole = re.compile(rf"(?<![\w.+-])(?:{alternatives})(?!\.?[\w-])", re.IGNORECASE)
    return lambda text: bool(whole.search(text))


def _jobs_that_may_say(words: Iterable[str]) -> QuerySet[DBTaskResult]:
    """Jobs in which one of these words stands, as a whole or as a part of another."""
    parts = (Cast(name, TextField()) for name in ("args_kwargs", "return_value", "traceback"))
    separated = [piece for part in parts for piece in (part, Value(" "))]
    jobs = DBTaskResult.objects.alias(said=Concat(*separated, output_field=TextField()))
    may_say = Q(pk__in=[])
    for word in words:
        # Not every database writes an é in JSON as itself.
        may_say |= Q(said__icontains=word) | Q(said__icontains=json.dumps(word)[1:-1])
    return jobs.filter(may_say).exclude(status=TaskResultStatus.RUNNING)


def _everything_in(job: DBTaskResult) -> str:
    return _strings_in([job.args_kwargs, job.return_value, job.traceback])


def _strings_in(value: object) -> str:
    """All text in a structure as it was written, not as JSON would write it."""
    if isinstance(value, dict):
        return " ".join(_strings_in(item) for pair in value.items() for item in pair)
    if isinstance(value, list | tuple):
        return " ".join(_strings_in(item) for item in value)
    return str(value)


def _delete(jobs: Iterable[UUID]) -> int:
    return DBTaskResult.objects.filter(pk__in=list(jobs)).delete()[0]

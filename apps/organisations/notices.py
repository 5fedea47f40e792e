"""Messages on somebody's own page: which kinds there are, what each says, and reading them.

A row keeps its kind and the names in it; the sentence is made when it is read, in the language of the reader.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from apps.organisations.models import Notice, User

_kinds: dict[str, str | Promise] = {}


def notice_kind(kind: str, sentence: str | Promise) -> None:
    """Say what a kind of message tells; a second sentence takes the place of the first.

    Args:
        sentence: lazily translated, with ``%(name)s`` for what its context holds.
    """
    _kinds[kind] = sentence


def sentence(kind: str, context: Mapping[str, str | int]) -> str:
    """What a message says, with its names filled in.

    Raises:
        KeyError: a kind that nobody registered, or a name that the context lacks.
    """
    return str(_kinds[kind]) % context


def in_words(notice: Notice) -> str:
    """The same for a row. One of a kind that no longer exists says to look at its page."""
    if notice.kind not in _kinds:
        return _("Something happened. Open the page to see what.")
    return sentence(notice.kind, notice.context)


def is_local(path: str) -> bool:
    """Whether a path stays within this site: nobody is led to another one by a message here."""
    return path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)


def notices() -> QuerySet[Notice]:
    """Messages of everybody, in every firm: they belong to a person, and are read outside any firm."""
    return QuerySet(Notice)


def notices_of(user: User) -> QuerySet[Notice]:
    """What somebody was told, the newest first. One query."""
    return notices().filter(user=user).order_by("-created_at", "id")


def unread_of(path: str) -> dict[str, Coalesce]:
    """``unread_notices`` for a query that comes across a person, so that the header costs no query.

    Args:
        path: how that query comes to her: empty in a query on people, else ending in ``__``.
    """
    hers = notices().filter(user=OuterRef(f"{path}pk"), read_at__isnull=True).order_by()
    number = hers.values("user").annotate(number=Count("pk")).values("number")
    return {"unread_notices": Coalesce(Subquery(number, output_field=IntegerField()), 0)}


def unread_number(user: User) -> int:
    """How many messages wait. No query for who is logged in by a session, else one."""
    known = getattr(user, "unread_notices", None)
    return notices_of(user).filter(read_at__isnull=True).count() if known is None else known

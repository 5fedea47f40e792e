"""Everything the application knows about one person (AVG art. 15 and 20), found by walking the tables.

What is about her comes whole. What she wrote in a firm belongs to that firm: of that only stands where and
when she did it, so that nobody who left a firm takes its answers along.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.contrib.sessions.models import Session
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django_scopes import scopes_disabled

from apps.organisations.models import Organisation, User
from apps.organisations.records import PersonLink, as_record, person_links, tables

FORMAT = "werkbalans-person-1"

# What says which thing it was, without saying what stands in it.
NAMES_OF_THINGS = (
    "code",
    "slug",
    "key",
    "subtheme",
    "factor_code",
    "kind",
    "action",
    "subject",
    "as_role",
    "year",
)


def export_person(*, user: User) -> bytes:
    """Everything about a person as JSON; passwords, keys and codes to come in are left out.

    Needs no scope, and crosses firms on purpose: only rows that lead to this person are read.
    Two queries, and one for each way in which a table leads to a person.
    """
    with scopes_disabled():
        content = {
            "format": FORMAT,
            "made_at": timezone.now(),
            "account": {**as_record(user), "groups": [group.name for group in user.groups.all()]},
            "sessions_end_at": [session.expire_date for session in sessions_of(user)],
            "invitations_to_you": list(_sent_to(mailboxes_of(user))),
            "about_you": _walk(user, is_hers=True),
            "done_by_you": _walk(user, is_hers=False),
        }
    return (json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2) + "\n").encode()


def mailboxes_of(user: User) -> list[str]:
    """Every e-mail address that an account has or wants to have, in lower case. One query."""
    added = user.emailaddress_set.values_list("email", flat=True)
    return sorted({user.email.lower(), *(email.lower() for email in added)})


def sessions_of(user: User) -> Iterator[Session]:
    """The places where somebody is logged in. Reads all sessions: who a session is of stands inside it."""
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            yield session


def _walk(user: User, *, is_hers: bool) -> dict[str, list[dict[str, Any]]]:
    """Rows by table and by what ties them to her, for example ``rie.Answer.updated_by``."""
    found = {}
    for link in person_links():
        if link.is_hers is is_hers:
            describe = as_record if is_hers else _reference
            rows = [_with_firm(row, describe(row)) for row in _rows(link, user).iterator(chunk_size=500)]
            if rows:
                found[f"{link.model._meta.label}.{link.path.removesuffix('__user')}"] = rows
    return found


def _rows(link: PersonLink, user: User) -> models.QuerySet:
    """The rows that lead to her, with the things they are about (small: a factor, a firm)."""
    shown = [field.name for field in link.model._meta.concrete_fields if _is_named(field)]
    return link.model._base_manager.filter(**{link.path: user.pk}).select_related(*shown).order_by("pk")


def _sent_to(mailboxes: list[str]) -> Iterator[dict[str, Any]]:
    """Rows of other tables that name one of her mailboxes: invitations she may not have accepted yet."""
    linked = {link.model for link in person_links() if link.is_hers}
    for model in tables():
        columns = [
            field.name for field in model._meta.concrete_fields if isinstance(field, models.EmailField)
        ]
        if not columns or model in linked or model is User:
            continue
        named = models.Q()
        for column in columns:
            named |= models.Q(**{f"{column}__in": mailboxes})
        yield from (_with_firm(row, as_record(row)) for row in model._base_manager.filter(named))


def _reference(row: models.Model) -> dict[str, Any]:
    """Which row it is, when something happened to it, and what it is about."""
    record: dict[str, Any] = {"id": row.pk}
    for field in row._meta.concrete_fields:
        value = field.value_from_object(row)
        if field.name in NAMES_OF_THINGS or isinstance(field, models.DateTimeField):
            record[field.name] = value
        elif _is_named(field) and value is not None:
            record[field.name] = _name_of(getattr(row, field.name))
    return record


def _with_firm(row: models.Model, record: dict[str, Any]) -> dict[str, Any]:
    """Say the name of a firm beside its id: an id alone tells her nothing."""
    firm = getattr(row, "organisation", None)
    return (
        {**record, "organisation": {"id": firm.pk, "name": firm.name}}
        if isinstance(firm, Organisation)
        else record
    )


def _is_named(field: models.Field) -> bool:
    """Whether a field points at something with a name of its own that is no text of a firm."""
    target = field.related_model if field.remote_field else None
    if target is None or not isinstance(target, type):
        return False
    names = {column.name for column in target._meta.concrete_fields}
    return target is Organisation or bool(names & {"code", "slug", "key"})


def _name_of(thing: models.Model) -> dict[str, Any]:
    named = ("code", "slug", "key", "name") if isinstance(thing, Organisation) else ("code", "slug", "key")
    return {"id": thing.pk, **{name: getattr(thing, name) for name in named if hasattr(thing, name)}}

"""What the tables hold about a firm and about a person, found by looking at the models themselves.

So that a table that is added later comes along by itself in every export, and cannot be forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.fields.files import FileField

from apps.organisations.models import Membership, User
from apps.organisations.validators import validate_plain_text

# Never handed out, not even to whom it belongs: who holds it can come in.
SECRET = re.compile(r"password|secret|token|session_key|^key$|^data$")
# What a letter says: it may hold a link with which the receiver, and nobody else, may come in.
SECRET_OF = {"organisations.Letter": {"text", "html", "headers"}}
# What people are called by, in whichever table.
NAMES = re.compile(r"(^|_)name$|^prevention_officer$|^actor_label$")


@dataclass(frozen=True)
class PersonLink:
    """``path`` leads from a row of ``model`` to a person.

    ``is_hers``: the row is about her and goes with her account. Otherwise it belongs to the firm (or to
    somebody else), and only says that she did it.
    """

    model: type[models.Model]
    path: str
    is_hers: bool


def tables() -> list[type[models.Model]]:
    """Every model of the project and of the packages that keeps rows of its own, by name."""
    found = (model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy)
    return sorted(found, key=lambda model: model._meta.label)


def links_to(model: type[models.Model], target: type[models.Model]) -> Iterator[models.ForeignKey]:
    """The fields with which a row of ``model`` points at a row of ``target``."""
    return (
        field for field in model._meta.concrete_fields if field.remote_field and field.related_model is target
    )


def person_links() -> list[PersonLink]:
    """Every way in which a row is tied to a person: straight, or through her membership of a firm."""
    found = []
    for model in tables():
        found += [PersonLink(model, field.name, _goes_along(field)) for field in links_to(model, User)]
        found += [PersonLink(model, f"{field.name}__user", False) for field in links_to(model, Membership)]
    return found


def _goes_along(field: models.ForeignKey) -> bool:
    return field.remote_field.on_delete is models.CASCADE


def personal_models() -> list[type[models.Model]]:
    """Every model that may say something about a person: by a link, a mailbox, a name, or free text."""
    linked = {link.model for link in person_links()}
    return [
        model
        for model in tables()
        if not model._meta.auto_created
        and (model in linked or any(map(_is_personal, model._meta.concrete_fields)))
    ]


def _is_personal(field: models.Field) -> bool:
    if isinstance(field, models.EmailField) or validate_plain_text in field.validators:
        return True
    is_ours = field.model.__module__.startswith("apps.")
    return is_ours and bool(NAMES.search(field.name))


def shown_fields(model: type[models.Model] | models.Model) -> list[models.Field]:
    """The fields of a model, or of a row, that may leave the house: all but secrets."""
    secret = SECRET_OF.get(model._meta.label, ())
    return [
        field
        for field in model._meta.concrete_fields
        if not SECRET.search(field.name) and field.name not in secret
    ]


def file_fields(model: type[models.Model]) -> list[FileField]:
    """The fields of a model that hold a file."""
    return [field for field in model._meta.concrete_fields if isinstance(field, FileField)]


def as_record(row: models.Model) -> dict[str, Any]:
    """A row as plain values by field name, secrets left out; a link is the id it points at."""
    return {field.name: _plain(field, row) for field in shown_fields(row)}


def _plain(field: models.Field, row: models.Model) -> Any:
    value = field.value_from_object(row)
    return value.name if isinstance(field, FileField) else value

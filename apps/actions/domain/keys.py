"""Rows whose id comes from a form, so that sending it twice saves it once."""

from __future__ import annotations

from uuid import uuid4

from django.db import IntegrityError, models, transaction


def insert_with_own_key(row: models.Model) -> None:
    """Save a new row. An id from a form that is in use elsewhere (in another firm) is replaced."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        row.pk = uuid4()
        row.save(force_insert=True)

"""Texts that a practice uses again: add, change, delete. Of the practice, not of a firm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from apps.actions.domain.keys import insert_with_own_key
from apps.organisations.merging import Merge, merge
from apps.organisations.models import Practice
from apps.review.models import TextBlock

EDITABLE_FIELDS = ("title", "criterion", "text")


def block_values(block: TextBlock) -> dict[str, Any]:
    """The fields of a text block that people fill in, by name."""
    return {name: getattr(block, name) for name in EDITABLE_FIELDS}


@transaction.atomic
def add_text_block(*, practice: Practice, key: UUID, title: str, criterion: str, text: str) -> TextBlock:
    """Keep a text for every adviser of the practice.

    Args:
        key: id of the text, from the page, so that a double click makes one.
        criterion: for which criterion it is offered; empty for any.

    Raises:
        ValidationError: the practice has a text with this name; under ``title``.
    """
    _lock(practice)
    known = TextBlock.objects.filter(pk=key, practice=practice).first()
    if known is not None:
        return known
    block = TextBlock(pk=key, practice=practice, title=title, criterion=criterion, text=text)
    _check_title(block, title)
    insert_with_own_key(block)
    return block


@transaction.atomic
def change_text_block(*, block: TextBlock, seen: Mapping[str, str], typed: Mapping[str, Any]) -> Merge:
    """Save the changed fields, all or none; what a colleague changed meanwhile is a conflict.

    Raises:
        ValidationError: the practice has another text with this name; under ``title``.
        TextBlock.DoesNotExist: a colleague deleted it.
    """
    _lock(block.practice)
    block.refresh_from_db(fields=[*EDITABLE_FIELDS, "row_version"])
    outcome = merge(seen=seen, stored=block_values(block), typed=typed)
    if outcome.changes and not outcome.conflicts:
        _check_title(block, outcome.changes.get("title", block.title))
        TextBlock.objects.filter(pk=block.pk).update(**outcome.changes, row_version=F("row_version") + 1)
    return outcome


def drop_text_block(*, block: TextBlock) -> None:
    """Delete a text. Findings in which it was used keep their words."""
    TextBlock.objects.filter(pk=block.pk).delete()


def _lock(practice: Practice) -> None:
    Practice.objects.select_for_update().get(pk=practice.pk)


def _check_title(block: TextBlock, title: str) -> None:
    others = TextBlock.objects.filter(practice_id=block.practice_id, title__iexact=title)
    if others.exclude(pk=block.pk).exists():
        raise ValidationError({"title": _("Your practice has a text with this name already.")})

"""Remarks about an action: written once, never changed; who wrote one may take it back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from apps.actions.domain.keys import insert_with_own_key
from apps.actions.domain.plan import lock_open_dossier
from apps.actions.models import Action, ActionComment
from apps.organisations.models import User


class NotYoursError(Exception):
    """Somebody else wrote this remark."""


@transaction.atomic
def add_comment(*, action: Action, text: str, user: User, key: UUID) -> ActionComment:
    """Write a remark with an action.

    Args:
        text: checked by ``validate_plain_text``, not empty.
        key: id of the remark, from the page, so that a double click writes it once.

    Raises:
        DossierClosedError: the dossier is closed.
    """
    lock_open_dossier(action.dossier)
    known = ActionComment.objects.filter(pk=key, action=action).first()
    if known is not None:
        return known
    comment = ActionComment(pk=key, organisation_id=action.organisation_id, action=action, text=text, by=user)
    insert_with_own_key(comment)
    return comment


@transaction.atomic
def remove_comment(*, comment: ActionComment, user: User) -> None:
    """Take back a remark of one's own.

    Raises:
        DossierClosedError: the dossier is closed.
        NotYoursError: somebody else wrote it.
    """
    lock_open_dossier(comment.action.dossier)
    if comment.by_id != user.pk:
        raise NotYoursError
    ActionComment.objects.filter(pk=comment.pk).delete()

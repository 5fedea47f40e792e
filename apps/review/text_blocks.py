"""Reads on the texts of a practice."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from apps.organisations.models import Practice, User
from apps.review.models import TextBlock


def text_blocks_of(practice: Practice) -> QuerySet[TextBlock]:
    """The texts of a practice, by name. One query."""
    return TextBlock.objects.filter(practice=practice).order_by("title", "id")


def own_practice(user: User, practice_id: UUID) -> Practice | None:
    """A practice that works and that this person is an adviser of. One query."""
    practices = Practice.objects.filter(memberships__user=user, closed_at__isnull=True)
    return practices.filter(pk=practice_id).first()

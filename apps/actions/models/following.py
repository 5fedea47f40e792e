"""What people keep with an action while they carry it out: steps, remarks, and a calendar to follow it in."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from apps.actions.models.action import Action
from apps.organisations.models import Membership, Organisation, User
from apps.organisations.validators import MAX_TEXT_LENGTH, validate_plain_text


class ActionStep(models.Model):
    """One step of the checklist of an action; ``done_at`` is empty until it is ticked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    action = models.ForeignKey(Action, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("Step"), max_length=200, validators=[validate_plain_text])
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="action_step_has_words")]

    def __str__(self) -> str:
        return self.text


class ActionComment(models.Model):
    """A remark about an action. Never changed; who wrote it may take it back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    action = models.ForeignKey(Action, models.CASCADE, related_name="comments")
    text = models.TextField(
        _("Your remark"),
        max_length=MAX_TEXT_LENGTH,
        validators=[validate_plain_text],
        help_text=_("No names and nothing about anyone's health."),
    )
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="action_comment_has_words")]


class CalendarFeed(models.Model):
    """A private address at which a calendar program reads the plan: of one member, or of the whole firm.

    Only a hash of the token is kept. ``member`` says whose actions; ``is_whole_firm`` that it is all of them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    member = models.ForeignKey(Membership, models.CASCADE, related_name="calendar_feeds")
    is_whole_firm = models.BooleanField(default=False)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_read_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "member",
                "is_whole_firm",
                name="one_open_feed_of_a_kind",
                condition=Q(revoked_at__isnull=True),
            )
        ]

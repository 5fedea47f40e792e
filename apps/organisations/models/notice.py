"""What happened for somebody, on her own page, beside the letter about it."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from apps.organisations.models.organisation import Organisation
from apps.organisations.models.people import User


class Notice(models.Model):
    """One line in somebody's inbox. What it says is made when it is read, from ``kind`` and ``context``.

    ``key`` says what makes it this notice, so that a turn taken twice tells once. ``path``: the page it is
    about, within this site.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="notices")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    context = models.JSONField(default=dict, blank=True)
    path = models.CharField(max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        verbose_name, verbose_name_plural = _("notice"), _("notices")
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["user", "read_at"], name="unread_notices")]
        constraints = [models.UniqueConstraint("user", "key", name="notice_told_once")]

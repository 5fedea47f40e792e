"""Frozen copies of a dossier: what a works council and an adviser read, whatever changes afterwards."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from apps.organisations.models import Organisation, User
from apps.rie.models import Dossier


class FrozenError(TypeError):
    """A version is never changed and never deleted on its own."""


class VersionQuerySet(models.QuerySet):
    """Rows are written once; only the end of the dossier removes them."""

    def update(self, **fields: Any) -> int:
        raise FrozenError("A frozen version is never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise FrozenError("A frozen version goes with its dossier only.")


class Version(models.Model):
    """A dossier as it was at one moment: canonical JSON and its SHA-256.

    ``content`` is text, not a JSON column: what was hashed is kept to the byte. The same content is frozen
    once. ``number`` counts within the dossier from 1.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = ScopedManager(
        organisation="organisation", _manager_class=models.Manager.from_queryset(VersionQuerySet)
    )

    class Meta:
        verbose_name, verbose_name_plural = _("frozen version"), _("frozen versions")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint("dossier", "number", name="version_number_once"),
            models.UniqueConstraint("dossier", "sha256", name="same_content_frozen_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_numbers_from_one"),
            models.CheckConstraint(condition=~Q(content="") & ~Q(sha256=""), name="version_has_content"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier} · {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row, once.

        Raises:
            FrozenError: it is written already.
        """
        if not self._state.adding:
            raise FrozenError("A frozen version is never changed.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise FrozenError("A frozen version goes with its dossier only.")

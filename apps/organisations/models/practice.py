"""Advisers work in a practice; a dossier is shared with the practice, not with a person."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.organisations.models.organisation import Sector
from apps.organisations.models.people import User
from apps.organisations.validators import validate_plain_text


class Practice(models.Model):
    """An adviser practice: an occupational health service or an independent adviser. No tenant of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name of the practice"), max_length=120, validators=[validate_plain_text])
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("adviser practice"), _("adviser practices")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PracticeMembership(models.Model):
    """An adviser of a practice; one person may belong to several."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="practices")

    class Meta:
        verbose_name, verbose_name_plural = _("adviser"), _("advisers")
        constraints = [models.UniqueConstraint("practice", "user", name="adviser_once_per_practice")]

    def __str__(self) -> str:
        return f"{self.user} ({self.practice})"


class SectorManager(models.Model):
    """Somebody of a trade organisation: sees counts over at least ten firms of one sector, never one firm."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="sectors")
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)

    class Meta:
        verbose_name, verbose_name_plural = _("sector manager"), _("sector managers")
        constraints = [models.UniqueConstraint("user", "sector", name="sector_once_per_manager")]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_sector_display()})"

"""What an adviser practice gets to see."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from apps.organisations.models import Organisation, Practice, User
from apps.rie.models import Dossier


class DossierShare(models.Model):
    """A dossier opened to the advisers of one practice, from now until it is taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="shares")
    practice = models.ForeignKey(Practice, models.CASCADE, related_name="shares")
    shared_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    shared_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["-shared_at"]
        constraints = [
            models.UniqueConstraint(
                "dossier",
                "practice",
                condition=Q(withdrawn_at__isnull=True),
                name="one_open_share_per_practice",
            )
        ]

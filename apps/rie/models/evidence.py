"""Files that show that something is so."""

from __future__ import annotations

import uuid
from pathlib import PurePosixPath

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from apps.organisations.models import Organisation, User
from apps.rie.models.dossier import Dossier


def evidence_path(evidence: Evidence, filename: str) -> str:
    """A random name; of what the user called it only the extension of the checked type is kept."""
    return f"evidence/{evidence.organisation_id}/{uuid.uuid4()}{PurePosixPath(filename).suffix}"


class Evidence(models.Model):
    """A file that shows that something is arranged: a code of conduct, a roster, minutes.

    ``factor_code`` or ``action_id`` says what it belongs to. Served only to who may read the dossier.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="evidence")
    factor_code = models.CharField(max_length=10, blank=True)
    action_id = models.UUIDField(null=True, blank=True)
    file = models.FileField(upload_to=evidence_path, max_length=200)
    name = models.CharField(_("name of the file"), max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return self.name

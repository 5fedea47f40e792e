"""A report that was asked for, and the file it became."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from apps.organisations.models import Organisation, User
from apps.rie.models import Dossier


class ReportKind(models.TextChoices):
    FULL = "full", _("Full report")
    PLAN = "plan", _("Plan of action")


class ReportState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


def report_path(report: StoredReport, filename: str) -> str:
    """Where the file goes: nothing in the path can be guessed or tells what is in it."""
    return f"reports/{report.organisation_id}/{report.pk}.pdf"


class StoredReport(models.Model):
    """One report of one content. The same content is made once: see ``content_hash``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="reports")
    kind = models.CharField(max_length=10, choices=ReportKind)
    content_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0, help_text="0 to 100")
    file = models.FileField(upload_to=report_path, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)
    requested_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["-requested_at", "id"]
        constraints = [
            models.UniqueConstraint("dossier", "kind", "content_hash", name="report_made_once_per_content"),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=ReportState.READY) | ~Q(file=""), name="ready_report_has_a_file"
            ),
        ]

    @property
    def is_busy(self) -> bool:
        return self.state in (ReportState.QUEUED, ReportState.RUNNING)

"""A report that was asked for, and the file it became."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from apps.organisations.models import Organisation, User
from apps.review.models import Submission
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
    selection = models.CharField(
        max_length=500,
        blank=True,
        help_text="which part of the plan, as an address asks it; empty: all of it",
    )
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


class PlanImport(models.Model):
    """A spreadsheet that was read back, waiting for somebody to say that its changes are right.

    ``lines`` holds what was understood of it: per row the action (or none for a new one), the new values and
    the fingerprints of what the sheet was made from. The file itself is not kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="plan_imports")
    file_name = models.CharField(max_length=150)
    lines = models.JSONField(default=list)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["-at", "id"]


def template_path(template: DocumentTemplate, filename: str) -> str:
    return f"templates/{template.organisation_id}/{uuid.uuid4()}.docx"


class DocumentTemplate(models.Model):
    """The Word file a firm uses for its report instead of ours. One per firm; checked when it is added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="document_template")
    file = models.FileField(upload_to=template_path, max_length=200)
    name = models.CharField(_("name of the file"), max_length=150)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(organisation="organisation")


def frozen_path(frozen: FrozenReport, filename: str) -> str:
    return f"versions/{frozen.organisation_id}/{frozen.pk}.pdf"


class FrozenReport(models.Model):
    """The report of a submitted version as plain values: canonical JSON and its SHA-256.

    What is printed of that version later comes from here, to the byte, whatever the firm or the program
    changed since. The content is written once. ``file`` is the PDF of it, made when somebody first asks;
    until then ``state`` is empty.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    submission = models.OneToOneField(Submission, models.CASCADE, related_name="frozen_report")
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=ReportState, blank=True)
    file = models.FileField(upload_to=frozen_path, blank=True)
    requested_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="") | Q(state__in=ReportState.values), name="frozen_report_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.READY) | ~Q(file=""), name="ready_frozen_report_has_a_file"
            ),
        ]

    @property
    def is_busy(self) -> bool:
        return self.state in (ReportState.QUEUED, ReportState.RUNNING)


def sealed_path(sealed: SealedReport, filename: str) -> str:
    return f"reviews/{sealed.organisation_id}/{sealed.pk}.pdf"


class SealedReport(models.Model):
    """The toetsverslag of a concluded round: a PDF with a digital seal, made once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    submission = models.OneToOneField(Submission, models.CASCADE, related_name="sealed_report")
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.QUEUED)
    file = models.FileField(upload_to=sealed_path, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    requested_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ReportState.values), name="sealed_report_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.READY) | ~Q(file="") & ~Q(sha256=""),
                name="ready_sealed_report_has_a_file",
            ),
        ]

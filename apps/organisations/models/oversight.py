"""Who else looked: help from the platform for a limited time, and the record of everything done and seen."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from apps.organisations.models.organisation import Organisation
from apps.organisations.models.people import User
from apps.organisations.validators import validate_plain_text


class SupportGrant(models.Model):
    """A firm lets platform administrators look at its dossiers until ``ends_at``, to help."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="support_grants")
    reason = models.CharField(
        _("What do you need help with?"), max_length=300, validators=[validate_plain_text]
    )
    granted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        verbose_name, verbose_name_plural = _("permission to look along"), _("permissions to look along")
        ordering = ["-granted_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("granted_at")), name="support_grant_ends_later")
        ]


class AuditKind(models.TextChoices):
    LOOKED = "looked", _("looked at")
    DID = "did", _("did")
    REFUSED = "refused", _("refused")


class AuditQuerySet(models.QuerySet):
    """Rows are written once. Only the end of a firm or of the time they are kept removes them."""

    def update(self, **fields: Any) -> int:
        raise TypeError("An audit event is never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("An audit event is never deleted on its own; see domain.retention.")


class AuditEvent(models.Model):
    """Who did or looked at what, when. Carries names of things (a page, a code), never what people wrote.

    ``actor`` is empty for a job of the application itself; ``actor_label`` then names the job, and keeps
    the name of a person whose account is gone. ``action`` is the name of a page or verb (``rie:answer``),
    ``subject`` what it was about (``W43``, ids), ``as_role`` in which role (``job`` for a job).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    actor_label = models.CharField(max_length=150)
    as_role = models.CharField(max_length=20)
    kind = models.CharField(max_length=7, choices=AuditKind)
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=120, blank=True)

    objects = ScopedManager(
        organisation="organisation", _manager_class=models.Manager.from_queryset(AuditQuerySet)
    )

    class Meta:
        ordering = ["-at", "id"]
        indexes = [models.Index(fields=["organisation", "-at"], name="audit_of_firm")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AuditKind.values), name="audit_kind_is_known")
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row, once.

        Raises:
            TypeError: it is written already.
        """
        if not self._state.adding:
            raise TypeError("An audit event is never changed.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("An audit event is never deleted on its own; see domain.retention.")


class ScheduledRun(models.Model):
    """A job that must run once a day did (or does) so: the row is the lock, also between two workers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    job = models.CharField(max_length=60)
    due_on = models.DateField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("daily job"), _("daily jobs")
        ordering = ["-due_on", "job"]
        constraints = [models.UniqueConstraint("job", "due_on", name="job_once_a_day")]

    def __str__(self) -> str:
        return f"{self.job} {self.due_on}"

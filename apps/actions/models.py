"""The plan of action: what the firm decides to do about its risks."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from apps.organisations.models import Membership, Organisation, User
from apps.organisations.validators import MAX_TEXT_LENGTH, validate_plain_text
from apps.rie.models import Dossier, Factor, Measure
from apps.rie.models.answer import PriorityChoice


class ActionStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


class Action(models.Model):
    """One line of the plan. ``measure`` is empty for an action the firm thought of itself.

    ``measure_code`` names a measure once per plan, so that a double click cannot add it twice.
    The term is law (Arbowet art. 5 lid 3), hence ``due_on`` is required; the owner is practice.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="actions")
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, blank=True, related_name="+")
    factors = models.ManyToManyField(Factor, through="ActionFactor", related_name="+")
    title = models.CharField(_("What are you going to do?"), max_length=200, validators=[validate_plain_text])
    description = models.TextField(
        _("How?"), blank=True, max_length=MAX_TEXT_LENGTH, validators=[validate_plain_text]
    )
    owner = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Who (member)")
    )
    owner_name = models.CharField(
        _("Who"),
        max_length=120,
        blank=True,
        validators=[validate_plain_text],
        help_text=_("A job or a name."),
    )
    budget = models.DecimalField(
        _("Budget in euros"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    start_on = models.DateField(_("Start"), null=True, blank=True)
    due_on = models.DateField(_("Done by"))
    evaluate_on = models.DateField(_("Look back on"), null=True, blank=True)
    residual_priority = models.CharField(
        _("What risk remains after this?"), max_length=10, choices=PriorityChoice, blank=True
    )
    status = models.CharField(_("status"), max_length=12, choices=ActionStatus, default=ActionStatus.PLANNED)
    status_note = models.TextField(
        _("Why is it cancelled?"), blank=True, max_length=MAX_TEXT_LENGTH, validators=[validate_plain_text]
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["due_on", "created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "dossier", "measure", name="measure_once_per_plan", condition=Q(measure__isnull=False)
            ),
            models.CheckConstraint(
                condition=Q(status__in=ActionStatus.values), name="action_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | Q(budget__gte=0), name="action_budget_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(start_on__isnull=True) | Q(due_on__gte=F("start_on")),
                name="action_due_not_before_start",
            ),
            models.CheckConstraint(
                condition=~Q(status=ActionStatus.CANCELLED) | ~Q(status_note=""),
                name="cancelled_action_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def owner_label(self) -> str:
        """Who carries it out, in words; empty when nobody is named yet."""
        return str(self.owner.user) if self.owner else self.owner_name


class ActionFactor(models.Model):
    """An action takes on a risk."""

    organisation = models.ForeignKey(Organisation, models.CASCADE)
    action = models.ForeignKey(Action, models.CASCADE, related_name="links")
    factor = models.ForeignKey(Factor, models.PROTECT, related_name="+")

    objects = ScopedManager(organisation="organisation")

    class Meta:
        constraints = [models.UniqueConstraint("action", "factor", name="factor_once_per_action")]


class EventKind(models.TextChoices):
    CREATED = "created", _("added to the plan")
    CHANGED = "changed", _("changed")
    STATUS = "status", _("status changed")


class ActionEvent(models.Model):
    """The history of an action: who did what, when. Append-only."""

    organisation = models.ForeignKey(Organisation, models.CASCADE)
    action = models.ForeignKey(Action, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=EventKind)
    changes = models.JSONField(default=dict, help_text="field → [before, after]")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["at", "pk"]


class LeftOutMeasure(models.Model):
    """A proposed measure that the firm does not want; a new proposal looks for another one."""

    organisation = models.ForeignKey(Organisation, models.CASCADE)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="left_out_measures")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        constraints = [models.UniqueConstraint("dossier", "measure", name="measure_left_out_once")]


class SettledRisk(models.Model):
    """A risk the firm takes no measure against, with the reason the report prints."""

    organisation = models.ForeignKey(Organisation, models.CASCADE)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="settled_risks")
    factor = models.ForeignKey(Factor, models.PROTECT, related_name="+")
    reason = models.TextField(
        _("Why do you take no measure?"), max_length=MAX_TEXT_LENGTH, validators=[validate_plain_text]
    )
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        constraints = [
            models.UniqueConstraint("dossier", "factor", name="risk_settled_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="settled_risk_has_a_reason"),
        ]

"""One line of the plan of action, the risks it takes on and its history."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from apps.organisations.models import Department, Membership, Organisation, User
from apps.organisations.validators import MAX_TEXT_LENGTH, validate_plain_text
from apps.rie.models import Dossier, Factor, Measure
from apps.rie.models.answer import PriorityChoice


class ActionStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    EVALUATED = "evaluated", _("Looked back on")
    CANCELLED = "cancelled", _("Cancelled")


CARRIED_OUT = (ActionStatus.DONE, ActionStatus.EVALUATED)
OVER = (*CARRIED_OUT, ActionStatus.CANCELLED)


class Repetition(models.IntegerChoices):
    """After how many months an action comes back."""

    MONTHLY = 1, _("every month")
    QUARTERLY = 3, _("every three months")
    HALF_YEARLY = 6, _("every half year")
    YEARLY = 12, _("every year")
    TWO_YEARLY = 24, _("every two years")


class Action(models.Model):
    """One line of the plan. ``measure`` is empty for an action the firm thought of itself.

    A measure stands once in a plan, so that a double click cannot add it twice; a repetition of an action
    (``is_repetition``) may carry the same measure again. The term is law (Arbowet art. 5 lid 3), hence
    ``due_on`` is required; the owner is practice. The owner is a member (``owner``), or a name with an
    e-mail address if she wants reminders. ``done_on`` and ``evaluated_on`` go with the status.
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
    owner_email = models.EmailField(
        _("E-mail address"), blank=True, help_text=_("Only if this person should get reminders.")
    )
    co_owners = models.ManyToManyField(Membership, through="ActionCoOwner", related_name="+")
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Department")
    )
    budget = models.DecimalField(
        _("Budget in euros"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    spent = models.DecimalField(
        _("Spent so far in euros"),
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
    depends_on = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="followers",
        verbose_name=_("Can start after"),
    )
    repeat_every = models.PositiveSmallIntegerField(
        _("Does it come back?"), choices=Repetition, null=True, blank=True
    )
    is_repetition = models.BooleanField(default=False)
    result = models.TextField(
        _("What came out of it?"), blank=True, max_length=MAX_TEXT_LENGTH, validators=[validate_plain_text]
    )
    done_on = models.DateField(_("Done on"), null=True, blank=True)
    evaluated_on = models.DateField(_("Looked back on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["due_on", "created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "dossier",
                "measure",
                name="measure_once_per_plan",
                condition=Q(measure__isnull=False, is_repetition=False),
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
            models.CheckConstraint(
                condition=Q(spent__isnull=True) | Q(spent__gte=0), name="action_spent_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(status__in=CARRIED_OUT, done_on__isnull=False)
                | Q(done_on__isnull=True) & ~Q(status__in=CARRIED_OUT),
                name="carried_out_action_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(status=ActionStatus.EVALUATED, evaluated_on__isnull=False)
                | Q(evaluated_on__isnull=True) & ~Q(status=ActionStatus.EVALUATED),
                name="evaluated_action_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(repeat_every__isnull=True) | Q(repeat_every__in=Repetition.values),
                name="action_repeats_as_known",
            ),
            models.CheckConstraint(
                condition=Q(depends_on__isnull=True) | ~Q(depends_on=F("pk")), name="action_not_after_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def owner_label(self) -> str:
        """Who carries it out, in words; empty when nobody is named yet."""
        return str(self.owner.user) if self.owner else self.owner_name

    @property
    def is_over(self) -> bool:
        """Whether nothing needs to be done any more: carried out, or cancelled."""
        return self.status in OVER

    @property
    def is_carried_out(self) -> bool:
        return self.status in CARRIED_OUT

    def is_late(self, today: date) -> bool:
        """Overdue is derived, never stored: still to do and past its term."""
        return not self.is_over and self.due_on < today


class ActionFactor(models.Model):
    """An action takes on a risk."""

    organisation = models.ForeignKey(Organisation, models.CASCADE)
    action = models.ForeignKey(Action, models.CASCADE, related_name="links")
    factor = models.ForeignKey(Factor, models.PROTECT, related_name="+")

    objects = ScopedManager(organisation="organisation")

    class Meta:
        constraints = [models.UniqueConstraint("action", "factor", name="factor_once_per_action")]


class ActionCoOwner(models.Model):
    """Somebody who carries out an action together with its owner."""

    organisation = models.ForeignKey(Organisation, models.CASCADE)
    action = models.ForeignKey(Action, models.CASCADE, related_name="co_owner_links")
    member = models.ForeignKey(Membership, models.CASCADE, related_name="+")

    objects = ScopedManager(organisation="organisation")

    class Meta:
        constraints = [models.UniqueConstraint("action", "member", name="co_owner_once_per_action")]


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

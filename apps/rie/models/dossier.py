"""The dossier: one RI&E of one organisation, on one version of the instrument."""

from __future__ import annotations

import uuid

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from apps.organisations.models import MAX_PEOPLE, Organisation
from apps.organisations.validators import MAX_TEXT_LENGTH, validate_plain_text
from apps.rie.models.instrument import Instrument


class DossierState(models.TextChoices):
    """Where a dossier stands; that something changed after the review is worked out, not stored."""

    DRAFT = "draft", _("Being filled in")
    SUBMITTED = "submitted", _("With the adviser")
    RETURNED = "returned", _("Back with findings")
    REVIEWED = "reviewed", _("Reviewed, with advice")
    ARCHIVED = "archived", _("Closed")


# The firm goes on with its RI&E while an adviser reads a frozen version of it.
OPEN_STATES = (
    DossierState.DRAFT,
    DossierState.SUBMITTED,
    DossierState.RETURNED,
    DossierState.REVIEWED,
)


class Dossier(models.Model):
    """``profile`` holds the answers to the verkenning: question key → chosen option keys.

    A question answered with none of its options has ``["none"]``; an unanswered one is absent.
    ``version`` counts changes to the profile and guards it against silent overwriting.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="dossiers")
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="dossiers")
    year = models.PositiveSmallIntegerField(_("year"))
    state = models.CharField(max_length=10, choices=DossierState, default=DossierState.DRAFT)
    profile = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=DossierState.values), name="dossier_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=DossierState.ARCHIVED, archived_at__isnull=False)
                | models.Q(archived_at__isnull=True) & ~models.Q(state=DossierState.ARCHIVED),
                name="dossier_archived_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"RI&E {self.year}"

    @property
    def is_open(self) -> bool:
        """Whether answers and plan may still change."""
        return self.state in OPEN_STATES


class Consultation(models.Model):
    """How employees were heard (Arbowet art. 12; letters to parliament: at every step)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="consultation")
    participants = models.TextField(
        _("Who filled this in, and who helped?"),
        blank=True,
        max_length=MAX_TEXT_LENGTH,
        validators=[validate_plain_text],
        help_text=_("Name the job, not the person: owner, planner, shop manager."),
    )
    held_on = models.DateField(_("When did you talk with your employees?"), null=True, blank=True)
    method = models.TextField(
        _("How did you do it?"),
        blank=True,
        max_length=MAX_TEXT_LENGTH,
        validators=[validate_plain_text],
        help_text=_("For example: in the work meeting, in two groups, one by one."),
    )
    people_heard = models.PositiveIntegerField(
        _("How many employees took part?"), null=True, blank=True, validators=[MaxValueValidator(MAX_PEOPLE)]
    )
    outcome = models.TextField(
        _("What came out of it?"),
        blank=True,
        max_length=MAX_TEXT_LENGTH,
        validators=[validate_plain_text],
        help_text=_("No names and nothing about anyone's health."),
    )
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager(organisation="organisation")

    @property
    def is_recorded(self) -> bool:
        """Whether a reader can tell when, how and with what result employees were heard."""
        return bool(self.held_on and self.method and self.outcome)

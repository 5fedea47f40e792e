"""The firm and its parts."""

from __future__ import annotations

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from apps.organisations.validators import validate_kvk_number, validate_plain_text

MAX_PEOPLE = 1_000_000
MAX_HOURS = 60 * MAX_PEOPLE


class Sector(models.TextChoices):
    CONSTRUCTION = "bouw", _("Construction")
    RETAIL = "detailhandel", _("Retail")
    CARE = "zorg", _("Care")
    EDUCATION = "onderwijs", _("Education")
    HOSPITALITY = "horeca", _("Hotels, restaurants and cafés")
    ICT = "ict", _("ICT")
    INDUSTRY = "industrie", _("Industry")
    PUBLIC = "openbaar_bestuur", _("Public administration")
    TRANSPORT = "transport", _("Transport")
    OTHER = "overig", _("Another sector")


class Representation(models.TextChoices):
    """How employees are represented: decides who must consent (WOR art. 27)."""

    WORKS_COUNCIL = "or", _("Works council (OR)")
    STAFF_REPRESENTATION = "pvt", _("Staff representation (PVT)")
    NONE = "none", _("Neither: we consult the employees themselves")


class Organisation(models.Model):
    """A firm. Owns everything its members make; the tenant of the whole application.

    ``trial_ends_at``: set while somebody tries without an account; at that moment everything goes,
    unless an account has taken it over.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name of the firm"), max_length=120, validators=[validate_plain_text])
    kvk_number = models.CharField(
        _("KvK number"),
        max_length=8,
        validators=[validate_kvk_number],
        help_text=_("8 digits, as on your extract."),
    )
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    headcount = models.PositiveIntegerField(
        _("number of employees"),
        validators=[MinValueValidator(1)],
        help_text=_(
            "Count people, not full-time jobs, at all sites together. The owner-director does not count."
        ),
    )
    paid_hours_per_week = models.PositiveIntegerField(
        _("paid hours per week, everyone together"),
        validators=[MinValueValidator(1), MaxValueValidator(MAX_HOURS)],
    )
    sites = models.PositiveIntegerField(
        _("number of sites"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MAX_PEOPLE)]
    )
    representation = models.CharField(
        _("representation of employees"), max_length=5, choices=Representation, default=Representation.NONE
    )
    prevention_officer = models.CharField(
        _("prevention officer"),
        max_length=120,
        blank=True,
        validators=[validate_plain_text],
        help_text=_("Who looks after health and safety here. Up to 25 employees this may be you."),
    )
    occupational_health_service = models.CharField(
        _("occupational health service or company doctor"),
        max_length=120,
        blank=True,
        validators=[validate_plain_text],
    )
    created_at = models.DateTimeField(auto_now_add=True)
    trial_ends_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("firm"), _("firms")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(headcount__gte=1), name="organisation_has_employees"),
            models.CheckConstraint(
                condition=models.Q(sector__in=Sector.values), name="organisation_sector_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A part of the firm. Never removed once it exists: answers keep pointing at it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="departments")
    name = models.CharField(_("name"), max_length=80, validators=[validate_plain_text])
    headcount = models.PositiveIntegerField(
        _("number of employees"), validators=[MinValueValidator(1), MaxValueValidator(MAX_PEOPLE)]
    )
    is_active = models.BooleanField(default=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("organisation", "name", name="department_name_once_per_organisation"),
        ]

    def __str__(self) -> str:
        return self.name

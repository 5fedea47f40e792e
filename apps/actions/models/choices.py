"""What the firm decided not to do, and why: measures that do not fit, risks without a measure."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from apps.organisations.models import Organisation, User
from apps.organisations.validators import MAX_TEXT_LENGTH, validate_plain_text
from apps.rie.models import Dossier, Factor, Measure


class MisfitReason(models.TextChoices):
    """Why a measure does not fit. Counted, so that a proposal can be steered."""

    TOO_MUCH_WORK = "too_much_work", _("Too much work")
    TOO_EXPENSIVE = "too_expensive", _("Too expensive")
    NOT_OUR_WORK = "not_our_work", _("Does not fit our work")
    TRIED = "tried", _("We tried it and it did not help")
    HAVE_IT = "have_it", _("We do this already, in another way")
    NO_SUPPORT = "no_support", _("Employees do not want it")
    OTHER = "other", _("Another reason")


class LeftOutMeasure(models.Model):
    """A proposed measure that the firm does not want; a new proposal looks for another one.

    ``reason`` is empty for a measure that was unticked in a proposal, without a word about why.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="left_out_measures")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="+")
    reason = models.CharField(_("Why does it not fit?"), max_length=15, choices=MisfitReason, blank=True)
    note = models.TextField(
        _("What do you want to remember about it?"),
        blank=True,
        max_length=MAX_TEXT_LENGTH,
        validators=[validate_plain_text],
    )
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        constraints = [
            models.UniqueConstraint("dossier", "measure", name="measure_left_out_once"),
            models.CheckConstraint(
                condition=Q(reason="") | Q(reason__in=MisfitReason.values), name="misfit_reason_is_known"
            ),
        ]


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

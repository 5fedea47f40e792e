"""What an employer says about one risk factor, and what she makes of its priority."""

from __future__ import annotations

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes import ScopedManager

from apps.organisations.models import Organisation, User
from apps.organisations.validators import MAX_TEXT_LENGTH, validate_plain_text
from apps.rie.models.dossier import Dossier
from apps.rie.models.instrument import Factor


class VerdictChoice(models.TextChoices):
    IN_ORDER = "in_order", _("In order")
    PARTLY = "partly", _("Partly")
    NOT_IN_ORDER = "not_in_order", _("Not in order")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")
    TO_DISCUSS = "to_discuss", _("To discuss")


class PriorityChoice(models.TextChoices):
    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")


def scale_field(label: str) -> models.PositiveSmallIntegerField:
    """A value of a scale of 1 to 4; empty while it is not filled in (docs/scoring.md)."""
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )


def _text_field(label: str, help_text: str = "") -> models.TextField:
    return models.TextField(
        label, blank=True, max_length=MAX_TEXT_LENGTH, validators=[validate_plain_text], help_text=help_text
    )


class Answer(models.Model):
    """One factor of one dossier. A row exists from the first thing saved about the factor.

    ``version`` goes up with every save; a save names the version it started from, so that two
    people on the same page never overwrite each other (see ``domain.answers``). Scales: see
    ``apps.rie.evaluation``. The lists hold keys: special groups and measure codes of the
    instrument, department ids of the organisation.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="answers")
    factor = models.ForeignKey(Factor, models.PROTECT, related_name="+")
    verdict = models.CharField(_("verdict"), max_length=15, choices=VerdictChoice, blank=True)
    reason = _text_field(_("Why does this not apply to you?"))
    frequency = scale_field(_("How often does it happen?"))
    reach = scale_field(_("To how many people?"))
    severity = scale_field(_("How serious are the consequences?"))
    happened = models.BooleanField(_("Did it happen in the last 12 months?"), null=True, blank=True)
    special_groups = models.JSONField(_("Who is it about in particular?"), default=list, blank=True)
    departments = models.JSONField(_("In which departments?"), default=list, blank=True)
    root_cause = _text_field(_("What causes it?"))
    measures_in_place = models.JSONField(_("What do you already do?"), default=list, blank=True)
    in_place = _text_field(_("What else do you already do?"))
    note = _text_field(pgettext_lazy("answer", "Note"), _("No names and nothing about anyone's health."))
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ScopedManager(organisation="organisation")

    class Meta:
        constraints = [
            models.UniqueConstraint("dossier", "factor", name="one_answer_per_factor"),
            models.CheckConstraint(
                condition=Q(verdict="") | Q(verdict__in=VerdictChoice.values), name="answer_verdict_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(verdict=VerdictChoice.NOT_APPLICABLE) | ~Q(reason=""),
                name="not_applicable_has_a_reason",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{scale}__isnull": True}) | Q(**{f"{scale}__range": (1, 4)}),
                    name=f"answer_{scale}_on_scale",
                )
                for scale in ("frequency", "reach", "severity")
            ),
        ]


class PriorityChange(models.Model):
    """Someone gave a risk another class than the method did. Append-only: the newest row counts.

    Both values stay: ``computed`` is what the method said at that moment, ``chosen`` what she
    made of it; an empty ``chosen`` goes back to the method.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="priority_changes")
    factor = models.ForeignKey(Factor, models.PROTECT, related_name="+")
    computed = models.CharField(max_length=10, choices=PriorityChoice, blank=True)
    chosen = models.CharField(_("priority"), max_length=10, choices=PriorityChoice, blank=True)
    note = _text_field(_("Why do you choose another priority?"))
    changed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["changed_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(note=""), name="priority_change_has_a_note"),
            models.CheckConstraint(
                condition=Q(chosen="") | Q(chosen__in=PriorityChoice.values), name="priority_change_is_known"
            ),
        ]

"""Whether it helped: looking back on an action, and the risk as it is afterwards."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from apps.actions.models.action import Action
from apps.organisations.models import Organisation, User
from apps.organisations.validators import MAX_TEXT_LENGTH, validate_plain_text
from apps.rie.models import Dossier, Factor
from apps.rie.models.answer import PriorityChoice, VerdictChoice, scale_field


class AsMeant(models.TextChoices):
    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


class Decision(models.TextChoices):
    KEEP = "keep", _("Keep it")
    ADAPT = "adapt", _("Adapt it")
    STOP = "stop", _("Stop with it")


class ActionEvaluation(models.Model):
    """One look back on an action. Append-only; the newest counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    action = models.ForeignKey(Action, models.CASCADE, related_name="evaluations")
    held_on = models.DateField(_("When did you look back?"))
    as_meant = models.CharField(_("Was it carried out as you meant?"), max_length=6, choices=AsMeant)
    changed = models.TextField(
        _("What changed?"), max_length=MAX_TEXT_LENGTH, validators=[validate_plain_text]
    )
    decision = models.CharField(_("What do you do with it now?"), max_length=5, choices=Decision)
    note = models.TextField(
        _("What do you take along?"), blank=True, max_length=MAX_TEXT_LENGTH, validators=[validate_plain_text]
    )
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(as_meant__in=AsMeant.values), name="as_meant_is_known"),
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="decision_is_known"),
            models.CheckConstraint(condition=~Q(changed=""), name="evaluation_says_what_changed"),
        ]


class Reassessment(models.Model):
    """A factor answered anew after measures were carried out: the residual risk (restrisico).

    The first answer stays as it is: before and after are shown side by side. Append-only; the newest per
    factor counts. ``priority`` is what the method of the instrument made of it at that moment, with
    ``reason`` in words; empty: no risk any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="reassessments")
    factor = models.ForeignKey(Factor, models.PROTECT, related_name="+")
    evaluation = models.ForeignKey(
        ActionEvaluation, models.SET_NULL, null=True, blank=True, related_name="reassessments"
    )
    verdict = models.CharField(_("verdict"), max_length=15, choices=VerdictChoice)
    frequency = scale_field(_("How often does it happen?"))
    reach = scale_field(_("To how many people?"))
    severity = scale_field(_("How serious are the consequences?"))
    happened = models.BooleanField(_("Did it happen since?"), null=True, blank=True)
    priority = models.CharField(max_length=10, choices=PriorityChoice, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=VerdictChoice.values), name="reassessment_verdict_is_known"
            ),
            models.CheckConstraint(
                condition=Q(priority="") | Q(priority__in=PriorityChoice.values),
                name="reassessment_priority_is_known",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{scale}__isnull": True}) | Q(**{f"{scale}__range": (1, 4)}),
                    name=f"reassessment_{scale}_on_scale",
                )
                for scale in ("frequency", "reach", "severity")
            ),
        ]

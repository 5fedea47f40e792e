"""What the works council says about one version (WOR art. 27)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from apps.organisations.models import Organisation, User
from apps.organisations.validators import MAX_TEXT_LENGTH, validate_plain_text
from apps.review.models.version import Version
from apps.rie.models import Dossier


class ConsentDecision(models.TextChoices):
    CONSENTED = "consented", _("Consents")
    WITHHELD = "withheld", _("Does not consent")


class Consent(models.Model):
    """The works council or staff representation consents to one version, or withholds that with a reason.

    Append-only; the newest about a version counts. A later version has no consent of its own until it is
    asked again, and says what changed since.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    version = models.ForeignKey(Version, models.CASCADE, related_name="consents")
    decision = models.CharField(_("What do you decide?"), max_length=10, choices=ConsentDecision)
    decided_on = models.DateField(_("Decided on"))
    reason = models.TextField(
        _("Why, or under what condition?"),
        blank=True,
        max_length=MAX_TEXT_LENGTH,
        validators=[validate_plain_text],
    )
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__in=ConsentDecision.values), name="consent_decision_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(decision=ConsentDecision.WITHHELD) | ~Q(reason=""),
                name="withheld_consent_has_a_reason",
            ),
        ]


class CouncilComment(models.Model):
    """A remark of the works council about a risk, an action, or the whole; never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="council_comments")
    version = models.ForeignKey(Version, models.CASCADE, null=True, blank=True, related_name="comments")
    factor_code = models.CharField(max_length=10, blank=True)
    action_id = models.UUIDField(null=True, blank=True)
    text = models.TextField(
        _("Your remark"),
        max_length=MAX_TEXT_LENGTH,
        validators=[validate_plain_text],
        help_text=_("No names and nothing about anyone's health."),
    )
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="council_comment_has_words"),
            models.CheckConstraint(
                condition=Q(factor_code="") | Q(action_id__isnull=True), name="comment_is_about_one_thing"
            ),
        ]

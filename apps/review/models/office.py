"""What belongs to an adviser practice itself, whatever firm it works for."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.organisations.models import Practice, User
from apps.organisations.validators import validate_plain_text
from apps.review.models.finding import Criterion
from apps.review.models.submission import Certificate, Outcome, ReviewScope, text


class TextBlock(models.Model):
    """A piece of text that a practice uses again in findings and advice. ``criterion`` empty: for any."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, models.CASCADE, related_name="text_blocks")
    title = models.CharField(_("Name of the text"), max_length=100, validators=[validate_plain_text])
    criterion = models.CharField(_("Criterion"), max_length=20, choices=Criterion, blank=True)
    text = text(_("Text"), blank=False)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name, verbose_name_plural = _("text block"), _("text blocks")
        ordering = ["title", "id"]
        constraints = [models.UniqueConstraint("practice", "title", name="text_block_title_once")]

    def __str__(self) -> str:
        return self.title


class ColleagueInvitation(models.Model):
    """A letter from a practice to a colleague: come and work with us here. Works once, for her mailbox."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-invited_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "practice",
                "email",
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="one_open_invitation_per_colleague",
            )
        ]


class ReviewRecord(models.Model):
    """What a practice keeps of a review that it concluded, also when the firm deletes its RI&E.

    Enough to answer for the judgement and to recognise its report on paper, and nothing of what stood in
    the RI&E. ``reference`` stands on the report. ``submission_id`` may lead nowhere any more. How long it is
    kept: ``settings.RETENTION["review_records"]``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, models.PROTECT, related_name="review_records")
    reference = models.CharField(max_length=16, unique=True)
    submission_id = models.UUIDField(unique=True)
    firm = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    version_number = models.PositiveIntegerField()
    version_sha256 = models.CharField(max_length=64)
    report_sha256 = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=15, choices=Outcome)
    scope = models.CharField(max_length=10, choices=ReviewScope)
    adviser_name = models.CharField(max_length=150)
    certificate_type = models.CharField(max_length=10, choices=Certificate)
    certificate_number = models.CharField(max_length=60)
    concluded_at = models.DateTimeField()

    class Meta:
        verbose_name, verbose_name_plural = _("record of a review"), _("records of reviews")
        ordering = ["-concluded_at", "id"]

    def __str__(self) -> str:
        return self.reference

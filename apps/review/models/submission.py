"""A version on the table of an adviser practice, and every turn it takes."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes import ScopedManager

from apps.organisations.letters import GUEST_DOMAIN
from apps.organisations.models import Organisation, Practice, User
from apps.organisations.validators import MAX_TEXT_LENGTH, validate_plain_text
from apps.review.models.version import Version
from apps.rie.models import Dossier


class SubmissionState(models.TextChoices):
    SUBMITTED = "submitted", _("With the adviser")
    RETURNED = "returned", _("Back with findings")
    SUPERSEDED = "superseded", _("Replaced by a newer version")
    CONCLUDED = "concluded", _("Concluded")
    WITHDRAWN = "withdrawn", _("Taken back")


OPEN = (SubmissionState.SUBMITTED, SubmissionState.RETURNED)


class Outcome(models.TextChoices):
    """A toets is advice, never an approval (psa.md, section 1)."""

    SUFFICES = "suffices", _("Suffices")
    AFTER_CHANGES = "after_changes", _("Suffices after changes")
    INSUFFICIENT = "insufficient", _("Does not suffice")


class ReviewScope(models.TextChoices):
    """What was reviewed (rules since 1 July 2022; psa.md, section 2)."""

    SYSTEM = "system", _("Whole RI&E (systeemtoets)")
    WORK_AND_ORGANISATION = "a_and_o", _("Work and organisation (scopetoets A&O)")


class Certificate(models.TextChoices):
    """The certified core experts who may review (arbokerndeskundigen) besides the company doctor."""

    SAFETY = "hvk", _("Higher safety expert (HVK)")
    HYGIENE = "ah", _("Occupational hygienist (AH)")
    WORK_AND_ORGANISATION = "a_and_o", _("Work and organisation expert (A&O)")
    DOCTOR = "doctor", _("Company doctor")


def text(label: object, **kwargs: object) -> models.TextField:
    """A text of at most 4,000 characters that somebody writes; may be empty unless told."""
    options = {"blank": True, "max_length": MAX_TEXT_LENGTH, "validators": [validate_plain_text], **kwargs}
    return models.TextField(label, **options)


def line(label: object, length: int) -> models.CharField:
    """A line that somebody writes; may be empty."""
    return models.CharField(label, max_length=length, blank=True, validators=[validate_plain_text])


class Submission(models.Model):
    """One round: a frozen version that a practice was asked to review.

    ``number`` counts rounds within the dossier from 1. One round is open at a time (constraint), so that
    submitting twice is impossible. A round without a practice waits for the adviser who was invited at
    ``invited_email``. ``agreed_on``: the day by which the adviser answers; ``expected_on``: the day by which
    the firm answers after a return. ``opened_at``: when an adviser first read it. Until it is concluded,
    advice, scope, name and certificate are a draft that only advisers see.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="submissions")
    version = models.ForeignKey(Version, models.CASCADE, related_name="submissions")
    practice = models.ForeignKey(Practice, models.PROTECT, null=True, blank=True, related_name="submissions")
    adviser = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    invited_email = models.EmailField(_("e-mail address of the adviser"), blank=True)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=SubmissionState, default=SubmissionState.SUBMITTED)
    submitted_at = models.DateTimeField(auto_now_add=True)
    submitted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    note = text(_("What do you want to tell the adviser?"))
    no_consent_reason = text(_("Why do you submit without consent?"))
    wished_on = models.DateField(_("When would you like to have the answer?"), null=True, blank=True)
    agreed_on = models.DateField(_("Answer by"), null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    return_comment = text(_("What must be changed?"))
    expected_on = models.DateField(_("When do you expect the answer?"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(pgettext_lazy("review", "Outcome"), max_length=15, choices=Outcome, blank=True)
    advice = text(_("Advice to the employer"))
    scope = models.CharField(_("What did you review?"), max_length=10, choices=ReviewScope, blank=True)
    adviser_name = line(_("Your name"), 150)
    certificate_type = models.CharField(
        _("Kind of certificate"), max_length=10, choices=Certificate, blank=True
    )
    certificate_number = line(_("Number of your certificate"), 60)
    row_version = models.PositiveIntegerField(default=1)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        verbose_name, verbose_name_plural = _("submitted version"), _("submitted versions")
        ordering = ["-submitted_at", "id"]
        indexes = [
            models.Index(fields=["practice", "state", "submitted_at"], name="queue_of_practice"),
            models.Index(fields=["practice", "adviser", "state"], name="workload_of_adviser"),
        ]
        constraints = [
            models.UniqueConstraint("dossier", "number", name="submission_number_once"),
            models.UniqueConstraint("dossier", name="one_open_submission", condition=Q(state__in=OPEN)),
            models.CheckConstraint(
                condition=Q(state__in=SubmissionState.values), name="submission_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(practice__isnull=False) | ~Q(invited_email="") & Q(adviser__isnull=True),
                name="submission_goes_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(practice__isnull=False)
                | ~Q(state__in=(SubmissionState.RETURNED, SubmissionState.CONCLUDED)),
                name="only_a_practice_answers",
            ),
            models.CheckConstraint(
                condition=~Q(state=SubmissionState.RETURNED)
                | Q(returned_at__isnull=False) & ~Q(return_comment=""),
                name="returned_submission_has_a_comment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, ended_at__isnull=True)
                | ~Q(state__in=OPEN) & Q(ended_at__isnull=False),
                name="ended_submission_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=SubmissionState.CONCLUDED,
                    outcome__in=Outcome.values,
                    scope__in=ReviewScope.values,
                    certificate_type__in=Certificate.values,
                )
                & ~Q(advice="")
                & ~Q(adviser_name="")
                & ~Q(certificate_number="")
                | ~Q(state=SubmissionState.CONCLUDED) & Q(outcome=""),
                name="concluded_submission_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier} · {self.number}"

    @property
    def asked_of(self) -> str:
        """Who was asked to review, in words; the address of somebody whose account is gone is not shown."""
        if self.practice is not None:
            return self.practice.name
        is_gone = self.invited_email.endswith(f"@{GUEST_DOMAIN}")
        return str(_("an adviser who left")) if is_gone else self.invited_email

    @property
    def is_open(self) -> bool:
        """Whether it still is somebody's turn."""
        return self.state in OPEN


class SubmissionEvent(models.Model):
    """A turn in a round: who, when, from, to, why. Append-only, also in the database.

    ``verb``: a verb of ``domain.turns``. ``by_name`` stays when the account is gone; ``practice`` is filled
    when an adviser took the turn.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="events")
    verb = models.CharField(max_length=20)
    before = models.CharField(max_length=10, blank=True, choices=SubmissionState)
    after = models.CharField(max_length=10, choices=SubmissionState)
    note = models.TextField(blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=150, blank=True)
    practice = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["at", "id"]


class AcceptedRisk(models.Model):
    """An adviser read this risk in this round and has nothing to add."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="accepted_risks")
    factor_code = models.CharField(max_length=10)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        constraints = [models.UniqueConstraint("submission", "factor_code", name="risk_accepted_once")]


class AdviserInvitation(models.Model):
    """A letter to an adviser who is not here yet: come and review this. Works once, for her mailbox."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    submission = models.OneToOneField(Submission, models.CASCADE, related_name="invitation")
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["-invited_at", "id"]

"""What an adviser finds, advises and asks, and the answers to it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes import ScopedManager

from apps.organisations.models import Organisation, User
from apps.review.models.submission import Submission, text
from apps.rie.models import Dossier
from apps.rie.models.answer import PriorityChoice


class Criterion(models.TextChoices):
    """What a toets judges (psa.md, section 6)."""

    COMPLETE = "complete", _("Complete")
    RELIABLE = "reliable", _("Reliable")
    CURRENT = "current", _("Up to date")
    KNOWLEDGE = "knowledge", _("Fits what is known now")


class Weight(models.TextChoices):
    MUST = "must", _("Must")
    SHOULD = "should", _("Should")
    REMARK = "remark", _("Remark")


class FindingState(models.TextChoices):
    """``answered``: it is the adviser's turn again."""

    OPEN = "open", _("Open")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")


class Finding(models.Model):
    """One finding, about a factor, an action or the whole. It lives through the rounds of a dossier.

    ``number`` counts within the dossier. ``submission``: the round in which it was made. ``shown_at``: when
    the firm first saw it; until then it is the adviser's own draft. ``proposed_priority``: the class the
    adviser would give the risk; the firm's own class stays beside it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="findings")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="findings")
    number = models.PositiveIntegerField()
    criterion = models.CharField(_("Criterion"), max_length=20, choices=Criterion)
    weight = models.CharField(_("Weight"), max_length=6, choices=Weight)
    factor_code = models.CharField(max_length=10, blank=True)
    action_id = models.UUIDField(null=True, blank=True)
    observation = text(_("What do you see?"), blank=False)
    evidence = text(_("What shows it?"))
    advice = text(_("What do you advise?"))
    proposed_priority = models.CharField(
        _("Which priority would you give?"), max_length=10, choices=PriorityChoice, blank=True
    )
    state = models.CharField(max_length=8, choices=FindingState, default=FindingState.OPEN)
    shown_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint("dossier", "number", name="finding_number_once"),
            models.CheckConstraint(condition=~Q(observation=""), name="finding_says_what_is_seen"),
            models.CheckConstraint(
                condition=Q(criterion__in=Criterion.values), name="finding_criterion_is_known"
            ),
            models.CheckConstraint(condition=Q(weight__in=Weight.values), name="finding_weight_is_known"),
            models.CheckConstraint(
                condition=Q(factor_code="") | Q(action_id__isnull=True), name="finding_is_about_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(proposed_priority="") | Q(proposed_priority__in=PriorityChoice.values),
                name="finding_priority_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state=FindingState.CLOSED, closed_at__isnull=False)
                | Q(state__in=(FindingState.OPEN, FindingState.ANSWERED), closed_at__isnull=True),
                name="closed_finding_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(shown_at__isnull=False) | Q(state=FindingState.OPEN),
                name="only_a_shown_finding_is_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier} · {self.number}"


class FindingMessage(models.Model):
    """One turn in the talk about a finding; never changed. ``is_adviser``: from which side it comes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    finding = models.ForeignKey(Finding, models.CASCADE, related_name="messages")
    text = text(_("Your answer"), blank=False)
    is_adviser = models.BooleanField(default=False)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="finding_message_has_words")]


class SiteVisit(models.Model):
    """A visit to the firm: whom the adviser spoke (functions, no names) and what she saw."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="site_visits")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="site_visits")
    visited_on = models.DateField(_("When were you there?"))
    spoken_with = text(_("Whom did you speak? Functions, no names."), blank=False)
    seen = text(_("What did you see?"), blank=False)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["visited_on", "at", "id"]


class CheckState(models.TextChoices):
    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


class ChecklistAnswer(models.Model):
    """One point of the checklist of the toets; ``key`` is a key of ``review.checklist``."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="checklist_answers")
    key = models.CharField(max_length=30)
    state = models.CharField(max_length=15, choices=CheckState, blank=True)
    note = text(pgettext_lazy("checklist", "Note"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)
    row_version = models.PositiveIntegerField(default=1)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        constraints = [
            models.UniqueConstraint("dossier", "key", name="checklist_point_once"),
            models.CheckConstraint(
                condition=Q(state="") | Q(state__in=CheckState.values), name="checklist_state_is_known"
            ),
        ]

"""Letters that must leave once, and the kinds of letters that somebody does not want."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from apps.organisations.models.organisation import Organisation


class LetterState(models.TextChoices):
    """``handing_over``: a worker is giving it to the mail server now, or died while doing so."""

    WAITING = "waiting", _("Waiting")
    HANDING_OVER = "handing_over", _("Being handed over")
    SENT = "sent", _("Sent")
    UNDECIDED = "undecided", _("Perhaps sent")
    GIVEN_UP = "given_up", _("Given up")


class Letter(models.Model):
    """An e-mail on its way (an outbox). The row is written in the transaction of what the letter is about.

    ``key`` says what makes it this letter and no other (``due-soon:<action>:<date>:<member>``): asked for
    twice, it is written once. ``try_at``: when it may be tried (again); of a letter given up, when that was.
    A letter between an adviser practice and its own people is about no firm.
    What it says and to whom is wiped as soon as it has left; the key stays, so that it does not leave again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200, unique=True, null=True, blank=True)
    state = models.CharField(max_length=12, choices=LetterState, default=LetterState.WAITING)
    to = models.EmailField(blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    try_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        verbose_name, verbose_name_plural = _("letter"), _("letters")
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["state", "try_at"], name="letters_to_send")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=LetterState.values), name="letter_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=LetterState.SENT, sent_at__isnull=False)
                | Q(sent_at__isnull=True) & ~Q(state=LetterState.SENT),
                name="sent_letter_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=LetterState.SENT) | Q(to="", subject="", text="", html=""),
                name="sent_letter_is_wiped",
            ),
        ]


class MutedKind(models.Model):
    """Somebody does not want a kind of letter any more. By address: she may have no account."""

    email = models.EmailField()
    kind = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("muted letter"), _("muted letters")
        constraints = [models.UniqueConstraint("email", "kind", name="kind_muted_once")]

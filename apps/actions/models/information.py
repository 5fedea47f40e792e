"""What employees were told about the risks of their work and what is done about them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from apps.actions.models.action import Action
from apps.organisations.models import Organisation, User
from apps.organisations.validators import MAX_TEXT_LENGTH, validate_plain_text
from apps.rie.models import Dossier


class Information(models.Model):
    """One moment at which employees were informed (Arbobesluit art. 2.15 lid 2).

    About the whole plan, or about the actions it is linked to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="information")
    held_on = models.DateField(_("When did you tell it?"))
    how = models.TextField(
        _("How, and to whom?"),
        max_length=MAX_TEXT_LENGTH,
        validators=[validate_plain_text],
        help_text=_("For example: in the work meeting, to everybody; on paper to who was ill. No names."),
    )
    is_whole_plan = models.BooleanField(_("It was about the whole plan"), default=False)
    actions = models.ManyToManyField(Action, through="InformationAction", related_name="+")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["-held_on", "-at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(how=""), name="information_says_how")]


class InformationAction(models.Model):
    """An action that employees were told about at that moment."""

    organisation = models.ForeignKey(Organisation, models.CASCADE)
    information = models.ForeignKey(Information, models.CASCADE, related_name="links")
    action = models.ForeignKey(Action, models.CASCADE, related_name="information_links")

    objects = ScopedManager(organisation="organisation")

    class Meta:
        constraints = [models.UniqueConstraint("information", "action", name="told_once_per_moment")]

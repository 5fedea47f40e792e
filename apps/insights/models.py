"""What a firm says about its own figures, instead of the national ones."""

from __future__ import annotations

import uuid

from django.db import models
from django_scopes import ScopedManager

from apps.organisations.models import Organisation, User
from apps.rie.models import Dossier


class CostAssumptions(models.Model):
    """The numbers a firm put in place of ours in the estimate of what absence costs.

    ``values``: key of a step → number as text (a decimal); a step that is absent uses our figure.
    ``version`` guards against silent overwriting.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="cost_assumptions")
    values = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = ScopedManager(organisation="organisation")

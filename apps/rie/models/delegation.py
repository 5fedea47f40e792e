"""A part of a dossier that somebody else fills in."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from apps.organisations.models import Department, Invitation, Membership, Organisation, User
from apps.organisations.validators import validate_plain_text
from apps.rie.models.dossier import Dossier


class Delegation(models.Model):
    """*Laat dit onderdeel invullen door …*: one subtheme of a dossier, given to one person.

    To a member, or to a mailbox that has not accepted its invitation yet (then ``member`` is filled in
    on acceptance). With a ``department`` the person speaks for that department only.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="delegations")
    subtheme = models.CharField(max_length=40)
    member = models.ForeignKey(Membership, models.CASCADE, null=True, related_name="delegations")
    invitation = models.ForeignKey(Invitation, models.CASCADE, null=True, related_name="delegations")
    department = models.ForeignKey(Department, models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.CharField(_("A word with it"), max_length=300, blank=True, validators=[validate_plain_text])
    given_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        ordering = ["given_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False) | Q(invitation__isnull=False), name="delegation_to_someone"
            ),
            models.UniqueConstraint("dossier", "subtheme", "member", name="delegated_once_to_a_member"),
        ]

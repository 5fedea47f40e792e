"""The actions that one member carries out, for her own page."""

from __future__ import annotations

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.actions.models import Action, ActionCoOwner
from apps.organisations.models import Membership
from apps.rie.addresses import address
from apps.rie.models import Dossier
from apps.rie.own_work import OwnTask, register


def own_actions(dossier: Dossier, member: Membership) -> list[OwnTask]:
    """What she carries out in this dossier, alone or with others, the first to be done on top. One query."""
    helped = ActionCoOwner.objects.filter(member=member).values("action_id")
    return [
        OwnTask(
            title=action.title,
            url=address("actions:action", dossier.organisation_id, dossier.pk, action.pk),
            note=_("%(status)s · done by %(date)s")
            % {"status": action.get_status_display(), "date": date_format(action.due_on, "j F Y")},
            is_over=action.is_over,
        )
        for action in Action.objects.filter(Q(owner=member) | Q(pk__in=helped), dossier=dossier)
    ]


def register_own_work() -> None:
    """Called once when the application starts."""
    register("actions", own_actions)

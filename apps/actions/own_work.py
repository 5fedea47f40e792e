"""The actions that one member carries out, for her own page."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.actions.models import Action, ActionStatus
from apps.organisations.models import Membership
from apps.rie.addresses import address
from apps.rie.models import Dossier
from apps.rie.own_work import OwnTask, register

OVER = (ActionStatus.DONE, ActionStatus.CANCELLED)


def own_actions(dossier: Dossier, member: Membership) -> list[OwnTask]:
    """Her actions in this dossier, the first to be done on top. One query."""
    return [
        OwnTask(
            title=action.title,
            url=address("actions:edit", dossier.organisation_id, dossier.pk, action.pk),
            note=_("%(status)s · done by %(date)s")
            % {"status": action.get_status_display(), "date": date_format(action.due_on, "j F Y")},
            is_over=action.status in OVER,
        )
        for action in Action.objects.filter(dossier=dossier, owner=member)
    ]


def register_own_work() -> None:
    """Called once when the application starts."""
    register("actions", own_actions)

"""Recording what employees were told about the risks and the plan (Arbobesluit art. 2.15 lid 2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.actions.domain.keys import insert_with_own_key
from apps.actions.domain.plan import lock_open_dossier
from apps.actions.models import Action, Information, InformationAction
from apps.organisations.models import User
from apps.rie.models import Dossier


@transaction.atomic
def record_information(
    *,
    dossier: Dossier,
    key: UUID,
    held_on: date,
    how: str,
    is_whole_plan: bool,
    actions: Iterable[Action],
    user: User | None,
) -> Information:
    """Write down one moment at which employees were informed. Sent twice (``key``), it is there once.

    Raises:
        DossierClosedError: the dossier is closed.
        ValidationError: the day is still to come, or it was about nothing.
    """
    lock_open_dossier(dossier)
    known = Information.objects.filter(pk=key, dossier=dossier).first()
    if known is not None:
        return known
    chosen = [] if is_whole_plan else list(actions)
    if held_on > timezone.localdate():
        raise ValidationError({"held_on": _("This day is still to come. Choose today or an earlier day.")})
    if not is_whole_plan and not chosen:
        raise ValidationError({"actions": _("Choose what it was about: the whole plan, or some actions.")})
    told = Information(
        pk=key,
        organisation_id=dossier.organisation_id,
        dossier=dossier,
        held_on=held_on,
        how=how,
        is_whole_plan=is_whole_plan,
        by=user,
    )
    told.clean_fields(exclude={"organisation", "dossier", "by"})
    insert_with_own_key(told)
    InformationAction.objects.bulk_create(
        InformationAction(organisation_id=dossier.organisation_id, information=told, action=action)
        for action in chosen
    )
    return told


@transaction.atomic
def remove_information(*, information: Information) -> None:
    """Take a moment off the list: it was a mistake.

    Raises:
        DossierClosedError: the dossier is closed.
    """
    lock_open_dossier(information.dossier)
    information.delete()

"""What an action is connected with: the risks it takes on, who helps its owner, what goes before it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from apps.actions.models import Action
from apps.organisations.models import Membership
from apps.rie.domain.instrument import instrument_content

RELATED = ("factors", "co_owners")


def related_values(action: Action, names: Collection[str] = RELATED) -> dict[str, list[str]]:
    """Codes of the risks and ids of the co-owners, sorted, so that the same ones are the same value.

    One query for each of ``RELATED`` that is in ``names``.
    """
    values: dict[str, list[str]] = {}
    if "factors" in names:
        content = instrument_content(action.dossier.instrument_id)
        linked = action.links.values_list("factor_id", flat=True)
        values["factors"] = sorted(content.factors_by_id[factor_id].code for factor_id in linked)
    if "co_owners" in names:
        values["co_owners"] = sorted(map(str, action.co_owner_links.values_list("member_id", flat=True)))
    return values


def relate(action: Action, changes: Mapping[str, Any]) -> None:
    """Let an action have exactly these risks (codes) and co-owners (ids). What is not named stays.

    Raises:
        ValidationError: somebody who is chosen is not in the firm (any more).
    """
    if "factors" in changes:
        content = instrument_content(action.dossier.instrument_id)
        _replace(action.links, "factor_id", [content.factors[code].id for code in changes["factors"]])
    if "co_owners" in changes:
        _replace(action.co_owner_links, "member_id", _members(action, changes["co_owners"]))


def check_order(action: Action, depends_on_id: UUID | str) -> None:
    """Refuse an action before this one that is of another plan, or that waits for this one itself.

    One query.

    Raises:
        ValidationError: on ``depends_on_id``, in words.
    """
    waiting: UUID | None = UUID(str(depends_on_id))
    plan = {
        row.pk: row for row in Action.objects.filter(dossier_id=action.dossier_id).only("title", "depends_on")
    }
    first = plan.get(waiting)
    if first is None:
        raise ValidationError(
            {"depends_on_id": _("This action is not in the plan any more. Choose another.")}
        )
    passed: set[UUID] = set()
    while waiting in plan and waiting not in passed:
        if waiting == action.pk:
            text = _("“%(title)s” waits for this action, so this one cannot wait for it. Choose another.")
            raise ValidationError({"depends_on_id": text % {"title": first.title}})
        passed.add(waiting)
        waiting = plan[waiting].depends_on_id


def _members(action: Action, chosen: Iterable[str]) -> list[UUID]:
    wanted = {UUID(str(one)) for one in chosen}
    if not wanted:
        return []
    known = Membership.objects.filter(organisation=action.organisation_id, pk__in=wanted)
    found = list(known.values_list("pk", flat=True))
    if len(found) < len(wanted):
        text = _("Somebody you chose is not in your firm here any more. Look who can do it.")
        raise ValidationError({"co_owners": text})
    return found


def _replace(links: Any, field: str, wanted: Collection[UUID]) -> None:
    """Remove the rows that are not wanted, add the ones that are not there yet."""
    present = set(links.values_list(field, flat=True))
    links.exclude(**{f"{field}__in": wanted}).delete()
    organisation_id = links.instance.organisation_id
    links.bulk_create(
        links.model(action=links.instance, organisation_id=organisation_id, **{field: key})
        for key in wanted
        if key not in present
    )

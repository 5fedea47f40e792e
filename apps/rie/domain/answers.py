"""Saving what an employer says about a factor, and her own view of its priority."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.organisations.merging import Merge, merge
from apps.organisations.models import User
from apps.rie.content.tree import FactorContent
from apps.rie.domain.dossier import insert_in_open_dossier
from apps.rie.domain.errors import DossierClosedError
from apps.rie.evaluation import Priority
from apps.rie.models import OPEN_STATES, Answer, Dossier, PriorityChange


class FilledIn(NamedTuple):
    """Everything people fill in about a factor, as it is stored: an :class:`Answer` to read, not to save."""

    factor_id: UUID
    verdict: str
    reason: str
    frequency: int | None
    reach: int | None
    severity: int | None
    happened: bool | None
    special_groups: list[str]
    departments: list[str]
    root_cause: str
    measures_in_place: list[str]
    in_place: str
    note: str


EDITABLE_FIELDS = FilledIn._fields[1:]


def answer_values(answer: Answer | FilledIn) -> dict[str, Any]:
    """The fields of an answer that people fill in, by name."""
    return {name: getattr(answer, name) for name in EDITABLE_FIELDS}


def new_answer(*, dossier: Dossier, factor: FactorContent) -> Answer:
    """An empty answer, not saved yet."""
    return Answer(organisation_id=dossier.organisation_id, dossier=dossier, factor_id=factor.id)


@dataclass(frozen=True)
class SavedAnswer:
    """``answer`` as it is stored now; ``outcome`` says what was saved or what stood in the way."""

    answer: Answer
    outcome: Merge


def save_answer(
    *,
    answer: Answer,
    seen: Mapping[str, str],
    typed: Mapping[str, Any],
    user: User | None,
    own_department: UUID | None = None,
) -> SavedAnswer:
    """Save the fields that were changed on the page, all or none.

    Args:
        answer: as read for this request, or a new one.
        seen: fingerprints of the values the page was drawn with.
        typed: checked values of (some of) ``EDITABLE_FIELDS``.
        own_department: the only department this person speaks for; of the others nothing changes.

    Returns:
        What was saved, or, when a colleague saved another value first, the conflicts and nothing saved.

    Raises:
        DossierClosedError: the dossier is closed.
        ValidationError: the values do not fit together (not applicable without a reason).

    One query when nothing else happens at the same moment.
    """
    while True:
        if not answer.dossier.is_open:
            raise DossierClosedError
        typed = _within_department(typed, answer, own_department)
        outcome = merge(seen=seen, stored=answer_values(answer), typed=typed)
        if outcome.conflicts or not outcome.changes:
            return SavedAnswer(answer, outcome)
        _check_reason({**answer_values(answer), **outcome.changes})
        if _write(answer, outcome.changes, user):
            return SavedAnswer(answer, outcome)
        # Someone saved between our reading and our writing: look again and decide anew.
        answer = _read_again(answer)


def with_own_department(chosen: Collection[str], *, stored: Collection[str], own: str) -> list[str]:
    """The stored departments of an answer, in their order, with only ``own`` ticked or not as chosen."""
    others = [key for key in stored if key != own]
    if own not in chosen:
        return others
    return list(stored) if own in stored else [*others, own]


def change_priority(
    *,
    dossier: Dossier,
    factor: FactorContent,
    computed: Priority | None,
    chosen: Priority | None,
    note: str,
    user: User | None,
) -> PriorityChange:
    """Give a risk another class than the method did, or (``chosen=None``) go back to the method.

    Both values are kept with who, when and why.

    Raises:
        DossierClosedError: the dossier is closed.
        ValidationError: there is no note.
    """
    if not dossier.is_open:
        raise DossierClosedError
    if not note.strip():
        raise ValidationError({"note": ValidationError(_("This field is required."), code="required")})
    change = PriorityChange(
        organisation_id=dossier.organisation_id,
        dossier=dossier,
        factor_id=factor.id,
        computed=computed.key if computed else "",
        chosen=chosen.key if chosen else "",
        note=note,
        changed_by=user,
    )
    change.clean_fields(exclude={"id", "dossier", "factor", "organisation", "changed_by"})
    insert_in_open_dossier(change)
    return change


def _within_department(typed: Mapping[str, Any], answer: Answer, own: UUID | None) -> Mapping[str, Any]:
    if own is None or "departments" not in typed:
        return typed
    kept = with_own_department(typed["departments"], stored=answer.departments, own=str(own))
    same = set(kept) == set(typed["departments"])  # then in the order of the form
    return typed if same else {**typed, "departments": kept}


def _check_reason(values: Mapping[str, Any]) -> None:
    if values["verdict"] == "not_applicable" and not values["reason"].strip():
        raise ValidationError({"reason": ValidationError("", code="reason_required")})


def _write(answer: Answer, changes: Mapping[str, Any], user: User | None) -> bool:
    now = timezone.now()
    if answer._state.adding:
        for name, value in changes.items():
            setattr(answer, name, value)
        answer.updated_by = user
        try:
            insert_in_open_dossier(answer)
        except IntegrityError:
            # A colleague made the first answer to this factor a moment ago.
            return False
        return True
    written = Answer.objects.filter(
        pk=answer.pk, version=answer.version, dossier__state__in=OPEN_STATES
    ).update(**changes, version=F("version") + 1, updated_at=now, updated_by=user)
    if not written:
        return False
    for name, value in changes.items():
        setattr(answer, name, value)
    answer.version, answer.updated_at, answer.updated_by = answer.version + 1, now, user
    return True


def _read_again(answer: Answer) -> Answer:
    return Answer.objects.select_related("dossier", "updated_by").get(
        dossier_id=answer.dossier_id, factor_id=answer.factor_id
    )

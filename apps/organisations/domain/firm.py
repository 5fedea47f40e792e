"""What happens to a firm: it is set up, it changes, it gets departments and members."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django_scopes import scope

from apps.organisations.domain.trials import trial_end
from apps.organisations.merging import Merge, merge
from apps.organisations.models import Department, Membership, Organisation, Role, User


@transaction.atomic
def found_organisation(*, organisation: Organisation, owner: User) -> Organisation:
    """Save a new organisation with ``owner`` as its first employer. That of a guest is a trial."""
    if owner.is_guest:
        organisation.trial_ends_at = trial_end(now=timezone.now())
    organisation.full_clean()
    organisation.save(force_insert=True)
    with scope(organisation=organisation):
        Membership.objects.create(organisation=organisation, user=owner, role=Role.EMPLOYER)
    return organisation


@transaction.atomic
def change_organisation(
    *, organisation: Organisation, seen: Mapping[str, str], typed: Mapping[str, Any]
) -> Merge:
    """Save the changed fields of a firm, all or none; what a colleague changed meanwhile is a conflict."""
    stored = Organisation.objects.select_for_update().get(pk=organisation.pk)
    return _change(stored, seen, typed)


@transaction.atomic
def change_department(*, department: Department, seen: Mapping[str, str], typed: Mapping[str, Any]) -> Merge:
    """Save the changed fields of a department, all or none; a colleague's change is a conflict."""
    stored = Department.objects.select_for_update().get(pk=department.pk)
    return _change(stored, seen, typed)


def _change(stored: models.Model, seen: Mapping[str, str], typed: Mapping[str, Any]) -> Merge:
    outcome = merge(seen=seen, stored={name: getattr(stored, name) for name in typed}, typed=typed)
    if outcome.changes and not outcome.conflicts:
        for name, value in outcome.changes.items():
            setattr(stored, name, value)
        stored.save(update_fields=list(outcome.changes))
    return outcome


def save_department(*, department: Department) -> Department:
    """Save a new department of an organisation.

    A department that was removed and is added again under its old name comes back, so that
    earlier answers and new ones name the same department.

    Raises:
        ValidationError: when the name is already in use in this organisation.
    """
    retired = Department.objects.filter(
        organisation=department.organisation, name=department.name, is_active=False
    ).first()
    if retired is not None and department._state.adding:
        retired.headcount, retired.is_active = department.headcount, True
        department = retired
    department.full_clean()
    department.save()
    return department


def retire_department(*, department: Department) -> None:
    """Stop offering a department. Answers that name it keep it."""
    department.is_active = False
    department.save(update_fields=["is_active"])

"""Reads on dossiers. Instrument content comes from memory (``domain.instrument``), not from here."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from apps.organisations.models import Organisation
from apps.rie.domain.answers import FilledIn
from apps.rie.domain.assessment import AnyAnswer, AnyChange, Assessment, ChosenPriority, WeighedAnswer, assess
from apps.rie.domain.instrument import instrument_content
from apps.rie.models import Answer, Dossier, PriorityChange
from apps.rie.steps import rail_counts


def dossiers_of(organisation: Organisation) -> QuerySet[Dossier]:
    """All dossiers of a firm, newest first. One query."""
    return Dossier.objects.filter(organisation=organisation)


def find_dossier(dossier_id: UUID) -> Dossier | None:
    """One dossier of the organisation in scope, with its consultation and what the rail counts. One query."""
    try:
        return Dossier.objects.select_related("consultation").annotate(**rail_counts()).get(pk=dossier_id)
    except Dossier.DoesNotExist:
        return None


# What saving an answer reads of a dossier; it comes with every row, so no more than that.
_DOSSIER = ("id", "organisation_id", "instrument_id", "year", "state", "profile", "version")
_ANSWER = tuple(field.attname for field in Answer._meta.concrete_fields)


def find_dossier_with_answers(dossier_id: UUID) -> tuple[Dossier, list[Answer]] | None:
    """A dossier of the organisation in scope and its answers. One query, also for an empty dossier."""
    names = (*_DOSSIER, *(f"answers__{name}" for name in _ANSWER))
    found = Dossier.objects.filter(pk=dossier_id)
    rows = list(found.values_list(*names))
    if not rows:
        return None
    split = len(_DOSSIER)
    dossier = Dossier.from_db(found.db, _DOSSIER, rows[0][:split])
    answers = [Answer.from_db(found.db, _ANSWER, row[split:]) for row in rows if row[split] is not None]
    for answer in answers:
        answer.dossier = dossier
    return dossier, answers


def answers_of(dossier: Dossier) -> list[Answer]:
    """All answers of a dossier. One query."""
    return list(Answer.objects.filter(dossier=dossier))


def priority_changes_of(dossier: Dossier) -> QuerySet[PriorityChange]:
    """Manual changes of priority with who made them, oldest first. One query."""
    return PriorityChange.objects.filter(dossier=dossier).select_related("changed_by")


def filled_in_answers_of(dossier: Dossier) -> list[FilledIn]:
    """All answers of a dossier, to show and not to save. One query."""
    rows = Answer.objects.filter(dossier=dossier).values_list(*FilledIn._fields)
    return [FilledIn._make(row) for row in rows]


def weighed_answers_of(dossier: Dossier) -> list[WeighedAnswer]:
    """The answers with what weighing needs. One query."""
    rows = Answer.objects.filter(dossier=dossier).values_list(*WeighedAnswer._fields)
    return [WeighedAnswer._make(row) for row in rows]


def chosen_priorities_of(dossier: Dossier) -> list[ChosenPriority]:
    """Manual changes of priority without who and why, oldest first. One query."""
    rows = PriorityChange.objects.filter(dossier=dossier).values_list(*ChosenPriority._fields)
    return [ChosenPriority._make(row) for row in rows]


def assessment_of(
    dossier: Dossier,
    answers: Iterable[AnyAnswer] | None = None,
    changes: Iterable[AnyChange] | None = None,
) -> Assessment:
    """The whole dossier, weighed. Two queries, less what is at hand."""
    return assess(
        content=instrument_content(dossier.instrument_id),
        profile=dossier.profile,
        answers=answers_of(dossier) if answers is None else answers,
        changes=priority_changes_of(dossier) if changes is None else changes,
    )

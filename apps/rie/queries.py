"""Reads on dossiers. Instrument content comes from memory (``domain.instrument``), not from here."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Model, QuerySet

from apps.organisations.models import Organisation, User
from apps.rie.domain.assessment import Assessment, assess
from apps.rie.domain.instrument import instrument_content
from apps.rie.models import Answer, Dossier, PriorityChange


def dossiers_of(organisation: Organisation) -> QuerySet[Dossier]:
    """All dossiers of a firm, newest first. One query."""
    return Dossier.objects.filter(organisation=organisation)


def find_dossier(dossier_id: UUID) -> Dossier | None:
    """One dossier of the organisation in scope, with its consultation. One query."""
    return Dossier.objects.select_related("consultation").filter(pk=dossier_id).first()


def find_dossier_with_answers(dossier_id: UUID) -> tuple[Dossier, list[Answer]] | None:
    """A dossier of the organisation in scope and its answers, each with who saved it last. One query.

    One join instead of two reads, so that the first answer of a dossier costs no more than the others.
    """
    dossier_fields, answer_fields = _columns(Dossier), _columns(Answer)
    user_fields = _columns(User)
    rows = list(
        Dossier.objects.filter(pk=dossier_id).values_list(
            *dossier_fields,
            *(f"answers__{name}" for name in answer_fields),
            *(f"answers__updated_by__{name}" for name in user_fields),
        )
    )
    if not rows:
        return None
    start, middle = len(dossier_fields), len(dossier_fields) + len(answer_fields)
    dossier = Dossier.from_db(None, dossier_fields, rows[0][:start])
    answers = []
    for row in rows:
        if row[start] is not None:
            answer = Answer.from_db(None, answer_fields, row[start:middle])
            answer.dossier = dossier
            if answer.updated_by_id:
                answer.updated_by = User.from_db(None, user_fields, row[middle:])
            answers.append(answer)
    return dossier, answers


def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def answers_of(dossier: Dossier) -> list[Answer]:
    """All answers of a dossier, each with who saved it last. One query."""
    answers = list(Answer.objects.filter(dossier=dossier).select_related("updated_by"))
    for answer in answers:
        answer.dossier = dossier
    return answers


def priority_changes_of(dossier: Dossier) -> QuerySet[PriorityChange]:
    """Manual changes of priority with who made them, oldest first. One query."""
    return PriorityChange.objects.filter(dossier=dossier).select_related("changed_by")


def assessment_of(dossier: Dossier, answers: Iterable[Answer] | None = None) -> Assessment:
    """The whole dossier, weighed. Two queries, or one when the answers are at hand."""
    return assess(
        content=instrument_content(dossier.instrument_id),
        profile=dossier.profile,
        answers=answers_of(dossier) if answers is None else answers,
        changes=priority_changes_of(dossier),
    )

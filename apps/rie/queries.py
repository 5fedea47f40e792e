"""Reads on dossiers. Instrument content comes from memory (``domain.instrument``), not from here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from apps.organisations.models import Membership, Organisation
from apps.rie.content.tree import SubthemeContent
from apps.rie.domain.answers import FilledIn
from apps.rie.domain.assessment import (
    AnyAnswer,
    AnyChange,
    Assessment,
    ChosenPriority,
    SubthemeProgress,
    WeighedAnswer,
    assess,
)
from apps.rie.domain.instrument import instrument_content
from apps.rie.models import Answer, Delegation, Dossier, Evidence, PriorityChange
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


def own_parts_of(dossier: Dossier, member: Membership) -> dict[str, Delegation]:
    """What was given to one member, by the key of the subtheme, in the order it was given. One query."""
    given = Delegation.objects.filter(dossier=dossier, member=member)
    return {one.subtheme: one for one in given.select_related("department", "given_by")}


@dataclass(frozen=True)
class GivenPart:
    """A part in somebody's hands. ``progress``: None while the verkenning leaves nothing of it to ask."""

    delegation: Delegation
    subtheme: SubthemeContent
    progress: SubthemeProgress | None
    is_expired: bool = False

    @property
    def who(self) -> str:
        """The name of a member, or the address that was invited."""
        member = self.delegation.member
        return str(member.user) if member else self.delegation.invitation.email

    @property
    def is_done(self) -> bool:
        return self.delegation.done_at is not None


def given_parts_of(dossier: Dossier, assessment: Assessment, *, now: datetime) -> list[GivenPart]:
    """Which part of a dossier is in whose hands, in the order of the instrument. One query."""
    return parts_with_progress(_delegations_of(dossier), assessment, now=now)


def find_delegation(dossier: Dossier, delegation_id: UUID) -> Delegation | None:
    """One part of a dossier that was given away. One query."""
    return _delegations_of(dossier).filter(pk=delegation_id).first()


def _delegations_of(dossier: Dossier) -> QuerySet[Delegation]:
    with_whom = ("member__user", "invitation", "department", "given_by")
    return Delegation.objects.filter(dossier=dossier).select_related(*with_whom)


def parts_with_progress(
    delegations: Iterable[Delegation], assessment: Assessment, *, now: datetime
) -> list[GivenPart]:
    """Delegations with how far each is, in the order of the instrument. Reads nothing itself."""
    progress = {entry.subtheme.key: entry for entry in assessment.subthemes}
    order = {key: number for number, key in enumerate(assessment.content.subthemes)}
    return [
        GivenPart(
            delegation=one,
            subtheme=assessment.content.subthemes[one.subtheme],
            progress=progress.get(one.subtheme),
            is_expired=one.member_id is None and one.invitation.expires_at <= now,
        )
        for one in sorted(delegations, key=lambda one: order[one.subtheme])
    ]


def evidence_of(dossier: Dossier) -> QuerySet[Evidence]:
    """The files of a dossier with who added them, oldest first. One query."""
    return Evidence.objects.filter(dossier=dossier).select_related("added_by")


def find_evidence(dossier: Dossier, evidence_id: UUID) -> Evidence | None:
    """One file of this dossier. One query."""
    return Evidence.objects.filter(dossier=dossier, pk=evidence_id).first()

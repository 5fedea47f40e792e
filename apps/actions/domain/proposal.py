"""From a dossier to the question that ``apps.actions.recommendation`` answers, and back into a plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.actions.domain.plan import lock_open_dossier, new_action, record, save_changes
from apps.actions.domain.question import question_of
from apps.actions.domain.terms import suggested_due_date, suggested_evaluation_date
from apps.actions.models import Action, ActionFactor, ActionStatus, EventKind, LeftOutMeasure
from apps.actions.recommendation import Proposal, Steering, propose
from apps.actions.recommendation.cost import NO_WISHES
from apps.actions.words import OWNER_LABELS
from apps.organisations.merging import Merge, merge
from apps.organisations.models import Organisation, User
from apps.rie.content.tree import MeasureContent
from apps.rie.domain.assessment import Assessment
from apps.rie.domain.profile import Profile
from apps.rie.evaluation import Priority
from apps.rie.models import Dossier

NO_REASONS: Mapping[str, str] = MappingProxyType({})


class UnknownMeasureError(ValueError):
    """A measure code that the catalogue of this dossier does not have."""


class MeasureInPlanError(ValueError):
    """The measure is in the plan, so it cannot be left out as well."""


def propose_plan(
    *,
    organisation: Organisation,
    profile: Profile,
    assessment: Assessment,
    in_plan: Collection[str],
    left_out: Collection[str],
    steering: Steering = NO_WISHES,
) -> Proposal:
    """The smallest good plan for the risks as they are now. Reads nothing; see ``recommendation.propose``."""
    question = question_of(organisation=organisation, profile=profile, assessment=assessment)
    return propose(
        risks=question.risks,
        candidates=question.candidates,
        situation=question.situation,
        in_place=assessment.in_place,
        in_plan=frozenset(in_plan),
        left_out=frozenset(left_out),
        steering=steering,
    )


@transaction.atomic
def adopt_measures(
    *,
    dossier: Dossier,
    assessment: Assessment,
    chosen: Collection[str],
    left_out: Collection[str],
    reasons: Mapping[str, str] = NO_REASONS,
    user: User | None,
    today: date,
) -> list[Action]:
    """Put measures in the plan, with suggested owner and dates, and remember the ones not wanted.

    A measure that is in the plan already is left as it is, so a double click adds nothing twice; one that a
    colleague put there meanwhile is not left out either. One of which the action was cancelled is planned
    again, with new dates.

    Args:
        reasons: code → why it does not fit (``MisfitReason``), for those of ``left_out`` that say so. A
            reason that was given before stays when there is none now.

    Raises:
        UnknownMeasureError: a code that does not exist.
        DossierClosedError: the dossier is closed.
    """
    content = assessment.content
    unknown = sorted((set(chosen) | set(left_out)) - set(content.measures))
    if unknown:
        raise UnknownMeasureError(", ".join(unknown))
    lock_open_dossier(dossier)
    LeftOutMeasure.objects.filter(dossier=dossier, measure__code__in=chosen).delete()
    carried = _carried(dossier)
    refused = [content.measures[code] for code in sorted(set(left_out) - set(chosen))]
    _leave_out(dossier, [measure for measure in refused if not carried.get(measure.id)], reasons, user)
    wanted = [content.measures[code] for code in dict.fromkeys(chosen)]
    return [
        _plan(dossier, assessment, measure, user, today, is_known=measure.id in carried)
        for measure in wanted
        if not carried.get(measure.id)
    ]


@transaction.atomic
def leave_out_measure(
    *,
    dossier: Dossier,
    measure: MeasureContent,
    seen: Mapping[str, str],
    typed: Mapping[str, Any],
    user: User | None,
) -> Merge:
    """Remember that a measure does not fit, and why; the proposal looks for another one from now on.

    Args:
        seen: fingerprints of what the page was drawn with (``organisations.merging``).
        typed: ``reason`` (``MisfitReason``) and ``note``.

    Returns:
        What was saved. With conflicts nothing was: a colleague gave another reason meanwhile.

    Raises:
        DossierClosedError: the dossier is closed.
        MeasureInPlanError: an action that is not cancelled carries it.
        ValidationError: the reason does not exist, or the note cannot be stored.
    """
    lock_open_dossier(dossier)
    if _carried(dossier).get(measure.id):
        raise MeasureInPlanError(measure.code)
    stored = LeftOutMeasure.objects.filter(dossier=dossier, measure_id=measure.id).first()
    refusal = stored or LeftOutMeasure(
        organisation_id=dossier.organisation_id, dossier=dossier, measure_id=measure.id
    )
    outcome = Merge(changes=dict(typed), conflicts={})
    if stored:
        outcome = merge(seen=seen, stored=refusal_values(stored), typed=typed)
    if outcome.conflicts or (stored and not outcome.changes):
        return outcome
    for name, value in outcome.changes.items():
        setattr(refusal, name, value)
    refusal.by = user
    refusal.clean_fields(exclude={"organisation", "dossier", "measure", "by"})
    refusal.save()
    return outcome


def refusal_values(refusal: LeftOutMeasure | None) -> dict[str, str]:
    """The fields of a refusal that people fill in, by name; empty when there is none yet."""
    return {"reason": refusal.reason, "note": refusal.note} if refusal else {"reason": "", "note": ""}


def put_back(*, dossier: Dossier, measure: MeasureContent) -> None:
    """Let the proposal consider a measure again that was left out.

    Raises:
        DossierClosedError: the dossier is closed.
    """
    with transaction.atomic():
        lock_open_dossier(dossier)
        LeftOutMeasure.objects.filter(dossier=dossier, measure_id=measure.id).delete()


def _carried(dossier: Dossier) -> dict[UUID, bool]:
    """Id of each measure that an action carries → whether one of these is not cancelled. One query."""
    found: dict[UUID, bool] = {}
    rows = Action.objects.filter(dossier=dossier, measure__isnull=False)
    for measure_id, status in rows.values_list("measure_id", "status"):
        found[measure_id] = found.get(measure_id, False) or status != ActionStatus.CANCELLED
    return found


def _leave_out(
    dossier: Dossier, measures: Collection[MeasureContent], reasons: Mapping[str, str], user: User | None
) -> None:
    """Two statements: a reason replaces the one before, no reason replaces nothing."""
    rows = [
        LeftOutMeasure(
            organisation_id=dossier.organisation_id,
            dossier=dossier,
            measure_id=measure.id,
            reason=reasons.get(measure.code, ""),
            by=user,
        )
        for measure in measures
    ]
    LeftOutMeasure.objects.bulk_create([row for row in rows if not row.reason], ignore_conflicts=True)
    LeftOutMeasure.objects.bulk_create(
        [row for row in rows if row.reason],
        update_conflicts=True,
        unique_fields=["dossier", "measure"],
        update_fields=["reason", "by"],
    )


def _plan(
    dossier: Dossier,
    assessment: Assessment,
    measure: MeasureContent,
    user: User | None,
    today: date,
    *,
    is_known: bool,
) -> Action:
    """An action for a measure. ``is_known``: there is one that was cancelled, which is planned again."""
    risks = [risk for risk in assessment.risks if risk.code in measure.spec.factors]
    due_on = suggested_due_date(max((risk.priority for risk in risks), default=Priority.LOW), today)
    dates = {"start_on": today, "due_on": due_on, "evaluate_on": suggested_evaluation_date(due_on)}
    if is_known:
        action = Action.objects.filter(dossier=dossier, measure_id=measure.id).order_by("is_repetition")[0]
        save_changes(action=action, changes={"status": ActionStatus.PLANNED.value, **dates}, user=user)
        return action
    action = new_action(dossier=dossier)
    action.measure_id, action.title = measure.id, measure.text.title
    action.description, action.owner_name = measure.text.first_step, owner_label(measure)
    for name, value in dates.items():
        setattr(action, name, value)
    action.updated_by = user
    action.save(force_insert=True)
    ActionFactor.objects.bulk_create(
        ActionFactor(organisation_id=dossier.organisation_id, action=action, factor_id=risk.factor.id)
        for risk in risks
    )
    record(action=action, kind=EventKind.CREATED, user=user)
    return action


def owner_label(measure: MeasureContent) -> str:
    """Who usually carries out a measure, as a job."""
    return str(OWNER_LABELS[measure.spec.owner])

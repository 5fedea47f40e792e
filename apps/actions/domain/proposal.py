"""From a dossier to the question that ``apps.actions.recommendation`` answers, and back into a plan."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction

from apps.actions.domain.plan import lock_open_dossier, new_action, record
from apps.actions.domain.terms import suggested_due_date, suggested_evaluation_date
from apps.actions.models import Action, ActionFactor, EventKind, LeftOutMeasure
from apps.actions.recommendation import Candidate, Proposal, Risk, Situation, propose
from apps.actions.words import OWNER_LABELS
from apps.organisations.models import Organisation, User
from apps.rie.content.tree import MeasureContent
from apps.rie.domain.assessment import Assessment
from apps.rie.domain.profile import Profile, chosen_options
from apps.rie.evaluation import Priority
from apps.rie.models import Dossier


class UnknownMeasureError(ValueError):
    """A measure code that the catalogue of this dossier does not have."""


def propose_plan(
    *,
    organisation: Organisation,
    profile: Profile,
    assessment: Assessment,
    in_plan: Collection[str],
    left_out: Collection[str],
) -> Proposal:
    """The smallest good plan for the risks as they are now. Reads nothing; see ``recommendation.propose``."""
    return propose(
        risks=tuple(
            Risk(code=risk.code, title=risk.factor.text.problem, priority=risk.priority)
            for risk in assessment.risks
        ),
        candidates=tuple(candidate(measure) for measure in assessment.content.measures.values()),
        situation=Situation(
            headcount=organisation.headcount, sector=organisation.sector, profile=chosen_options(profile)
        ),
        in_place=assessment.in_place,
        in_plan=frozenset(in_plan),
        left_out=frozenset(left_out),
    )


def candidate(measure: MeasureContent) -> Candidate:
    """A catalogue measure, as far as the recommendation looks at it."""
    spec = measure.spec
    return Candidate(
        code=spec.code,
        title=measure.text.title,
        level=spec.level,
        step=spec.step,
        effort=spec.effort,
        cost=spec.cost,
        factors=frozenset(spec.factors),
        fits_if=tuple(spec.fits_if),
        min_headcount=spec.min_headcount,
        max_headcount=spec.max_headcount,
        sectors=tuple(spec.sectors),
    )


@transaction.atomic
def adopt_measures(
    *,
    dossier: Dossier,
    assessment: Assessment,
    chosen: Collection[str],
    left_out: Collection[str],
    user: User | None,
    today: date,
) -> list[Action]:
    """Put measures in the plan, with suggested owner and dates, and remember the ones not wanted.

    A measure that is in the plan already is left as it is, so a double click adds nothing twice.

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
    LeftOutMeasure.objects.bulk_create(
        [
            LeftOutMeasure(
                organisation_id=dossier.organisation_id,
                dossier=dossier,
                measure_id=content.measures[code].id,
                by=user,
            )
            for code in sorted(set(left_out) - set(chosen))
        ],
        ignore_conflicts=True,
    )
    present = set(Action.objects.filter(dossier=dossier).values_list("measure_id", flat=True))
    return [
        _adopt(dossier, assessment, content.measures[code], user, today)
        for code in chosen
        if content.measures[code].id not in present
    ]


def put_back(*, dossier: Dossier, measure: MeasureContent) -> None:
    """Let the proposal consider a measure again that was left out.

    Raises:
        DossierClosedError: the dossier is closed.
    """
    with transaction.atomic():
        lock_open_dossier(dossier)
        LeftOutMeasure.objects.filter(dossier=dossier, measure_id=measure.id).delete()


def _adopt(
    dossier: Dossier, assessment: Assessment, measure: MeasureContent, user: User | None, today: date
) -> Action:
    risks = [risk for risk in assessment.risks if risk.code in measure.spec.factors]
    priority = max((risk.priority for risk in risks), default=Priority.LOW)
    due_on = suggested_due_date(priority, today)
    action = new_action(dossier=dossier)
    action.measure_id = measure.id
    action.title = measure.text.title
    action.description = measure.text.first_step
    action.owner_name = owner_label(measure)
    action.start_on = today
    action.due_on = due_on
    action.evaluate_on = suggested_evaluation_date(due_on)
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

"""From a dossier file to the plan and how it is run: actions, looking back, informing.

Nobody gets a letter about an action that comes from a file. What happened on a day gets a moment on that day,
in the order of the file, because the newest look at a risk counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from apps.actions.domain.assigning import in_silence
from apps.actions.domain.evaluation import reassessed
from apps.actions.domain.plan import add_action, new_action
from apps.actions.models import (
    CARRIED_OUT,
    Action,
    ActionEvaluation,
    ActionEvent,
    ActionStep,
    Information,
    InformationAction,
    LeftOutMeasure,
    Reassessment,
)
from apps.organisations.models import User
from apps.reports.exchange.checking_plan import new_answer_of
from apps.reports.exchange.plan_schema import ActionPart, EvaluationPart, InformationPart, NewAnswerPart
from apps.reports.exchange.schema import DossierFile
from apps.reports.exchange.values import in_order
from apps.rie.content.tree import InstrumentContent
from apps.rie.domain.assessment import AssessedFactor
from apps.rie.models import Answer, Dossier
from apps.rie.queries import assessment_of

NOON = time(12)
# What follows from other keys, or is written when all actions are there.
OTHERWISE = {
    "key",
    "measure",
    "repetition",
    "factors",
    "steps",
    "owner",
    "owner_email",
    "department",
    "added_on",
    "depends_on",
    "done_on",
}


@dataclass(frozen=True)
class Target:
    """What is being filled: ``departments`` maps names to ids, ``user`` is put down as the one who did it."""

    dossier: Dossier
    content: InstrumentContent
    departments: dict[str, str]
    user: User | None


def write_plan(data: DossierFile, target: Target) -> None:
    """Everything of the plan. The answers must be there already: new answers are weighed beside them."""
    rows = [_action(part, target) for part in data.plan]
    by_key = {part.key: row for part, row in zip(data.plan, rows, strict=True) if part.key}
    for number, (part, row) in enumerate(zip(data.plan, rows, strict=True)):
        _finish(part, row, by_key, number)
    _evaluations(data.evaluations, by_key, target)
    for row, moment in zip(data.information, _moments(data.information), strict=True):
        _inform(row, moment, by_key, target)
    _left_out(data, target)


def day_done(part: ActionPart, *, today: date) -> date | None:
    """When an action that is carried out was done. A file from before that was kept does not say.

    Then it is the day by which it should be done, or the day of looking back or today when that comes first:
    nothing is done later than that.
    """
    if part.status not in CARRIED_OUT:
        return None
    return part.done_on or min(filter(None, (part.due_on, part.evaluated_on, today)))


def _action(part: ActionPart, target: Target) -> Action:
    measure = target.content.measures[part.measure] if part.measure else None
    action = new_action(dossier=target.dossier)
    for name, value in part.model_dump(exclude=OTHERWISE).items():
        setattr(action, name, value)
    action.is_repetition = part.repetition
    action.measure_id = measure.id if measure else None
    action.title = part.title if part.title is not None else measure.text.title
    if part.description is None:
        action.description = measure.text.first_step if measure else ""
    action.owner_name = part.owner
    action.department_id = target.departments[part.department] if part.department else None
    action.done_on = day_done(part, today=timezone.localdate())
    factors = [target.content.factors[code] for code in in_order(part.factors, target.content.factors)]
    with in_silence():
        add_action(action=action, factors=factors, user=target.user)
    _steps(part, action, target)
    return action


def _steps(part: ActionPart, action: Action, target: Target) -> None:
    now = timezone.now()
    ActionStep.objects.bulk_create(
        ActionStep(
            organisation_id=action.organisation_id,
            action=action,
            position=number,
            text=step.text,
            done_at=now if step.done else None,
            done_by=target.user if step.done else None,
        )
        for number, step in enumerate(part.steps, start=1)
    )


def _finish(part: ActionPart, action: Action, by_key: Mapping[str, Action], number: int) -> None:
    """What can only be said when all actions are there, or would send a letter or set a clock on the way."""
    added_at = _noon(part.added_on or timezone.localdate()) + timedelta(microseconds=number)
    Action.objects.filter(pk=action.pk).update(
        owner_email=part.owner_email,
        depends_on=by_key[part.depends_on] if part.depends_on else None,
        created_at=added_at,
    )
    ActionEvent.objects.filter(action=action).update(at=added_at)


def _evaluations(parts: list[EvaluationPart], by_key: Mapping[str, Action], target: Target) -> None:
    if not parts:
        return
    first = {risk.code: risk for risk in assessment_of(target.dossier).risks}
    for part, moment in zip(parts, _moments(parts), strict=True):
        evaluation = _evaluation(part, by_key[part.action], moment, target) if part.action else None
        answers = [
            _reassessment(answer, code, first.get(code), evaluation, target)
            for code, answer in part.answers.items()
        ]
        made = Reassessment.objects.bulk_create(answers)
        Reassessment.objects.filter(pk__in=[row.pk for row in made]).update(at=moment)
    _answered_before(next(iter(_moments(parts))), target.dossier)


def _answered_before(moment: datetime, dossier: Dossier) -> None:
    """The answers of a file were given before anybody looked back: a later answer would count for more."""
    again = Reassessment.objects.filter(dossier=dossier).values("factor")
    Answer.objects.filter(dossier=dossier, factor__in=again).update(updated_at=moment - timedelta(days=1))


def _evaluation(part: EvaluationPart, action: Action, moment: datetime, target: Target) -> ActionEvaluation:
    evaluation = ActionEvaluation.objects.create(
        organisation_id=target.dossier.organisation_id,
        action=action,
        by=target.user,
        **part.model_dump(exclude={"action", "answers"}),
    )
    ActionEvaluation.objects.filter(pk=evaluation.pk).update(at=moment)
    return evaluation


def _reassessment(
    part: NewAnswerPart,
    code: str,
    first: AssessedFactor | None,
    evaluation: ActionEvaluation | None,
    target: Target,
) -> Reassessment:
    """The class is what the method makes of it here; a class in a file is never believed."""
    return reassessed(
        dossier=target.dossier,
        content=target.content,
        answer=new_answer_of(part, target.content.factors[code]),
        first=first,
        evaluation=evaluation,
        user=target.user,
    )


def _inform(part: InformationPart, moment: datetime, by_key: Mapping[str, Action], target: Target) -> None:
    of_firm = {"organisation_id": target.dossier.organisation_id}
    told = Information.objects.create(
        **of_firm,
        dossier=target.dossier,
        held_on=part.held_on,
        how=part.how,
        is_whole_plan=part.whole_plan,
        by=target.user,
    )
    Information.objects.filter(pk=told.pk).update(at=moment)
    InformationAction.objects.bulk_create(
        InformationAction(**of_firm, information=told, action=by_key[key]) for key in part.actions or ()
    )


def _left_out(data: DossierFile, target: Target) -> None:
    parts = {part.measure: part for part in data.left_out}
    LeftOutMeasure.objects.bulk_create(
        LeftOutMeasure(
            organisation_id=target.dossier.organisation_id,
            dossier=target.dossier,
            measure_id=target.content.measures[code].id,
            reason=parts[code].reason,
            note=parts[code].note,
            by=target.user,
        )
        for code in in_order(parts, target.content.measures)
    )


def _moments(parts: list[EvaluationPart] | list[InformationPart]) -> Iterator[datetime]:
    """A moment for each: noon of its day, but always after the one before."""
    last: datetime | None = None
    for part in parts:
        noon = _noon(part.held_on)
        last = noon if last is None or last < noon else last + timedelta(microseconds=1)
        yield last


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, NOON))

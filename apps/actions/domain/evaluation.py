"""Looking back on an action: was it carried out as meant, did it help, and what risk is left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.actions.domain.keys import insert_with_own_key
from apps.actions.domain.plan import READ_AGAIN, lock_open_dossier, save_changes
from apps.actions.models import Action, ActionEvaluation, ActionStatus, Reassessment
from apps.organisations.models import User
from apps.rie.content.tree import FactorContent, InstrumentContent
from apps.rie.domain.answers import FilledIn
from apps.rie.domain.assessment import AssessedFactor, evaluate
from apps.rie.evaluation import Evaluation
from apps.rie.evaluation import Verdict as Judgement
from apps.rie.models import Dossier


@dataclass(frozen=True, kw_only=True)
class NewAnswer:
    """A factor answered anew. Scales: see ``rie.evaluation``; what the method does not ask stays empty."""

    factor: FactorContent
    verdict: str
    frequency: int | None = None
    reach: int | None = None
    severity: int | None = None
    happened: bool | None = None


@dataclass(frozen=True, kw_only=True)
class LookBack:
    """What somebody says when she looks back. ``key`` comes from the page, so that twice is once."""

    key: UUID
    held_on: date
    as_meant: str
    changed: str
    decision: str
    note: str = ""
    answers: tuple[NewAnswer, ...] = ()


def weigh_again(
    content: InstrumentContent, answer: NewAnswer, first: AssessedFactor | None
) -> Evaluation | None:
    """What the method makes of a new answer.

    Who is exposed did not change by a measure: the special groups of the first answer count again.
    """
    groups = list(first.answer.special_groups) if first and first.answer else []
    filled_in = FilledIn(
        factor_id=answer.factor.id,
        verdict=answer.verdict,
        reason="",
        frequency=answer.frequency,
        reach=answer.reach,
        severity=answer.severity,
        happened=answer.happened,
        special_groups=groups,
        departments=[],
        root_cause="",
        measures_in_place=[],
        in_place="",
        note="",
    )
    return evaluate(content, answer.factor, filled_in)


@transaction.atomic
def evaluate_action(
    *,
    action: Action,
    look_back: LookBack,
    content: InstrumentContent,
    risks: Iterable[AssessedFactor],
    user: User | None,
) -> ActionEvaluation:
    """Record a look back, the risks as they are now, and that the action is looked back on.

    The first answers of the RI&E stay as they are. Sent twice (``look_back.key``), the first one counts.

    Raises:
        DossierClosedError: the dossier is closed.
        ValidationError: the action is not carried out, the day is still to come or lies before that, or an
            answer lacks what its class needs.
    """
    lock_open_dossier(action.dossier)
    known = ActionEvaluation.objects.filter(pk=look_back.key, action=action).first()
    if known is not None:
        return known
    action.refresh_from_db(fields=READ_AGAIN)
    _check(action, look_back)
    evaluation = ActionEvaluation(
        pk=look_back.key,
        organisation_id=action.organisation_id,
        action=action,
        held_on=look_back.held_on,
        as_meant=look_back.as_meant,
        changed=look_back.changed,
        decision=look_back.decision,
        note=look_back.note,
        by=user,
    )
    evaluation.clean_fields(exclude={"organisation", "action", "by"})
    insert_with_own_key(evaluation)
    first = {risk.code: risk for risk in risks}
    Reassessment.objects.bulk_create(
        reassessed(
            dossier=action.dossier,
            content=content,
            answer=answer,
            first=first.get(answer.factor.code),
            evaluation=evaluation,
            user=user,
        )
        for answer in look_back.answers
    )
    if action.status == ActionStatus.DONE:
        changes = {"status": ActionStatus.EVALUATED.value, "evaluated_on": look_back.held_on}
        save_changes(action=action, changes=changes, user=user)
    return evaluation


def without_unneeded(answer: NewAnswer) -> NewAnswer:
    """A factor that is in order again has no frequency, reach or severity."""
    if Judgement(answer.verdict).is_problem:
        return answer
    return replace(answer, frequency=None, reach=None, severity=None, happened=None)


def _check(action: Action, look_back: LookBack) -> None:
    if not action.is_carried_out:
        raise ValidationError(_("You can look back when the action is done. First say that it is."))
    if look_back.held_on > timezone.localdate():
        raise ValidationError({"held_on": _("This day is still to come. Choose today or an earlier day.")})
    if look_back.held_on < action.done_on:
        raise ValidationError({"held_on": _("This day lies before the action was done. Choose a later day.")})


def reassessed(
    *,
    dossier: Dossier,
    content: InstrumentContent,
    answer: NewAnswer,
    first: AssessedFactor | None,
    evaluation: ActionEvaluation | None,
    user: User | None,
) -> Reassessment:
    """A factor answered anew with the class that the method gives it now; not saved yet.

    Raises:
        ValidationError: the answer lacks what its class needs.
    """
    answer = without_unneeded(answer)
    weighed = weigh_again(content, answer, first)
    if weighed is not None and weighed.missing:
        raise ValidationError(_("Also fill in how often, how many and how serious; then there is a class."))
    priority = weighed.priority if weighed else None
    return Reassessment(
        organisation_id=dossier.organisation_id,
        dossier=dossier,
        factor_id=answer.factor.id,
        evaluation=evaluation,
        verdict=answer.verdict,
        frequency=answer.frequency,
        reach=answer.reach,
        severity=answer.severity,
        happened=answer.happened,
        priority=priority.key if priority else "",
        reason=weighed.reason[:300] if priority else "",
        by=user,
    )

"""An adviser reads: she starts on a round, and says per risk that she has nothing to add.

Both only while the round is with the adviser; a round that was sent back, replaced, concluded or taken back
stays as she left it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.organisations.models import User
from apps.review.consents import read_content
from apps.review.domain.errors import TurnRefusedError, UnknownSubjectError
from apps.review.domain.turns import Verb, take_turn
from apps.review.models import AcceptedRisk, Submission, SubmissionState
from apps.rie.domain.errors import DossierClosedError
from apps.rie.evaluation import Verdict
from apps.rie.models import Dossier


@transaction.atomic
def start_reading(*, submission: Submission, user: User) -> None:
    """Write down that the version is being read; a round that nobody has becomes hers. Idempotent.

    Raises:
        TurnRefusedError: the round is not with the adviser (any more).
        DossierClosedError: the dossier is closed.
    """
    _check_turn(submission)
    submission.refresh_from_db(fields=["adviser", "opened_at"])
    opened_at = submission.opened_at or timezone.now()
    if submission.adviser_id is None:
        take_turn(submission=submission, verb=Verb.ASSIGN, user=user, adviser=user, opened_at=opened_at)
    elif submission.opened_at is None:
        Submission.objects.filter(pk=submission.pk).update(opened_at=opened_at)
        submission.opened_at = opened_at


@transaction.atomic
def accept_risk(*, submission: Submission, code: str, user: User) -> AcceptedRisk:
    """She read this risk and has nothing to add. Saying it twice is saying it once; who was first stays.

    Raises:
        UnknownSubjectError: the version holds no such risk.
        TurnRefusedError: the round is not with the adviser (any more).
        DossierClosedError: the dossier is closed.
    """
    _check_risk(submission, code)
    _check_turn(submission)
    accepted, _is_new = AcceptedRisk.objects.get_or_create(
        submission=submission,
        factor_code=code,
        defaults={"organisation_id": submission.organisation_id, "by": user},
    )
    return accepted


@transaction.atomic
def unaccept_risk(*, submission: Submission, code: str) -> None:
    """She takes that back; nothing happens when it was not said in this round.

    Raises:
        UnknownSubjectError: the version holds no such risk.
        TurnRefusedError: the round is not with the adviser (any more).
        DossierClosedError: the dossier is closed.
    """
    _check_risk(submission, code)
    _check_turn(submission)
    AcceptedRisk.objects.filter(submission=submission, factor_code=code).delete()


def same_risk(old: Mapping[str, Any], new: Mapping[str, Any], code: str) -> bool:
    """Whether a risk, and all that the plan says against it, is the same in two versions. Pure.

    Stricter than the answer alone: who agreed with a risk agreed with its measures too.
    """
    return _whole_risk(old, code) == _whole_risk(new, code)


def _whole_risk(frozen: Mapping[str, Any], code: str) -> tuple[Any, ...]:
    actions = {key: action for key, action in frozen["actions"].items() if code in action["factors"]}
    about = {code, *actions}
    evidence = [row for row in frozen["evidence"] if about & set(row[1:3])]
    parts = (frozen[part].get(code) for part in ("factors", "settled", "reassessments", "off"))
    return (*parts, actions, evidence)


def _check_risk(submission: Submission, code: str) -> None:
    given = read_content(submission.version)["factors"].get(code)
    if not given or not given["verdict"] or not Verdict(given["verdict"]).is_problem:
        raise UnknownSubjectError


def _check_turn(submission: Submission) -> None:
    """With the dossier locked, as a turn does, so that no judgement slips in after a round moved on."""
    dossier = Dossier.objects.select_for_update().get(pk=submission.dossier_id)
    if not dossier.is_open:
        raise DossierClosedError
    state = Submission.objects.values_list("state", flat=True).get(pk=submission.pk)
    if state != SubmissionState.SUBMITTED:
        raise TurnRefusedError

"""Findings of an adviser, and the talk about them with the firm.

| what                  | verb                   | when                          | who          |
| --------------------- | ---------------------- | ----------------------------- | ------------ |
| a finding, a draft    | add, change, drop      | it is the adviser's turn      | adviser      |
| the firm sees it      | show_findings          | the round is returned or ends | adviser      |
| open → answered       | answer_finding         | a round is open               | employer, HR |
| answered → open       | reply_finding          | a round is open               | adviser      |
| → closed, → open      | close, reopen          | a round is open               | adviser      |

What was shown is never changed or taken away: what is added to it is a message.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.actions.domain.keys import insert_with_own_key
from apps.actions.domain.plan import lock_open_dossier
from apps.organisations.merging import Merge, merge
from apps.organisations.models import User
from apps.review.consents import read_content
from apps.review.domain.errors import (
    FindingClosedError,
    FindingNotShownError,
    FindingShownError,
    TalkEndedError,
    TurnRefusedError,
    UnknownSubjectError,
)
from apps.review.domain.turns import Verb, take_turn
from apps.review.findings import about_of, findings_for_practice, holds, subject_of
from apps.review.models import OPEN, Finding, FindingMessage, FindingState, Submission, SubmissionState
from apps.review.telling import tell_message
from apps.rie.models import Dossier

TEXTS = ("criterion", "weight", "observation", "evidence", "advice", "proposed_priority")
EDITABLE_FIELDS = ("about", *TEXTS)


def finding_values(finding: Finding) -> dict[str, Any]:
    """The fields of a finding that the adviser fills in, by name."""
    return {"about": about_of(finding), **{name: getattr(finding, name) for name in TEXTS}}


@transaction.atomic
def add_finding(*, submission: Submission, key: UUID, user: User, about: str, **values: Any) -> Finding:
    """Write a finding in a round. The firm does not see it yet.

    The dossier is locked, so that two advisers at once get one number each.

    Args:
        key: id of the finding, from the page, so that a double click makes one.
        about: ``r-CODE``, ``a-UUID`` or ``whole``; see ``findings.about_of``.
        values: checked values of the other ``EDITABLE_FIELDS``.

    Raises:
        UnknownSubjectError: the version of this round holds nothing like it.
        ValidationError: a priority for what is no factor; by field.
        TurnRefusedError: it is not the adviser's turn.
        DossierClosedError: the dossier is closed.
    """
    _lock(submission, (SubmissionState.SUBMITTED,))
    known = Finding.objects.filter(pk=key, dossier_id=submission.dossier_id).first()
    if known is not None:
        return known
    if not holds(read_content(submission.version), about):
        raise UnknownSubjectError
    check_priority(about=about, proposed_priority=values.get("proposed_priority", ""))
    factor_code, action_id = subject_of(about)
    numbers = Finding.objects.filter(dossier_id=submission.dossier_id).aggregate(last=Max("number"))
    finding = Finding(
        pk=key,
        organisation_id=submission.organisation_id,
        dossier_id=submission.dossier_id,
        submission=submission,
        number=(numbers["last"] or 0) + 1,
        factor_code=factor_code,
        action_id=action_id,
        by=user,
        **values,
    )
    insert_with_own_key(finding)
    return finding


@transaction.atomic
def change_finding(
    *, finding: Finding, submission: Submission, seen: Mapping[str, str], typed: Mapping[str, Any]
) -> Merge:
    """Write a draft in other words, all fields or none; what a colleague wrote meanwhile is a conflict.

    Args:
        submission: the round that is open.

    Raises:
        FindingShownError: the firm has seen it.
        UnknownSubjectError, ValidationError, TurnRefusedError, DossierClosedError: see ``add_finding``.
    """
    _lock_draft(finding, submission)
    stored = finding_values(finding)
    outcome = merge(seen=seen, stored=stored, typed=typed)
    if not outcome.changes or outcome.conflicts:
        return outcome
    changes = dict(outcome.changes)
    whole = {**stored, **changes}
    check_priority(about=whole["about"], proposed_priority=whole["proposed_priority"])
    about = changes.pop("about", None)
    if about is not None:
        if not holds(read_content(submission.version), about):
            raise UnknownSubjectError
        changes["factor_code"], changes["action_id"] = subject_of(about)
    Finding.objects.filter(pk=finding.pk).update(**changes, row_version=F("row_version") + 1)
    finding.refresh_from_db()
    return outcome


def check_priority(*, about: str, proposed_priority: str) -> None:
    """A priority is the class of a risk; an action and the whole have none.

    Raises:
        ValidationError: one is proposed for something else, under ``proposed_priority``.
    """
    if proposed_priority and not about.startswith("r-"):
        words = _("Only a risk has a priority. Choose the risk that this is about, or leave this empty.")
        raise ValidationError({"proposed_priority": words})


@transaction.atomic
def drop_finding(*, finding: Finding, submission: Submission) -> None:
    """Throw a draft away. Drafts after it move up, so that the firm sees no gap in the numbers.

    What the firm has seen keeps its number: then nothing moves.

    Raises:
        FindingShownError, TurnRefusedError, DossierClosedError: see ``change_finding``.
    """
    _lock_draft(finding, submission)
    Finding.objects.filter(pk=finding.pk).delete()
    later = list(
        Finding.objects.filter(dossier_id=finding.dossier_id, number__gt=finding.number).order_by("number")
    )
    if any(other.shown_at for other in later):
        return
    for other in later:  # upwards, one by one: a number stands once in a dossier at every moment
        Finding.objects.filter(pk=other.pk).update(number=F("number") - 1)


@transaction.atomic
def show_findings(*, submission: Submission, at: datetime) -> int:
    """Let the firm see the drafts of the practice of this round, also those of an earlier round of it.

    Called within returning and concluding. Who was shown before keeps its first moment.

    Returns:
        How many the firm sees for the first time.
    """
    Dossier.objects.select_for_update().get(pk=submission.dossier_id)
    drafts = findings_for_practice(submission).filter(shown_at__isnull=True)
    keys = list(drafts.values_list("pk", flat=True))
    return Finding.objects.filter(pk__in=keys).update(shown_at=at, row_version=F("row_version") + 1)


@transaction.atomic
def answer_finding(*, finding: Finding, text: str, key: UUID, user: User) -> FindingMessage:
    """The firm answers: it is the adviser's turn. In a returned round that is a turn of the round as well.

    Args:
        text: checked by ``validate_plain_text``, not empty.
        key: id of the message, from the page, so that a double click writes it once.

    Raises:
        TalkEndedError: no round of this dossier is open.
        FindingNotShownError, FindingClosedError: it cannot be answered (any more).
        DossierClosedError: the dossier is closed.
    """
    lock_open_dossier(finding.dossier)
    known = FindingMessage.objects.filter(pk=key, finding=finding).first()
    if known is not None:
        return known
    submission = Submission.objects.filter(dossier_id=finding.dossier_id, state__in=OPEN).first()
    if submission is None:
        raise TalkEndedError
    message = _say(finding, text=text, key=key, user=user, is_adviser=False)
    if submission.state == SubmissionState.RETURNED:
        submission.dossier = finding.dossier
        take_turn(submission=submission, verb=Verb.ANSWER, user=user, note=f"#{finding.number}")
    return message


@transaction.atomic
def reply_finding(
    *, finding: Finding, submission: Submission, text: str, key: UUID, user: User
) -> FindingMessage:
    """The adviser answers back: it is the firm's turn again.

    Raises:
        TurnRefusedError: the round has ended.
        FindingNotShownError, FindingClosedError: it cannot be answered (any more).
        DossierClosedError: the dossier is closed.
    """
    _lock(submission, OPEN)
    known = FindingMessage.objects.filter(pk=key, finding=finding).first()
    return known or _say(finding, text=text, key=key, user=user, is_adviser=True)


@transaction.atomic
def close_finding(*, finding: Finding, submission: Submission) -> None:
    """The adviser is satisfied. Closed already, the first moment stays.

    Raises:
        FindingNotShownError: the firm has not seen it.
        TurnRefusedError, DossierClosedError: see ``reply_finding``.
    """
    _lock_shown(finding, submission)
    if finding.state != FindingState.CLOSED:
        _move(finding, FindingState.CLOSED, closed_at=timezone.now())


@transaction.atomic
def reopen_finding(*, finding: Finding, submission: Submission) -> None:
    """The adviser opens a closed finding again; one that is not closed stays as it is.

    Raises:
        FindingNotShownError, TurnRefusedError, DossierClosedError: see ``close_finding``.
    """
    _lock_shown(finding, submission)
    if finding.state == FindingState.CLOSED:
        _move(finding, FindingState.OPEN, closed_at=None)


def _say(finding: Finding, *, text: str, key: UUID, user: User, is_adviser: bool) -> FindingMessage:
    finding.refresh_from_db(fields=["state", "shown_at"])
    if finding.shown_at is None:
        raise FindingNotShownError
    if finding.state == FindingState.CLOSED:
        raise FindingClosedError
    message = FindingMessage(
        pk=key,
        organisation_id=finding.organisation_id,
        finding=finding,
        text=text,
        is_adviser=is_adviser,
        by=user,
        by_name=str(user)[: FindingMessage._meta.get_field("by_name").max_length],
    )
    insert_with_own_key(message)
    _move(finding, FindingState.OPEN if is_adviser else FindingState.ANSWERED, closed_at=None)
    tell_message(message=message)
    return message


def _move(finding: Finding, state: FindingState, *, closed_at: datetime | None) -> None:
    changes = {"state": state, "closed_at": closed_at}
    Finding.objects.filter(pk=finding.pk).update(**changes, row_version=F("row_version") + 1)
    finding.refresh_from_db(fields=[*changes, "row_version"])


def _lock(submission: Submission, states: Collection[str]) -> None:
    """Hold the dossier and see that the round is still in one of these states."""
    lock_open_dossier(submission.dossier)
    state = Submission.objects.values_list("state", flat=True).get(pk=submission.pk)
    if state not in states:
        raise TurnRefusedError


def _lock_draft(finding: Finding, submission: Submission) -> None:
    _lock(submission, (SubmissionState.SUBMITTED,))
    finding.refresh_from_db()
    if finding.shown_at is not None:
        raise FindingShownError


def _lock_shown(finding: Finding, submission: Submission) -> None:
    _lock(submission, OPEN)
    finding.refresh_from_db(fields=["state", "shown_at", "closed_at"])
    if finding.shown_at is None:
        raise FindingNotShownError

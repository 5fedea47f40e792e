"""Turns in a round of review: the one table of who may do what when, and the one place that carries it out.

| from                | verb             | to         | who                                    |
| ------------------- | ---------------- | ---------- | -------------------------------------- |
|                     | submit           | submitted  | employer                               |
| submitted           | accept_invitation| submitted  | invited adviser                        |
| submitted, returned | assign           | the same   | practice                               |
| submitted, returned | release          | the same   | adviser who leaves the practice        |
| submitted, returned | agree            | the same   | practice: the day of the answer        |
| submitted           | return           | returned   | adviser, with a comment                |
| returned            | answer           | returned   | employer, HR: an answer to a finding   |
| submitted, returned | supersede        | superseded | employer, by submitting a newer version|
| submitted           | conclude         | concluded  | adviser                                |
| submitted, returned | withdraw         | withdrawn  | employer                               |
| submitted, returned | close_practice   | withdrawn  | practice that stops                    |

Every turn leaves a row (``SubmissionEvent``), moves the state of the dossier along, and tells whoever it
concerns. The database guards the states a second time (constraints and triggers).
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps.organisations.models import User
from apps.review.domain.errors import TurnRefusedError
from apps.review.models import OPEN, Submission, SubmissionEvent, SubmissionState
from apps.rie.domain.dossier import set_review_state
from apps.rie.models import Dossier, DossierState


class Verb(StrEnum):
    SUBMIT = "submit"
    ACCEPT_INVITATION = "accept_invitation"
    ASSIGN = "assign"
    RELEASE = "release"
    AGREE = "agree"
    RETURN = "return"
    ANSWER = "answer"
    SUPERSEDE = "supersede"
    CONCLUDE = "conclude"
    WITHDRAW = "withdraw"
    CLOSE_PRACTICE = "close_practice"


SUBMITTED, RETURNED = SubmissionState.SUBMITTED, SubmissionState.RETURNED
# verb → (from which states, to which state; None stays where it is)
TABLE: dict[Verb, tuple[tuple[SubmissionState, ...], SubmissionState | None]] = {
    Verb.SUBMIT: ((), SUBMITTED),
    Verb.ACCEPT_INVITATION: ((SUBMITTED,), None),
    Verb.ASSIGN: (OPEN, None),
    Verb.RELEASE: (OPEN, None),
    Verb.AGREE: (OPEN, None),
    Verb.RETURN: ((SUBMITTED,), RETURNED),
    Verb.ANSWER: ((RETURNED,), None),
    Verb.SUPERSEDE: (OPEN, SubmissionState.SUPERSEDED),
    Verb.CONCLUDE: ((SUBMITTED,), SubmissionState.CONCLUDED),
    Verb.WITHDRAW: (OPEN, SubmissionState.WITHDRAWN),
    Verb.CLOSE_PRACTICE: (OPEN, SubmissionState.WITHDRAWN),
}

Listener = Callable[[SubmissionEvent], None]
_listeners: list[Listener] = []


def on_turn(listener: Listener) -> None:
    """Call ``listener(event)`` in the transaction of every turn. ``event.submission``: as it is after it."""
    if listener not in _listeners:
        _listeners.append(listener)


@transaction.atomic
def take_turn(
    *, submission: Submission, verb: Verb, user: User | None, note: str = "", **changes: Any
) -> SubmissionEvent:
    """Carry out a turn: check it against the table, change the round, write the row, tell people.

    The dossier is locked, so that of two who take a turn at the same moment the second sees the first.

    Args:
        submission: any copy of the round; brought up to date in place.
        note: why, as the log keeps it.
        changes: other fields of the round that this turn sets.

    Raises:
        TurnRefusedError: it is not the time for this verb (any more).
        DossierClosedError: the dossier is closed.
    """
    Dossier.objects.select_for_update().get(pk=submission.dossier_id)
    before = Submission.objects.values_list("state", flat=True).get(pk=submission.pk)
    allowed, goal = TABLE[verb]
    if before not in allowed:
        raise TurnRefusedError
    after = goal or SubmissionState(before)
    ended = {} if after in OPEN else {"ended_at": timezone.now()}
    values = {**changes, **ended, "state": after}
    Submission.objects.filter(pk=submission.pk).update(**values, row_version=F("row_version") + 1)
    submission.refresh_from_db(fields=[*values, "row_version"])
    return _record(submission, verb, before=before, user=user, note=note)


@transaction.atomic
def first_turn(*, submission: Submission, user: User) -> SubmissionEvent:
    """Write down a new round, not saved yet, as its first turn.

    Raises:
        IntegrityError: another round of this dossier is open (constraint ``one_open_submission``).
        DossierClosedError: the dossier is closed.
    """
    submission.save(force_insert=True)
    return _record(submission, Verb.SUBMIT, before="", user=user, note=submission.note)


def _record(
    submission: Submission, verb: Verb, *, before: str, user: User | None, note: str
) -> SubmissionEvent:
    _move_dossier(submission)
    event = SubmissionEvent.objects.create(
        organisation_id=submission.organisation_id,
        submission=submission,
        verb=verb,
        before=before,
        after=submission.state,
        note=note,
        by=user,
        by_name=str(user)[:150] if user else "",
        practice=submission.practice.name if verb in BY_THE_PRACTICE and submission.practice else "",
    )
    for listener in _listeners:
        listener(event)
    return event


BY_THE_PRACTICE = frozenset(
    {
        Verb.ACCEPT_INVITATION,
        Verb.ASSIGN,
        Verb.RELEASE,
        Verb.AGREE,
        Verb.RETURN,
        Verb.CONCLUDE,
        Verb.CLOSE_PRACTICE,
    }
)
MIRRORED = {
    SubmissionState.SUBMITTED: DossierState.SUBMITTED,
    SubmissionState.RETURNED: DossierState.RETURNED,
    SubmissionState.CONCLUDED: DossierState.REVIEWED,
}


def _move_dossier(submission: Submission) -> None:
    """A superseded round leaves it to the newer one; after a withdrawal an earlier review counts again."""
    if submission.state == SubmissionState.SUPERSEDED:
        return
    state = MIRRORED.get(SubmissionState(submission.state))
    if state is None:
        concluded = Submission.objects.filter(
            dossier_id=submission.dossier_id, state=SubmissionState.CONCLUDED
        )
        state = DossierState.REVIEWED if concluded.exists() else DossierState.DRAFT
    set_review_state(dossier=submission.dossier, state=state)

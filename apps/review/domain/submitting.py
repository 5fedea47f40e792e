"""Submitting a version to an adviser, and taking it back.

| from                | verb     | to        | who      |
| ------------------- | -------- | --------- | -------- |
|                     | submit   | submitted | employer |
| submitted, returned | withdraw | withdrawn | employer |

A newer version replaces the round that is open (``superseded``) and starts the next. The practice that is
asked can read along from then on. Another practice chosen, or the round taken back: the share with the
practice that was asked before ends, so that nobody reads who is not asked to.
"""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.actions.domain.plan import lock_open_dossier
from apps.organisations.models import Practice, PracticeMembership, User
from apps.review.completeness import Completeness, completeness_now
from apps.review.domain.errors import ReviewRefusedError, TurnRefusedError
from apps.review.domain.freezing import freeze
from apps.review.domain.inviting import invite_adviser
from apps.review.domain.sharing import share_dossier, withdraw_share
from apps.review.domain.turns import Verb, first_turn, take_turn
from apps.review.models import OPEN, DossierShare, Submission, SubmissionState
from apps.review.rounds import open_round, rounds_of
from apps.rie.models import Dossier
from apps.rie.queries import assessment_of, find_dossier


class NotCompleteError(ReviewRefusedError):
    """Something is missing that the adviser cannot do without; ``completeness`` names it."""

    reason = gettext_lazy("Your RI&E is not complete yet. First mend what stands below.")

    def __init__(self, completeness: Completeness) -> None:
        super().__init__()
        self.completeness = completeness


class AlreadySubmittedError(ReviewRefusedError):
    """This very version is with somebody else."""

    reason = gettext_lazy(
        "This version is with another adviser already. First take it back, then you can choose somebody else."
    )


class NothingChangedError(ReviewRefusedError):
    reason = gettext_lazy(
        "Nothing has changed since this version was reviewed. Change your RI&E first; then you can submit it."
    )


@transaction.atomic
def submit(
    *,
    dossier: Dossier,
    practice: Practice | None = None,
    invited_email: str = "",
    note: str = "",
    wished_on: date | None = None,
    no_consent_reason: str = "",
    user: User,
) -> Submission:
    """Freeze the dossier as it is now and ask a practice to review that version.

    Asked twice for the same version and the same adviser (a double click, two tabs), the round that is open
    already comes back: no second round, no second letter.

    Args:
        practice: one on the platform. None: the adviser with ``invited_email`` is invited.
        wished_on: a day in the time zone of the site, today or later.
        no_consent_reason: asked for only when consent is missing; left out of the round otherwise.

    Raises:
        DossierClosedError: the dossier is closed.
        NotCompleteError: an error of ``completeness`` stands open.
        ValidationError: by field: no consent and no reason, nobody or two chosen, a wished day in the past.
        SharingRefusedError: a trial, a practice that has stopped, or somebody who also works in the firm.
        InvitedMemberError, TrialCannotInviteError, TooManyLettersError: of ``invite_adviser``.
        AlreadySubmittedError: this version is with somebody else.
        NothingChangedError: this version was reviewed already.
        TurnRefusedError: somebody else submitted another version at this very moment.
    """
    if practice is not None:  # so that it does not stop at this very moment; always before the dossier
        practice = Practice.objects.select_for_update().get(pk=practice.pk)
    lock_open_dossier(dossier)
    now = _as_stored(dossier)
    completeness = completeness_now(now, assessment_of(now), today=timezone.localdate())
    check_submission(
        practice=practice,
        invited_email=invited_email,
        wished_on=wished_on,
        no_consent_reason=no_consent_reason,
        needs_consent_reason=completeness.needs_consent_reason,
    )
    if completeness.blocks:
        raise NotCompleteError(completeness)
    round_ = Submission(
        organisation_id=now.organisation_id,
        dossier=dossier,
        version=freeze(dossier=now, user=user),
        practice=practice,
        invited_email="" if practice else invited_email,
        submitted_by=user,
        note=note,
        wished_on=wished_on,
        no_consent_reason=no_consent_reason if completeness.needs_consent_reason else "",
    )
    running = open_round(dossier)
    if running is not None and _is_asked_already(round_, running):
        return running
    _check_changed(round_, running)
    if practice is not None:  # letters go with the turn
        share_dossier(dossier=dossier, practice=practice, user=user)
    if running is not None:
        _replace(running, round_, user)
    return _start(round_, user)


def check_submission(
    *,
    practice: Practice | None,
    invited_email: str,
    wished_on: date | None,
    no_consent_reason: str,
    needs_consent_reason: bool,
) -> None:
    """Whether a version can be submitted like this; the days are in the time zone of the site.

    Raises:
        ValidationError: what is wrong, by field.
    """
    wrong = {}
    if practice is None and not invited_email:
        wrong["practice"] = _("Choose a practice, or fill in the e-mail address of your adviser.")
    if practice is not None and invited_email:
        wrong["invited_email"] = _("Choose a practice or fill in an e-mail address, not both.")
    if wished_on is not None and wished_on < timezone.localdate():
        wrong["wished_on"] = _("This day is over. Choose a day that has still to come.")
    if needs_consent_reason and not no_consent_reason.strip():
        wrong["no_consent_reason"] = _("Write why there is no consent. Then the adviser knows.")
    if wrong:
        raise ValidationError(wrong)


@transaction.atomic
def withdraw(*, submission: Submission, user: User, reason: str = "") -> None:
    """Take a round back: the practice sees nothing of it any more, from this moment on.

    Raises:
        TurnRefusedError: the round has ended already.
        DossierClosedError: the dossier is closed.
    """
    take_turn(submission=submission, verb=Verb.WITHDRAW, user=user, note=reason)
    _let_out(submission)


def closing_refused(dossier: Dossier) -> Promise | None:
    """Why a dossier cannot be closed now: an adviser is reading it. One query."""
    if not Submission.objects.filter(dossier=dossier, state__in=OPEN).exists():
        return None
    return gettext_lazy(
        "Your RI&E is with an adviser. First take it back, or wait for the advice; then you can close it."
    )


def _as_stored(dossier: Dossier) -> Dossier:
    """The dossier as it is under the lock: what was read before may be old."""
    now = find_dossier(dossier.pk)
    now.organisation = dossier.organisation
    return now


def _is_asked_already(round_: Submission, running: Submission) -> bool:
    """Whether the open round is about this version and with this adviser.

    Raises:
        AlreadySubmittedError: the same version is with somebody else.
    """
    if running.version_id != round_.version_id or running.state != SubmissionState.SUBMITTED:
        return False
    if not _is_same_adviser(round_, running):
        raise AlreadySubmittedError
    return True


def _is_same_adviser(round_: Submission, running: Submission) -> bool:
    """The practice, or the address that was invited, also when its adviser has come in since."""
    if round_.practice_id is not None:
        return round_.practice_id == running.practice_id
    return round_.invited_email.lower() == running.invited_email.lower()


def _check_changed(round_: Submission, running: Submission | None) -> None:
    if running is not None:
        return
    last = rounds_of(round_.dossier).exclude(state=SubmissionState.WITHDRAWN).first()
    if last is not None and last.version_id == round_.version_id:
        raise NothingChangedError


def _replace(running: Submission, round_: Submission, user: User) -> None:
    """End the open round. Its adviser goes on when the practice is the same and she still works there."""
    take_turn(submission=running, verb=Verb.SUPERSEDE, user=user)
    if running.practice_id != round_.practice_id:
        _let_out(running)
    elif running.adviser_id and _works_there(running):
        round_.adviser_id = running.adviser_id


def _works_there(running: Submission) -> bool:
    places = PracticeMembership.objects.filter(practice_id=running.practice_id, user_id=running.adviser_id)
    return places.filter(user__is_active=True).exists()


def _let_out(round_: Submission) -> None:
    """Shut the dossier for the practice of a round."""
    shares = DossierShare.objects.filter(dossier_id=round_.dossier_id, practice_id=round_.practice_id)
    for share in shares.filter(withdrawn_at__isnull=True):
        withdraw_share(share=share)


def _start(round_: Submission, user: User) -> Submission:
    """Write the round down; when another one slipped in before the lock, that one is the round."""
    last = Submission.objects.filter(dossier_id=round_.dossier_id).aggregate(last=Max("number"))["last"]
    round_.number = (last or 0) + 1
    try:
        with transaction.atomic():
            first_turn(submission=round_, user=user)
            if round_.practice_id is None:
                invite_adviser(submission=round_, user=user)
    except IntegrityError:
        running = open_round(round_.dossier)
        if running is None:
            raise
        if not _is_asked_already(round_, running):
            raise TurnRefusedError from None
        return running
    return round_

"""The verbs with which an adviser answers the firm: agree on a day, return, and conclude."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.organisations.merging import Merge, merge
from apps.organisations.models import User
from apps.review.consents import read_content
from apps.review.domain.errors import TurnRefusedError
from apps.review.domain.findings import show_findings
from apps.review.domain.turns import Verb, take_turn
from apps.review.domain.visiting import hold
from apps.review.judgements import open_musts
from apps.review.models import OPEN, Certificate, Outcome, ReviewRecord, ReviewScope, Submission
from apps.rie.domain.errors import DossierClosedError
from apps.rie.models import Dossier

JUDGEMENT = ("advice", "scope", "adviser_name", "certificate_type", "certificate_number")
# Without letters and digits that look alike on paper: 0 O, 1 I L, 5 S, 8 B, U V.
REFERENCE_LETTERS = "234679ACDEFGHJKMNPQRTWXYZ"


def check_day(*, day: date | None, field: str, today: date | None = None) -> None:
    """A day to wait for lies today or later.

    Raises:
        ValidationError: at ``field``.
    """
    if day is not None and day < (today or timezone.localdate()):
        raise ValidationError({field: _("This day is over. Choose today or a later day.")})


@transaction.atomic
def agree(
    *, submission: Submission, agreed_on: date, user: User, seen: Mapping[str, str] | None = None
) -> Merge:
    """Agree on the day by which the adviser answers. The same day again changes nothing and tells nobody.

    Args:
        seen: fingerprints of what the page was drawn with; without them this day takes the place of another.

    Returns:
        What was saved; or the day that a colleague agreed on meanwhile, and nothing saved.

    Raises:
        ValidationError: the day is over.
        TurnRefusedError: the round has ended.
        DossierClosedError: the dossier is closed.
    """
    check_day(day=agreed_on, field="agreed_on")
    dossier = Dossier.objects.select_for_update().get(pk=submission.dossier_id)
    submission.refresh_from_db(fields=["state", "agreed_on"])
    if not dossier.is_open:
        raise DossierClosedError
    if submission.state not in OPEN:
        raise TurnRefusedError
    stored = {"agreed_on": submission.agreed_on}
    outcome = (
        Merge(changes={"agreed_on": agreed_on} if agreed_on != submission.agreed_on else {}, conflicts={})
        if seen is None
        else merge(seen=seen, stored=stored, typed={"agreed_on": agreed_on})
    )
    if outcome.changes and not outcome.conflicts:
        take_turn(
            submission=submission,
            verb=Verb.AGREE,
            user=user,
            note=agreed_on.isoformat(),
            agreed_on=agreed_on,
        )
    return outcome


@transaction.atomic
def return_submission(*, submission: Submission, comment: str, expected_on: date | None, user: User) -> None:
    """Give the round back to the firm, with a comment and every finding. Who returns a round that is
    nobody's takes it.

    Raises:
        ValidationError: no comment, or the day is over.
        TurnRefusedError, DossierClosedError: see ``visiting.hold``.
    """
    if not comment.strip():
        raise ValidationError({"return_comment": _("Say what must be changed. The firm starts from there.")})
    check_day(day=expected_on, field="expected_on")
    hold(submission)
    now = timezone.now()
    show_findings(submission=submission, at=now)  # before the turn: its letter tells how many there are
    take_turn(
        submission=submission,
        verb=Verb.RETURN,
        user=user,
        note=comment,
        return_comment=comment,
        returned_at=now,
        expected_on=expected_on,
        **_whose(submission, user),
    )


@transaction.atomic
def save_judgement(
    *, submission: Submission, seen: Mapping[str, str], typed: Mapping[str, Any], user: User
) -> Merge:
    """Keep advice, scope, name and certificate as a draft; what a colleague saved meanwhile is a conflict.

    Raises:
        TurnRefusedError, DossierClosedError: see ``visiting.hold``.
    """
    hold(submission)
    stored = {name: getattr(submission, name) for name in JUDGEMENT}
    outcome = merge(
        seen=seen, stored=stored, typed={name: typed[name] for name in JUDGEMENT if name in typed}
    )
    if outcome.changes and not outcome.conflicts:
        for name, value in outcome.changes.items():
            setattr(submission, name, value)
        submission.row_version += 1
        submission.save(update_fields=[*outcome.changes, "row_version"])
    return outcome


@transaction.atomic
def conclude_as_seen(
    *, submission: Submission, seen: Mapping[str, str], typed: Mapping[str, Any], outcome: str, user: User
) -> Merge:
    """Save what was typed over the draft and conclude with it; a conflict concludes nothing.

    Raises:
        see ``conclude``; then nothing is saved either.
    """
    saved = save_judgement(submission=submission, seen=seen, typed=typed, user=user)
    if not saved.conflicts:
        draft = {name: getattr(submission, name) for name in JUDGEMENT}
        conclude(submission=submission, outcome=outcome, user=user, **draft)
    return saved


@transaction.atomic
def conclude(
    *,
    submission: Submission,
    outcome: str,
    advice: str,
    scope: str,
    adviser_name: str,
    certificate_type: str,
    certificate_number: str,
    user: User,
) -> ReviewRecord:
    """Conclude a round: the judgement stands from now on, and the practice keeps a record of it.

    Raises:
        ValidationError: by field, what is missing or does not fit.
        TurnRefusedError, DossierClosedError: see ``visiting.hold``.
    """
    judgement = {
        "outcome": outcome,
        "advice": advice.strip(),
        "scope": scope,
        "adviser_name": adviser_name.strip(),
        "certificate_type": certificate_type,
        "certificate_number": certificate_number.strip(),
    }
    hold(submission)
    check_judgement(judgement, has_open_musts=open_musts(submission).exists())
    record = _record_of(submission, judgement)
    show_findings(submission=submission, at=record.concluded_at)
    take_turn(submission=submission, verb=Verb.CONCLUDE, user=user, **judgement, **_whose(submission, user))
    # The record is there before the turn, for who listens to it; the round knows its own moment.
    record.concluded_at = submission.ended_at
    record.save(update_fields=["concluded_at"])
    return record


def check_judgement(judgement: Mapping[str, str], *, has_open_musts: bool) -> None:
    """Whether a round can be concluded like this (psa.md, section 2: who may review what).

    Raises:
        ValidationError: by field.
    """
    errors = {name: _MISSING[name] for name, value in judgement.items() if not value}
    known = {"outcome": Outcome, "scope": ReviewScope, "certificate_type": Certificate}
    errors |= {name: _MISSING[name] for name, kind in known.items() if judgement[name] not in kind.values}
    if judgement["outcome"] == Outcome.SUFFICES and has_open_musts:
        errors["outcome"] = _(
            "There are findings that must be solved and are not closed. Close them first, or choose"
            " “Suffices after changes”."
        )
    is_partial = judgement["scope"] == ReviewScope.WORK_AND_ORGANISATION
    if is_partial and judgement["certificate_type"] in set(Certificate.values) - {
        Certificate.WORK_AND_ORGANISATION
    }:
        errors["certificate_type"] = _(
            "A scopetoets A&O is for a certified work and organisation expert (A&O). Choose that"
            " certificate, or the whole RI&E (systeemtoets)."
        )
    if errors:
        raise ValidationError(errors)


_MISSING = {
    "outcome": _("Choose your judgement."),
    "advice": _("Write your advice to the employer: a toets is advice."),
    "scope": _("Choose what you reviewed."),
    "adviser_name": _("Fill in your name; it stands on the report."),
    "certificate_type": _("Choose the kind of your certificate."),
    "certificate_number": _("Fill in the number of your certificate."),
}


def _whose(submission: Submission, user: User) -> dict[str, User]:
    """A round that is nobody's yet becomes of who answers it."""
    return {} if submission.adviser_id else {"adviser": user}


def _record_of(submission: Submission, judgement: Mapping[str, str]) -> ReviewRecord:
    """The firm is called as it was in the version that was read."""
    version, kept = submission.version, {**judgement}
    del kept["advice"]
    return ReviewRecord.objects.create(
        practice_id=submission.practice_id,
        reference=_new_reference(),
        submission_id=submission.pk,
        firm=read_content(version)["firm"]["name"],
        year=submission.dossier.year,
        version_number=version.number,
        version_sha256=version.sha256,
        concluded_at=timezone.now(),
        **kept,
    )


def _new_reference() -> str:
    """``WB-7K3M-9QXD``: 25⁸ possibilities, so nobody finds a report by trying."""
    while True:
        letters = "".join(secrets.choice(REFERENCE_LETTERS) for _position in range(8))
        reference = f"WB-{letters[:4]}-{letters[4:]}"
        if not ReviewRecord.objects.filter(reference=reference).exists():
            return reference

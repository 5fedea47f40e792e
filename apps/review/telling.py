"""Who is told what when a review takes a turn: a letter, and a message on her own page.

| turn              | told                                                                              |
| ----------------- | --------------------------------------------------------------------------------- |
| submit            | who reviews; the practice of the version before, when another practice got it now |
| assign            | the adviser it was given to; the firm hears her name                              |
| release           | the practice                                                                      |
| agree             | the firm                                                                          |
| accept_invitation | the firm                                                                          |
| return            | the firm and the works council                                                    |
| answer            | who reviews; a letter at most once an hour                                        |
| supersede         | nobody: the submission of the newer version tells it                              |
| conclude          | the firm, the works council and who submitted                                     |
| withdraw          | the practice                                                                      |
| close_practice    | the firm                                                                          |

"Who reviews" is the adviser it was given to, else all of the practice; "the firm" is employers and HR.
Nobody is told of what she did herself. Nothing of the RI&E, of a finding or of the advice stands in a letter.
Everything is written in the transaction of the turn, so that a turn that fails tells nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from apps.organisations.domain.notices import notify
from apps.organisations.domain.post import letters
from apps.organisations.letters import absolute, one_line, send_letter
from apps.organisations.models import User
from apps.organisations.notices import notices
from apps.review.domain.turns import Verb
from apps.review.findings import findings_for_practice
from apps.review.models import (
    OPEN,
    FindingMessage,
    FindingState,
    Submission,
    SubmissionEvent,
    SubmissionState,
    Version,
)
from apps.review.recipients import advisers_of, advisers_on, council_of, people_of_firm, submitter_of
from apps.review.rounds import round_before

BUNDLED_FOR = timedelta(hours=1)
# Why somebody gets a letter, as its last line says.
ADVISER, RUNNER, COUNCIL, SUBMITTER = "adviser", "runner", "council", "submitter"


@dataclass(frozen=True)
class Told:
    """``kind``: of the letter and of the message. ``people``: None of them twice; with why each gets it."""

    kind: str
    people: dict[User, str]
    path: str
    more: dict[str, str | int] = field(default_factory=dict)


def tell_turn(event: SubmissionEvent) -> None:
    """Tell of a turn. A few queries to find who, and up to four for each person."""
    tell = TELLERS.get(Verb(event.verb))
    if tell is None:
        return
    about = {**about_round(event.submission), "sender": one_line(event.by_name)}
    for told in tell(event):
        for user, why in told.people.items():
            if user.pk != event.by_id:
                key = f"{_slug(told.kind)}:{event.pk}:{user.pk}"
                _write(event.submission, told, user, why, key, {**about, **told.more})
                _notify(event.submission, told, user, key, {**about, **told.more})


def tell_message(*, message: FindingMessage) -> None:
    """Tell the other side that somebody wrote about a finding. Many in a row are one letter an hour.

    Nothing is told of a finding that the firm does not see yet. What the firm answers in a returned round is
    a turn, which tells it; in a round that is with the adviser it is told from here.
    """
    finding = message.finding
    rounds = Submission.objects.filter(dossier_id=finding.dossier_id, state__in=OPEN)
    submission = rounds.select_related("dossier__organisation", "practice").first()
    if submission is None or finding.shown_at is None:
        return
    if message.is_adviser:
        people = _all(people_of_firm(submission.organisation_id), RUNNER)
        told = Told("review_message", people, firm_path(submission))
    elif submission.state == SubmissionState.SUBMITTED:
        told = Told("review_answer", _all(advisers_on(submission), ADVISER), practice_path(submission))
    else:
        return
    _bundle(submission, told, message.pk, by=message.by_id, sender=message.by_name)


def about_round(submission: Submission) -> dict[str, str | int]:
    """What every letter and message about a round may name: firm, year, practice, version. One query."""
    return {
        "firm": one_line(submission.dossier.organisation.name),
        "year": submission.dossier.year,
        "practice": one_line(submission.practice.name) if submission.practice else "",
        "number": Version.objects.values_list("number", flat=True).get(pk=submission.version_id),
    }


def practice_path(submission: Submission) -> str:
    """Where an adviser reads the round."""
    ids = [submission.organisation_id, submission.dossier_id, submission.pk]
    return reverse("review:round", args=ids)


def firm_path(submission: Submission) -> str:
    """Where the firm follows its review."""
    return reverse("review:review", args=[submission.organisation_id, submission.dossier_id])


def _submit(event: SubmissionEvent) -> Iterable[Told]:
    submission = event.submission
    before = round_before(submission)
    replaced = before if before and before.state == SubmissionState.SUPERSEDED else None
    is_known = before is not None and before.practice_id == submission.practice_id
    kind = "review_submit_again" if is_known else "review_submit"
    yield Told(kind, _all(advisers_on(submission), ADVISER), practice_path(submission))
    if replaced is not None and not is_known and replaced.practice is not None:
        yield Told(
            "review_withdraw",
            _all(advisers_of(replaced.practice_id), ADVISER),
            reverse("review:queue"),
            {"practice": one_line(replaced.practice.name), "number": replaced.version.number},
        )


def _assign(event: SubmissionEvent) -> Iterable[Told]:
    submission = event.submission
    chosen = [one for one in advisers_of(submission.practice_id) if one.pk == submission.adviser_id]
    for adviser in chosen:
        yield Told("review_assign", {adviser: ADVISER}, practice_path(submission))
        firm = _all(people_of_firm(submission.organisation_id), RUNNER)
        yield Told("review_adviser", firm, firm_path(submission), {"adviser": one_line(str(adviser))})


def _release(event: SubmissionEvent) -> Iterable[Told]:
    people = _all(advisers_of(event.submission.practice_id), ADVISER)
    yield Told("review_release", people, practice_path(event.submission))


def _agree(event: SubmissionEvent) -> Iterable[Told]:
    submission = event.submission
    if submission.agreed_on is not None:
        day = {"day": date_format(submission.agreed_on, "j F Y")}
        yield _to_firm("review_agree", submission, day)


def _accept(event: SubmissionEvent) -> Iterable[Told]:
    yield _to_firm("review_accept_invitation", event.submission)


def _return(event: SubmissionEvent) -> Iterable[Told]:
    submission = event.submission
    open_ = findings_for_practice(submission).filter(state=FindingState.OPEN)
    day = date_format(submission.expected_on, "j F Y") if submission.expected_on else ""
    people = {**_council(submission), **_all(people_of_firm(submission.organisation_id), RUNNER)}
    yield Told("review_return", people, firm_path(submission), {"findings": open_.count(), "day": day})


def _answer(event: SubmissionEvent) -> Iterable[Told]:
    submission = event.submission
    told = Told("review_answer", _all(advisers_on(submission), ADVISER), practice_path(submission))
    _bundle(submission, told, event.pk, by=event.by_id, sender=event.by_name)
    return ()


def _conclude(event: SubmissionEvent) -> Iterable[Told]:
    submission = event.submission
    people = {**_council(submission), **_all(people_of_firm(submission.organisation_id), RUNNER)}
    adviser = {"adviser": one_line(submission.adviser_name)}
    yield Told("review_conclude", people, firm_path(submission), adviser)
    # Who submitted and works here in another role now cannot open the review.
    others = {one: SUBMITTER for one in submitter_of(submission) if one not in people}
    yield Told("review_conclude", others, reverse("home"), adviser)


def _withdraw(event: SubmissionEvent) -> Iterable[Told]:
    people = _all(advisers_of(event.submission.practice_id), ADVISER)
    yield Told("review_withdraw", people, reverse("review:queue"))


def _close_practice(event: SubmissionEvent) -> Iterable[Told]:
    yield _to_firm("review_close_practice", event.submission)


TELLERS: dict[Verb, Callable[[SubmissionEvent], Iterable[Told]]] = {
    Verb.SUBMIT: _submit,
    Verb.ACCEPT_INVITATION: _accept,
    Verb.ASSIGN: _assign,
    Verb.RELEASE: _release,
    Verb.AGREE: _agree,
    Verb.RETURN: _return,
    Verb.ANSWER: _answer,
    Verb.CONCLUDE: _conclude,
    Verb.WITHDRAW: _withdraw,
    Verb.CLOSE_PRACTICE: _close_practice,
}


def _to_firm(kind: str, submission: Submission, more: dict[str, str | int] | None = None) -> Told:
    people = _all(people_of_firm(submission.organisation_id), RUNNER)
    return Told(kind, people, firm_path(submission), more or {})


def _council(submission: Submission) -> dict[User, str]:
    return _all(council_of(submission.organisation_id), COUNCIL)


def _all(people: Iterable[User], why: str) -> dict[User, str]:
    return dict.fromkeys(people, why)


def _slug(kind: str) -> str:
    return kind.replace("_", "-")


def _bundle(submission: Submission, told: Told, thing: UUID, *, by: UUID | None, sender: str) -> None:
    """Tell of one of many in a row: a letter once an hour, a message unless one is still unread."""
    start = f"{_slug(told.kind)}:{submission.dossier_id}:"
    about = {**about_round(submission), "sender": one_line(sender)}
    recent = letters().filter(key__startswith=start, created_at__gt=timezone.now() - BUNDLED_FOR)
    written = {key.rpartition(":")[2] for key in recent.values_list("key", flat=True)}
    unread = notices().filter(key__startswith=start, user__in=told.people, read_at__isnull=True)
    waiting = set(unread.values_list("user_id", flat=True))
    for user, why in told.people.items():
        key = f"{start}{thing}:{user.pk}"
        if user.pk != by and str(user.pk) not in written:
            _write(submission, told, user, why, key, about)
        if user.pk != by and user.pk not in waiting:
            _notify(submission, told, user, key, about)


def _write(submission: Submission, told: Told, user: User, why: str, key: str, about: dict[str, Any]) -> None:
    context = {**about, "name": one_line(user.name), "why": why, "link": absolute(told.path)}
    send_letter(
        to=user.email,
        name=told.kind,
        context=context,
        organisation=submission.dossier.organisation,
        key=key,
    )


def _notify(submission: Submission, told: Told, user: User, key: str, about: dict[str, Any]) -> None:
    notify(
        user=user,
        kind=told.kind,
        key=key,
        context=about,
        path=told.path,
        organisation=submission.dossier.organisation,
    )

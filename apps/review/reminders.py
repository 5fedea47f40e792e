"""Reminders about reviews: a job that runs once a day and may run any number of times.

| letter                      | when                                               | to               |
| --------------------------- | -------------------------------------------------- | ---------------- |
| `review_agreed_due`         | three days before the agreed day; when it passed   | who reviews      |
| `review_expected_due`       | three days before the day of the firm's answer;    | employers and HR |
|                             | when it passed                                     |                  |
| `review_invitation_waiting` | seven days after an invitation nobody took up      | employers        |

Each leaves once per day that was set: its key holds that day. A second run, a second worker and a run after a
crash find the key and write nothing. What was missed because no worker ran is made up for two weeks long.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django_scopes import scope, scopes_disabled

from apps.organisations.letters import absolute, one_line, send_letter
from apps.organisations.models import Letter, Organisation, Role, User
from apps.review.consents import people_who_ask
from apps.review.models import AdviserInvitation, Submission, SubmissionState
from apps.review.recipients import advisers_on
from apps.review.telling import ADVISER, RUNNER, about_round, firm_path, practice_path
from apps.rie.models.dossier import OPEN_STATES

logger = logging.getLogger(__name__)

AGREED = "review_agreed_due"
EXPECTED = "review_expected_due"
INVITED = "review_invitation_waiting"
KINDS = {
    AGREED: _("the day on which you answer about a review comes near or has passed"),
    EXPECTED: _("an adviser expects your answer soon, or expected it"),
    INVITED: _("an adviser you invited has not answered yet"),
}
AHEAD = timedelta(days=3)
WAITED = timedelta(days=7)
MADE_UP_FOR = timedelta(days=14)
FIRMS_AT_ONCE = 200


class ReviewRemindersLeftError(Exception):
    """The letters of some firms could not be written; the log names them. The job is tried again later."""


def send_review_reminders(*, now: datetime, dry_run: bool) -> list[str]:
    """Daily job: write the letters that are due. One firm that fails does not keep the others.

    Raises:
        ReviewRemindersLeftError: after all others, when some could not be written.
    """
    written: Counter[str] = Counter()
    failed = firms = 0
    for firm in _firms_to_remind(now):
        firms += 1
        try:
            with scope(organisation=firm):
                written.update(remind_firm(organisation=firm, now=now, dry_run=dry_run))
        except Exception as error:
            # Never the message: it may quote what was typed.
            logger.error("review_reminders_failed organisation=%s error=%s", firm.pk, type(error).__name__)
            failed += 1
    if failed:
        raise ReviewRemindersLeftError(f"{failed} of {firms}")
    return [f"{kind}: {written[kind]}" for kind in KINDS if kind in written] or ["letters: 0"]


def remind_firm(*, organisation: Organisation, now: datetime, dry_run: bool = False) -> Counter[str]:
    """Write the letters of one firm, in its scope. Returns how many of each kind.

    Four queries, two for each round, and those of ``send_letter`` for what was not written before.
    """
    today = timezone.localdate(now)
    post = _Post(organisation, _keys_told(organisation), dry_run)
    runners = list(people_who_ask(organisation.pk))
    for round_ in _rounds(today).filter(organisation=organisation).select_related("dossier", "practice"):
        round_.dossier.organisation = organisation
        if round_.state == SubmissionState.SUBMITTED:
            path, people, why, day = practice_path(round_), advisers_on(round_), ADVISER, round_.agreed_on
        else:
            path, people, why = firm_path(round_), [member.user for member in runners], RUNNER
            day = round_.expected_on
        post.day(round_, people, why, path, day=day, today=today)
    employers = [member.user for member in runners if member.role == Role.EMPLOYER]
    for invitation in _invitations(now).filter(organisation=organisation):
        invitation.submission.dossier.organisation = organisation
        post.invitation(invitation, employers, now=now)
    return post.written


@dataclass
class _Post:
    """What is written in one run for one firm. ``told``: the keys that left before."""

    organisation: Organisation
    told: set[str]
    dry_run: bool
    written: Counter[str] = field(default_factory=Counter)

    def day(
        self, round_: Submission, people: list[User], why: str, path: str, *, day: date, today: date
    ) -> None:
        """Write about a day that comes near or has passed."""
        kind = AGREED if round_.state == SubmissionState.SUBMITTED else EXPECTED
        is_late = day < today
        key = f"{kind}:{round_.pk}:{day}:{'late' if is_late else 'soon'}"
        context = {"is_late": is_late, "day": date_format(day, "j F Y"), "why": why}
        self._write(kind, key, round_, people, path, context)

    def invitation(self, invitation: AdviserInvitation, people: list[User], *, now: datetime) -> None:
        """Write about an invitation that nobody took up."""
        sent, ends = timezone.localdate(invitation.invited_at), timezone.localdate(invitation.expires_at)
        context = {
            "invited_on": date_format(sent, "j F Y"),
            "is_expired": invitation.expires_at <= now,
            "day": date_format(ends, "j F Y"),
            "why": RUNNER,
        }
        round_ = invitation.submission
        self._write(INVITED, f"{INVITED}:{invitation.pk}:{sent}", round_, people, firm_path(round_), context)

    def _write(
        self,
        kind: str,
        start: str,
        round_: Submission,
        people: list[User],
        path: str,
        context: dict[str, object],
    ) -> None:
        about = {**about_round(round_), **context, "link": absolute(path)}
        for user in people:
            key = f"{start}:{user.pk}"
            if key in self.told:
                continue
            if self.dry_run or send_letter(
                to=user.email,
                name=kind,
                context={**about, "name": one_line(user.name)},
                organisation=self.organisation,
                key=key,
            ):
                self.written[kind] += 1


def _keys_told(organisation: Organisation) -> set[str]:
    """Which of these letters were written. One query."""
    written = Letter.objects.filter(organisation=organisation, kind__in=KINDS, key__isnull=False)
    return set(written.values_list("key", flat=True))


def _firms_to_remind(now: datetime) -> Iterator[Organisation]:
    """Firms with anything to write about, a page at a time. One query per ``FIRMS_AT_ONCE`` firms."""
    last: UUID | None = None
    while True:
        with scopes_disabled():
            rounds = _rounds(timezone.localdate(now)).values("organisation_id")
            due = Q(pk__in=rounds) | Q(pk__in=_invitations(now).values("organisation_id"))
            firms = Organisation.objects.filter(due, trial_ends_at__isnull=True).order_by("pk")
            page = list(firms.filter(pk__gt=last)[:FIRMS_AT_ONCE] if last else firms[:FIRMS_AT_ONCE])
        yield from page
        if len(page) < FIRMS_AT_ONCE:
            return
        last = page[-1].pk


def _rounds(today: date) -> QuerySet[Submission]:
    """Rounds whose day is near or has passed, and that the firm still shares with the practice."""
    near = (today - MADE_UP_FOR, today + AHEAD)
    waits = Q(state=SubmissionState.SUBMITTED, agreed_on__range=near)
    waits |= Q(state=SubmissionState.RETURNED, expected_on__range=near)
    rounds = Submission.objects.filter(
        waits,
        dossier__state__in=OPEN_STATES,
        dossier__shares__practice=F("practice"),
        dossier__shares__withdrawn_at__isnull=True,
    )
    return rounds.distinct().order_by("pk")


def _invitations(now: datetime) -> QuerySet[AdviserInvitation]:
    """Invitations of at least a week ago that nobody took up, of rounds that still wait for it."""
    waiting = AdviserInvitation.objects.filter(
        accepted_at__isnull=True,
        invited_at__range=(now - WAITED - MADE_UP_FOR, now - WAITED),
        submission__state=SubmissionState.SUBMITTED,
        submission__practice__isnull=True,
        submission__dossier__state__in=OPEN_STATES,
    )
    return waiting.select_related("submission__dossier").order_by("pk")

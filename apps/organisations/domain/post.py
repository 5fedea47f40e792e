"""The post: every letter leaves once. ``docs/decisions/015-letters-leave-once.md`` tells why like this.

| from                | verb                            | to           | because                            |
| ------------------- | ------------------------------- | ------------ | ---------------------------------- |
|                     | letters.send_letter             | waiting      | something is said                  |
| waiting             | deliver_letter, deliver_waiting | handing_over | the text is about to leave         |
| handing_over        | the same                        | sent         | the mail server took it            |
| waiting, (*)        | the same                        | waiting      | it did not leave: later again      |
| waiting, (*)        | the same                        | given_up     | it did not leave for three days    |
| handing_over        | the same, settle_stuck          | undecided    | nobody can know whether it left    |
| handing_over        | settle_stuck                    | waiting      | the same, where twice is once      |
| undecided, given_up | release                         | waiting      | the operator: send it (again)      |
| undecided           | confirm                         | sent         | the operator: it did leave         |

(*) handing_over, when the server said no.

A try belongs to one worker: it moves ``try_at`` on and counts ``tries``, and every later step only counts for
who still has that number. Works across firms: the post has no tenant.
"""

from __future__ import annotations

import logging
import smtplib
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.utils import DNS_NAME
from django.db import models, transaction
from django.db.models import F, Q

from apps.organisations.models import Letter, LetterState

logger = logging.getLogger(__name__)

# A worker that died before any text left: the letter waits this long, then somebody else tries. Longer than
# the slowest conversation up to there (ten answers of ``EMAIL_TIMEOUT`` seconds).
TRY_LASTS = timedelta(minutes=5)
# Nobody sends one letter for so long: its worker is dead.
STUCK_AFTER = timedelta(minutes=10)
# Before the second try, the third …: together almost three days.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440, 1440))
# A round of the clock ends after this, so that the daily jobs are not kept: seconds, and letters.
ROUND_LASTS, ROUND_OF = 60.0, 1000
WIPED = {"to": "", "subject": "", "text": "", "html": "", "headers": {}}
OVER = (LetterState.UNDECIDED, LetterState.GIVEN_UP)


class PostError(Exception):
    """This try did not bring the letter away."""


class TakenOverError(PostError):
    """The letter is not (any more) for this worker: somebody else has it, or it was deleted."""


class UnreachableError(PostError):
    """There is no conversation with the mail server; ``__cause__`` says why."""


class NotTakenError(PostError):
    """The way out says that it took nothing."""


def _never() -> bool:
    return False


def deliver_letter(*, letter_id: UUID, now: datetime) -> LetterState | None:
    """Try one letter, when it is due and nobody else is trying.

    Returns:
        What became of it; None when it was not ours to try.
    """
    return next(iter(_deliver([letter_id], now, _never)), None)


def deliver_waiting(*, now: datetime, stopping: Callable[[], bool] = _never) -> Counter[LetterState]:
    """Try every letter that is due: new ones whose job got lost, and those that could not leave before.

    Over one connection, the longest waiting first, for at most a minute; the rest comes with the next round.

    Args:
        stopping: asked between two letters; True ends the round.

    Returns:
        How many letters became what.
    """
    settle_stuck(now=now)
    ends_at = time.monotonic() + ROUND_LASTS
    due = letters().filter(state=LetterState.WAITING, try_at__lte=now).order_by("try_at", "pk")
    ids = list(due.values_list("pk", flat=True)[:ROUND_OF])
    return Counter(_deliver(ids, now, lambda: stopping() or time.monotonic() > ends_at))


def settle_stuck(*, now: datetime) -> None:
    """Letters whose worker died while it handed them over.

    Where handing over twice leaves one letter they are simply handed over again. Otherwise nobody can know
    whether they left, so a person has to look.
    """
    stuck = letters().filter(state=LetterState.HANDING_OVER, claimed_at__lte=now - STUCK_AFTER)
    if getattr(get_connection(), "keeps_one_of_each", False):
        stuck.update(state=LetterState.WAITING, try_at=now)
        return
    for pk, kind in list(stuck.values_list("pk", "kind")):
        if stuck.filter(pk=pk).update(state=LetterState.UNDECIDED):
            logger.error("letter_undecided id=%s kind=%s error=worker_died", pk, kind)


def release(*, letter_id: UUID, now: datetime) -> bool:
    """Send a letter (again) that is undecided or given up. It may then arrive for the second time.

    One that was given up gets one try more. Returns False when there is nothing to release: another state,
    or its text is wiped already (``RETENTION["letters"]``).
    """
    mine = letters().filter(pk=letter_id, state__in=OVER).exclude(to="")
    released = bool(mine.update(state=LetterState.WAITING, try_at=now))
    if released:
        logger.warning("letter_released id=%s", letter_id)
    return released


def confirm(*, letter_id: UUID, now: datetime) -> bool:
    """The operator found out that an undecided letter did leave: as any other that was sent."""
    undecided = letters().filter(pk=letter_id, state=LetterState.UNDECIDED)
    confirmed = bool(undecided.update(state=LetterState.SENT, sent_at=now, **WIPED))
    if confirmed:
        logger.warning("letter_confirmed id=%s", letter_id)
    return confirmed


def letters() -> models.QuerySet[Letter]:
    """Letters of all firms."""
    return models.QuerySet(Letter)


def message_id(letter: Letter) -> str:
    """The same for every try, so that a mail program or server that gets it twice can see that it is one."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ")
    return f"<{letter.pk}@{domain or DNS_NAME}>"


def _deliver(ids: Iterable[UUID], now: datetime, stopping: Callable[[], bool]) -> list[LetterState]:
    outcomes, way_out = [], _WayOut()
    try:
        for pk in ids:
            if stopping():
                break
            letter = _begin_try(pk, now)
            outcome = _hand_over(letter, now, way_out) if letter is not None else None
            if outcome is not None:
                outcomes.append(outcome)
    finally:
        way_out.close()
    return outcomes


def _begin_try(pk: UUID, now: datetime) -> Letter | None:
    """Make the next try ours, when it is due. Of two workers at the same moment one gets it."""
    due = letters().filter(pk=pk, state=LetterState.WAITING, try_at__lte=now)
    if not due.update(try_at=now + TRY_LASTS, tries=F("tries") + 1):
        return None
    return letters().filter(pk=pk).first()


def _hand_over(letter: Letter, now: datetime, way_out: _WayOut) -> LetterState | None:
    before_content = partial(_no_way_back, letter, now)
    try:
        way_out.send(letter, before_content)
    except TakenOverError:
        return None
    except Exception as error:
        return _did_not_leave(letter, error, now, way_out)
    _this_try(letter).update(state=LetterState.SENT, sent_at=now, **WIPED)
    return LetterState.SENT


def _no_way_back(letter: Letter, now: datetime) -> None:
    """Write down that the text is leaving, just before it does.

    Durable: within a transaction of somebody else it would not be written yet.

    Raises:
        TakenOverError: see there.
    """
    with transaction.atomic(durable=True):
        waiting = _this_try(letter).filter(state=LetterState.WAITING)
        if not waiting.update(state=LetterState.HANDING_OVER, claimed_at=now):
            raise TakenOverError
    letter.state = LetterState.HANDING_OVER


def _did_not_leave(letter: Letter, error: Exception, now: datetime, way_out: _WayOut) -> LetterState:
    """Try again later, as long as it is certain that nothing left."""
    kind = type(error.__cause__ or error).__name__  # never the message: it quotes addresses
    if letter.state == LetterState.HANDING_OVER and not way_out.refused(error):
        state, try_at = LetterState.UNDECIDED, letter.try_at
    elif letter.tries > len(WAITS):
        state, try_at = LetterState.GIVEN_UP, now
    else:
        state, try_at = LetterState.WAITING, now + WAITS[letter.tries - 1]
    _this_try(letter).update(state=state, try_at=try_at)
    level = logging.WARNING if state == LetterState.WAITING else logging.ERROR
    logger.log(level, "letter_not_sent id=%s kind=%s state=%s error=%s", letter.pk, letter.kind, state, kind)
    return state


def _this_try(letter: Letter) -> models.QuerySet[Letter]:
    """The row, as long as nobody else began another try."""
    return letters().filter(Q(pk=letter.pk, tries=letter.tries), ~Q(state=LetterState.SENT))


class _WayOut:
    """One conversation with the mail server for several letters, begun when the first one goes."""

    def __init__(self) -> None:
        self.backend = get_connection()
        self.down: Exception | None = None

    def send(self, letter: Letter, before_content: Callable[[], None]) -> None:
        """Raises whatever goes wrong; ``before_content`` was called when any text may have left."""
        message = _message(letter)
        message.message()  # what cannot be a mail is refused here, before anything leaves
        self._open()
        if getattr(self.backend, "says_before_content", False):
            message.before_content = before_content
        else:
            before_content()
        if self.backend.send_messages([message]) != 1:
            raise NotTakenError

    def _open(self) -> None:
        """A server that is down is asked once for all letters of a round."""
        try:
            if self.down is None:
                self.backend.open()
        except Exception as error:
            self.down = error
        if self.down is not None:
            raise UnreachableError from self.down

    def refused(self, error: Exception) -> bool:
        """Whether it is certain that the text did not leave, or that sending it again does no harm."""
        answered_no = isinstance(error, smtplib.SMTPDataError)
        return answered_no or getattr(self.backend, "keeps_one_of_each", False)

    def close(self) -> None:
        # What became of each letter is written down already; a goodbye that fails changes nothing.
        with suppress(OSError):  # smtplib's errors are OSErrors
            self.backend.close()


def _message(letter: Letter) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=f"Werkbalans: {letter.subject}",
        body=letter.text,
        to=[letter.to],
        # No automatic answers, such as that somebody is on holiday (RFC 3834).
        headers={"Auto-Submitted": "auto-generated", **letter.headers, "Message-ID": message_id(letter)},
    )
    message.attach_alternative(letter.html, "text/html")
    return message

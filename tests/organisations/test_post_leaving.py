"""Bringing letters away: each state, and what happens when the mail server is down or says no."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import DatabaseError

from apps.organisations.domain import post as verbs
from apps.organisations.domain.post import (
    STUCK_AFTER,
    TRY_LASTS,
    WAITS,
    deliver_letter,
    deliver_waiting,
    letters,
    message_id,
)
from apps.organisations.models import Letter, LetterState, Organisation
from tests.organisations.mail_server import MailServer, a_mail_server, send_by
from tests.organisations.posting import post, stored

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def letter(organisation: Organisation, time_machine: Any) -> Letter:
    """A letter that is due now."""
    time_machine.move_to(NOW, tick=False)
    return post(organisation)


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    with a_mail_server() as server:
        send_by(server.port, settings)
        yield server


@pytest.fixture
def down(settings: Any) -> Iterator[None]:
    """A mail server that is not there: the port is taken, and nobody listens."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        send_by(silent.getsockname()[1], settings)
        yield


def deliver(letter: Letter, now: datetime = NOW) -> LetterState | None:
    return deliver_letter(letter_id=letter.pk, now=now)


def put(letter: Letter, **values: Any) -> Letter:
    letters().filter(pk=letter.pk).update(**values)
    return stored(letter)


class TestALetterThatLeaves:
    def test_is_taken_by_the_mail_server_and_wiped(self, letter: Letter, mail_server: MailServer) -> None:
        assert deliver(letter) == LetterState.SENT

        sent = message_from_bytes(mail_server.texts[0])
        assert (sent["To"], sent["Message-ID"]) == ("bea@example.org", message_id(letter))
        assert sent["Auto-Submitted"] == "auto-generated"
        kept = stored(letter)
        assert (kept.state, kept.sent_at, kept.tries) == (LetterState.SENT, NOW, 1)
        assert (kept.to, kept.subject, kept.text, kept.html, kept.headers) == ("", "", "", "", {})

    def test_leaves_once_however_often_it_is_asked(self, letter: Letter) -> None:
        assert [deliver(letter) for _time in range(3)] == [LetterState.SENT, None, None]
        assert deliver_waiting(now=NOW + timedelta(days=1)) == {}
        assert len(mail.outbox) == 1

    def test_is_not_tried_before_its_time(self, letter: Letter) -> None:
        put(letter, try_at=NOW + SECOND)
        assert deliver(letter) is None
        assert deliver(letter, NOW + SECOND) == LetterState.SENT

    def test_is_gone_with_its_firm(self, letter: Letter) -> None:
        letters().filter(pk=letter.pk).delete()
        assert deliver(letter) is None

    def test_has_the_same_name_every_time(self, letter: Letter, settings: Any) -> None:
        settings.DEFAULT_FROM_EMAIL = "Werkbalans <noreply@werkbalans.example>"
        assert message_id(letter) == f"<{letter.pk}@werkbalans.example>"

    def test_several_leave_over_one_conversation_the_longest_waiting_first(
        self, organisation: Organisation, letter: Letter, mail_server: MailServer
    ) -> None:
        put(letter, try_at=NOW - SECOND)
        second = post(organisation, "ans@example.org")
        put(second, try_at=NOW - 2 * SECOND)
        assert deliver_waiting(now=NOW) == {LetterState.SENT: 2}
        assert [message_from_bytes(text)["To"] for text in mail_server.texts] == [second.to, letter.to]

    def test_a_round_ends_between_two_letters_when_asked(
        self, organisation: Organisation, letter: Letter
    ) -> None:
        post(organisation, "ans@example.org")
        assert deliver_waiting(now=NOW, stopping=lambda: bool(mail.outbox)) == {LetterState.SENT: 1}


class TestTwoWorkers:
    def test_a_letter_that_somebody_tries_is_not_tried_by_another(
        self, letter: Letter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        inner: list[LetterState | None] = []
        send = EmailBackend.send_messages

        def meanwhile(self: EmailBackend, messages: list) -> int:
            inner.append(deliver(letter))
            return send(self, messages)

        monkeypatch.setattr(EmailBackend, "send_messages", meanwhile)
        assert deliver(letter) == LetterState.SENT
        assert inner == [None]
        assert len(mail.outbox) == 1

    def test_who_wakes_up_late_finds_that_another_has_it(
        self, letter: Letter, mail_server: MailServer
    ) -> None:
        late = verbs._begin_try(letter.pk, NOW)
        assert deliver(letter, NOW + TRY_LASTS) == LetterState.SENT

        way_out = verbs._WayOut()
        assert verbs._hand_over(late, NOW + TRY_LASTS, way_out) is None
        way_out.close()

        assert mail_server.taken() == {message_id(letter): 1}

    def test_a_letter_that_was_withdrawn_at_the_last_moment_stays(
        self, letter: Letter, mail_server: MailServer
    ) -> None:
        mine = verbs._begin_try(letter.pk, NOW)
        letters().filter(pk=letter.pk).delete()
        way_out = verbs._WayOut()
        assert verbs._hand_over(mine, NOW, way_out) is None
        way_out.close()
        assert mail_server.texts == []


class TestAMailServerThatIsDown:
    def test_later_again_and_later_still(self, letter: Letter, down: None) -> None:
        now = NOW
        for number, wait in enumerate(WAITS, start=1):
            assert deliver(letter, now) == LetterState.WAITING
            kept = stored(letter)
            assert (kept.tries, kept.try_at) == (number, now + wait)
            now += wait
        assert timedelta(days=2, hours=12) < now - NOW < timedelta(days=3)

        assert deliver(letter, now) == LetterState.GIVEN_UP
        assert (stored(letter).try_at, stored(letter).to) == (now, "bea@example.org")
        assert deliver(letter, now + timedelta(days=9)) is None

    def test_is_asked_once_for_a_whole_round(
        self, organisation: Organisation, letter: Letter, down: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from config.mail import smtp

        asked, opened = [], smtp.EmailBackend.open
        monkeypatch.setattr(smtp.EmailBackend, "open", lambda self: asked.append(1) or opened(self))
        post(organisation, "ans@example.org")
        assert deliver_waiting(now=NOW) == {LetterState.WAITING: 2}
        assert asked == [1]
        assert {each.try_at for each in letters().all()} == {NOW + WAITS[0]}

    def test_what_waited_leaves_once_when_it_is_back(self, letter: Letter, down: None, settings: Any):
        deliver(letter)
        with a_mail_server() as back:
            send_by(back.port, settings)
            assert deliver_waiting(now=NOW + WAITS[0]) == {LetterState.SENT: 1}
            assert deliver_waiting(now=NOW + timedelta(days=1)) == {}
        assert back.taken() == {message_id(letter): 1}

    def test_the_log_names_nobody(self, letter: Letter, down: None, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.DEBUG):
            deliver(letter)
            put(letter, tries=len(WAITS), try_at=NOW)
            deliver(letter)
        waiting, given_up = (record for record in caplog.records if record.name == verbs.__name__)
        assert waiting.getMessage() == (
            f"letter_not_sent id={letter.pk} kind=shared state=waiting error=ConnectionRefusedError"
        )
        assert (given_up.levelname, "state=given_up" in given_up.getMessage()) == ("ERROR", True)
        assert "example.org" not in caplog.text


class TestAMailServerThatSaysNo:
    @pytest.mark.parametrize(
        ("point", "answer"),
        [
            ("MAIL", "550 who are you"),
            ("RCPT", "450 come back later"),
            ("DATA", "554 no"),
            ("TEXT", "452 full"),
            ("MAIL", "421 closing"),
            ("MAIL", "hang up"),
            ("RCPT", "hang up"),
            ("DATA", "hang up"),
        ],
    )
    def test_nothing_left_so_it_goes_again(
        self, letter: Letter, mail_server: MailServer, point: str, answer: str
    ) -> None:
        mail_server.once(point, answer)
        assert deliver(letter) == LetterState.WAITING
        assert deliver(letter, NOW + WAITS[0]) == LetterState.SENT
        assert mail_server.taken() == {message_id(letter): 1}

    def test_one_letter_that_is_refused_keeps_no_other(
        self, organisation: Organisation, letter: Letter, mail_server: MailServer
    ) -> None:
        post(organisation, "ans@example.org")
        mail_server.once("RCPT", "550 nobody of that name")
        assert deliver_waiting(now=NOW) == {LetterState.WAITING: 1, LetterState.SENT: 1}

    def test_no_answer_after_the_text_leaves_it_undecided(
        self, letter: Letter, mail_server: MailServer, caplog: pytest.LogCaptureFixture
    ) -> None:
        mail_server.once("TEXT", "hang up")
        assert deliver(letter) == LetterState.UNDECIDED
        assert "state=undecided error=SMTPServerDisconnected" in caplog.text
        assert deliver_waiting(now=NOW + timedelta(days=1)) == {}

    def test_a_letter_that_cannot_be_written_as_a_mail_is_tried_and_given_up(self, letter: Letter) -> None:
        put(letter, to="two\nlines@example.org", tries=len(WAITS))
        assert deliver(letter) == LetterState.GIVEN_UP
        assert mail.outbox == []

    def test_a_way_out_that_takes_nothing_and_cannot_say_when_leaves_it_undecided(
        self, letter: Letter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(EmailBackend, "send_messages", lambda self, messages: 0)
        assert deliver(letter) == LetterState.UNDECIDED


class TestAWorkerThatDied:
    @pytest.fixture
    def stuck(self, letter: Letter) -> Letter:
        return put(letter, state=LetterState.HANDING_OVER, claimed_at=NOW, tries=1)

    def test_while_it_may_still_be_busy_nobody_touches_the_letter(self, stuck: Letter) -> None:
        deliver_waiting(now=NOW + STUCK_AFTER - SECOND)
        assert stored(stuck).state == LetterState.HANDING_OVER

    def test_by_smtp_nobody_knows_so_it_is_never_sent_by_itself(
        self, stuck: Letter, mail_server: MailServer, caplog: pytest.LogCaptureFixture
    ) -> None:
        for _time in range(2):
            assert deliver_waiting(now=NOW + STUCK_AFTER) == {}
        assert stored(stuck).state == LetterState.UNDECIDED
        assert caplog.text.count(f"letter_undecided id={stuck.pk} kind=shared") == 1
        assert mail_server.texts == []

    def test_who_was_only_slow_still_says_that_it_left(self, stuck: Letter) -> None:
        put(stuck, state=LetterState.UNDECIDED)
        verbs._this_try(stuck).update(state=LetterState.SENT, sent_at=NOW, **verbs.WIPED)
        assert stored(stuck).state == LetterState.SENT

    def test_in_a_folder_twice_is_once(self, stuck: Letter, settings: Any, tmp_path: Any) -> None:
        settings.EMAIL_BACKEND = "config.mail.folder.EmailBackend"
        settings.EMAIL_FILE_PATH = tmp_path / "mail"
        way_out = verbs._WayOut()
        way_out.send(stuck, lambda: None)  # the worker wrote the file, and died
        (first,) = (tmp_path / "mail").iterdir()

        assert deliver_waiting(now=NOW + STUCK_AFTER) == {LetterState.SENT: 1}

        assert list((tmp_path / "mail").iterdir()) == [first]

    def test_a_database_that_is_away_is_no_fault_of_the_letter(
        self, letter: Letter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(letter: Letter) -> None:
            raise DatabaseError

        monkeypatch.setattr(verbs, "_this_try", away)
        with pytest.raises(DatabaseError):
            deliver(letter)
        monkeypatch.undo()
        assert stored(letter).state == LetterState.WAITING
        assert mail.outbox == []

"""What the operator does about letters that may have left, or could not: ``manage.py post``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command

from apps.organisations.domain import post as verbs
from apps.organisations.domain.post import WAITS, confirm, deliver_letter, deliver_waiting, letters, release
from apps.organisations.models import Letter, LetterState, Organisation
from tests.organisations.posting import post, stored

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def letter(organisation: Organisation, time_machine: Any) -> Letter:
    """A letter that is due now."""
    time_machine.move_to(NOW, tick=False)
    return post(organisation)


def put(letter: Letter, **values: Any) -> Letter:
    letters().filter(pk=letter.pk).update(**values)
    return stored(letter)


class TestTheOperator:
    @pytest.fixture
    def undecided(self, letter: Letter) -> Letter:
        return put(letter, state=LetterState.UNDECIDED, claimed_at=NOW, tries=1)

    @pytest.mark.parametrize("state", [LetterState.UNDECIDED, LetterState.GIVEN_UP])
    def test_sends_it_again(self, letter: Letter, state: LetterState, caplog: pytest.LogCaptureFixture):
        put(letter, state=state, tries=len(WAITS) + 1)
        assert release(letter_id=letter.pk, now=NOW)
        assert f"letter_released id={letter.pk}" in caplog.text
        assert deliver_waiting(now=NOW) == {LetterState.SENT: 1}

    def test_one_that_was_given_up_gets_one_try_more(
        self, letter: Letter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(self: EmailBackend) -> None:
            raise ConnectionRefusedError

        monkeypatch.setattr(EmailBackend, "open", refuse)
        put(letter, state=LetterState.GIVEN_UP, tries=len(WAITS) + 1)
        release(letter_id=letter.pk, now=NOW)
        assert deliver_letter(letter_id=letter.pk, now=NOW) == LetterState.GIVEN_UP
        assert mail.outbox == []

    @pytest.mark.parametrize(
        "values",
        [
            {"state": LetterState.WAITING},
            {"state": LetterState.HANDING_OVER, "claimed_at": NOW},
            {"state": LetterState.SENT, "sent_at": NOW, **verbs.WIPED},
            {"state": LetterState.UNDECIDED, **verbs.WIPED},
        ],
        ids=["waiting", "handing over", "sent", "wiped"],
    )
    def test_releases_nothing_else(self, letter: Letter, values: dict) -> None:
        before = put(letter, **values)
        assert not release(letter_id=letter.pk, now=NOW + SECOND)
        assert stored(letter).try_at == before.try_at

    def test_says_that_it_did_leave(self, undecided: Letter) -> None:
        assert confirm(letter_id=undecided.pk, now=NOW)
        assert (stored(undecided).state, stored(undecided).to) == (LetterState.SENT, "")
        assert not confirm(letter_id=undecided.pk, now=NOW)

    def test_the_command_tells_how_many_and_names_nobody(
        self, organisation: Organisation, undecided: Letter
    ) -> None:
        post(organisation, "ans@example.org")
        told = output("post")
        assert told.splitlines() == [
            "undecided shared: 1, since 2026-11-23 10:00",
            "waiting shared: 1, since 2026-11-23 10:00",
            f"{undecided.pk} shared: undecided, 2026-11-23 10:00",
        ]

    def test_the_command_releases_confirms_and_delivers(self, undecided: Letter) -> None:
        output("post", f"--release={undecided.pk}")
        assert stored(undecided).state == LetterState.WAITING
        assert output("post", "--deliver") == "sent shared: 1, since 2026-11-23 10:00\n"
        put(undecided, state=LetterState.UNDECIDED, sent_at=None)
        output("post", f"--confirm={undecided.pk}")
        assert stored(undecided).state == LetterState.SENT

    def test_the_command_says_what_cannot_be_done(self, letter: Letter) -> None:
        with pytest.raises(CommandError, match="this cannot be done"):
            output("post", f"--release={letter.pk}")


def output(*arguments: str) -> str:
    written = StringIO()
    call_command(*arguments, stdout=written)
    return written.getvalue()

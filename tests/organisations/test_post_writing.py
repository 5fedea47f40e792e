"""Writing a letter down: with what it is about, once for each key, and not to who does not want it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from apps.organisations import letters as registry
from apps.organisations.domain.muting import mute, read_stop_token
from apps.organisations.domain.post import deliver_waiting, letters
from apps.organisations.letters import MAX_SUBJECT, absolute, deliver, may_be_muted, send_letter
from apps.organisations.models import LetterState, MutedKind, Organisation
from tests.factories import OrganisationFactory
from tests.organisations.posting import CONTEXT, DATABASE_QUEUE, post, stored


@pytest.fixture
def mutable(monkeypatch: pytest.MonkeyPatch) -> None:
    """The letter of these tests is of a kind that somebody can stop."""
    monkeypatch.setattr(registry, "_mutable", {})
    may_be_muted("shared", "News of a practice")


@pytest.mark.django_db
class TestTheOutbox:
    def test_it_leaves_when_what_it_is_about_is_saved(
        self, organisation: Organisation, django_capture_on_commit_callbacks: Callable
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            letter = post(organisation)
            assert stored(letter).state == LetterState.WAITING
            assert mail.outbox == []

        (message,) = mail.outbox
        assert message.to == ["bea@example.org"]
        assert message.subject == f"Werkbalans: {letter.subject}"
        assert stored(letter).state == LetterState.SENT

    def test_it_is_gone_with_a_transaction_that_fails(
        self, organisation: Organisation, django_capture_on_commit_callbacks: Callable
    ) -> None:
        def fail_after_writing() -> None:
            with transaction.atomic():
                post(organisation)
                raise IntegrityError

        with django_capture_on_commit_callbacks(execute=True), pytest.raises(IntegrityError):
            fail_after_writing()
        assert not letters().exists()
        assert mail.outbox == []

    def test_the_queue_gets_an_id_and_nothing_else(
        self, organisation: Organisation, django_capture_on_commit_callbacks: Callable, settings: Any
    ) -> None:
        settings.TASKS = DATABASE_QUEUE
        with django_capture_on_commit_callbacks(execute=True):
            letter = post(organisation)
        assert DBTaskResult.objects.get().args_kwargs == {"args": [str(letter.pk)], "kwargs": {}}

    def test_without_the_queue_the_clock_brings_it(
        self,
        organisation: Organisation,
        django_capture_on_commit_callbacks: Callable,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def away(*arguments: object) -> None:
            raise ConnectionError

        monkeypatch.setattr(type(deliver), "enqueue", away)
        with django_capture_on_commit_callbacks(execute=True):
            letter = post(organisation)
        assert mail.outbox == []

        deliver_waiting(now=timezone.now())

        assert [message.to for message in mail.outbox] == [[letter.to]]

    def test_one_query_writes_one(self, organisation: Organisation, queries: Callable) -> None:
        with queries() as captured:
            post(organisation)
        assert len(captured.statements) == 1

    def test_a_subject_is_one_line_that_fits(self, organisation: Organisation) -> None:
        letter = post(organisation, context={**CONTEXT, "firm": "Bakkerij\tDe Korst " * 40})
        assert len(letter.subject) == MAX_SUBJECT
        assert "\t" not in letter.subject

    def test_a_guest_gets_none(self, organisation: Organisation) -> None:
        assert post(organisation, "somebody@guest.invalid", name="there-is-no-such-letter") is None
        assert not letters().exists()

    def test_a_link_is_a_whole_address(self, settings: Any) -> None:
        settings.SITE_URL = "https://werkbalans.example"
        assert absolute("/hulp/") == "https://werkbalans.example/hulp/"


@pytest.mark.django_db
class TestAKey:
    def test_a_second_one_with_the_same_key_is_not_written(self, organisation: Organisation) -> None:
        first = post(organisation, key="due-soon:1")
        assert post(organisation, key="due-soon:1") is None
        assert post(organisation, key="due-soon:2") is not None
        assert stored(first).key == "due-soon:1"

    def test_not_even_when_the_first_has_left(
        self, organisation: Organisation, django_capture_on_commit_callbacks: Callable
    ) -> None:
        for _time in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                post(organisation, key="due-soon:1")
        assert len(mail.outbox) == 1

    def test_without_a_key_two_are_two(self, organisation: Organisation) -> None:
        assert post(organisation).pk != post(organisation).pk

    def test_the_database_decides_and_the_transaction_goes_on(
        self, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As when the other one wrote its letter just after we looked."""
        post(organisation, key="due-soon:1")
        found = registry.letters

        def looks_too_early() -> Any:
            monkeypatch.setattr(registry, "letters", found)
            return found().none()

        monkeypatch.setattr(registry, "letters", looks_too_early)
        with transaction.atomic():
            assert post(organisation, key="due-soon:1") is None
            assert letters().count() == 1

    def test_it_never_holds_an_address(self, organisation: Organisation) -> None:
        with pytest.raises(ValueError, match="may not hold an e-mail address"):
            post(organisation, key="due-soon:bea@example.org")


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_is_written() -> None:
    organisation, ready, outcomes = OrganisationFactory(), threading.Barrier(2, timeout=10), []

    def ask() -> None:
        try:
            ready.wait()
            with transaction.atomic():
                outcomes.append(post(organisation, key="due-soon:1"))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome is None for outcome in outcomes) == [False, True]
    assert letters().count() == len(mail.outbox) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("mutable")
class TestAKindThatCanBeStopped:
    def test_brings_the_way_to_stop_it(
        self, organisation: Organisation, monkeypatch: pytest.MonkeyPatch, settings: Any
    ) -> None:
        settings.SITE_URL = "https://werkbalans.example"
        shown = {}

        def note(template: str, context: dict[str, Any]) -> str:
            shown.update(context)
            return "Onderwerp\nTekst"

        monkeypatch.setattr(registry, "render_to_string", note)
        letter = post(organisation, "Bea@Example.org")

        link = shown["stop_link"]
        assert link.startswith("https://werkbalans.example/post/stop/")
        assert read_stop_token(link.split("/")[-2]) == ("bea@example.org", "shared")
        assert letter.headers == {
            "List-Unsubscribe": f"<{link}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }

    def test_the_headers_stand_in_the_mail_on_one_line_each(
        self, organisation: Organisation, django_capture_on_commit_callbacks: Callable
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            letter = post(organisation, f"{'a' * 64}@{'b' * 60}.example")
        sent = mail.outbox[0].message()
        assert sent["List-Unsubscribe"] == letter.headers["List-Unsubscribe"]
        assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert all(len(line) < 998 for line in sent.as_bytes().splitlines())

    def test_is_not_written_to_who_stopped_it(self, organisation: Organisation) -> None:
        mute(email="Bea@example.org", kind="shared")
        assert post(organisation, "bea@Example.org", key="once") is None
        assert not letters().exists()
        assert post(organisation, "an.bea@example.org") is not None

    def test_stopping_drops_what_still_waits(self, organisation: Organisation) -> None:
        dropped, other = post(organisation), post(organisation, "ans@example.org")
        mute(email="BEA@example.org", kind="shared")
        assert not letters().filter(pk=dropped.pk).exists()
        assert letters().filter(pk=other.pk).exists()


@pytest.mark.django_db
def test_a_letter_that_nobody_can_do_without_is_written_all_the_same(organisation: Organisation) -> None:
    MutedKind.objects.create(email="bea@example.org", kind="shared")
    letter = send_letter(to="bea@example.org", name="shared", context=CONTEXT, organisation=organisation)
    assert letter is not None
    assert letter.headers == {}
    assert letter.try_at <= timezone.now() < letter.try_at + timedelta(minutes=1)

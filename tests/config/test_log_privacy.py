"""What the logs tell: when, where and what kind of error. Never who, and never what somebody wrote."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings as project
from django.core import mail
from django.test import Client

from apps.rie.models import Answer
from config.logging_privacy import WithoutPeople, without_people
from tests.rie.conftest import RISK, Firm, content, firm  # noqa: F401  (fixtures)
from tests.rie.screen import Screen

NOTE = "Jan de Vries (jan@voorbeeld.nl) is overspannen."


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the handler of production writes."""
    [handler] = [one for one in logging.getLogger().handlers if any(map(is_ours, one.filters))]
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def is_ours(one: object) -> bool:
    return isinstance(one, WithoutPeople)


def test_an_error_while_saving_a_note_tells_where_and_not_what(
    firm: Firm,  # noqa: F811
    browser_of,
    monkeypatch,
    log,
):
    browser: Client = browser_of()
    browser.raise_request_exception = False
    card = Screen(browser, firm.url("subtheme", "cultuur-en-beleid"), firm.url("answer", RISK))

    def fail(*args: object, **options: object) -> None:
        secret = NOTE
        try:
            int(secret)
        except ValueError as error:
            raise RuntimeError(f"cannot store {secret}") from error

    monkeypatch.setattr("apps.rie.views.inventory.save_answer", fail)
    answer = card.save(note=NOTE)

    told = log.getvalue()
    assert answer.status_code == 500
    assert f"Internal Server Error: {firm.url('answer', RISK)}" in told
    assert "RuntimeError" in told
    assert "ValueError" in told
    assert "in fail" in told
    for word in ("Jan", "Vries", "voorbeeld", "overspannen", "cannot store"):
        assert word not in told
    assert b"overspannen" not in answer.content
    assert mail.outbox == []
    assert project.ADMINS == []


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("login jan.de-vries+x@voorbeeld.nl failed", "login [e-mail] failed"),
        ("Key (email)=(a@b.nl) already exists", "Key (email)=([e-mail]) already exists"),
        ("<a@b.example.org>, c@d.nl;", "<[e-mail]>, [e-mail];"),
        ("Not Found: /account/login/?next=/x&email=jan", "Not Found: /account/login/"),
        ("Error handling request /x/?q=Jan%20de%20Vries", "Error handling request /x/"),
        ("/uitnodiging/8fTq2ZbY1xWq9_sLr-0cVdKm/", "/uitnodiging/[key]/"),
        (
            "/account/password/reset/key/1w-d5f3k2-8c1b0aa9e0f7ce21d4b3a9/",
            "/account/password/reset/key/[key]/",
        ),
        (
            "/b/0b7e3c52-6a7e-4d0c-9c39-0a6d6a0e0b11/rie/",
            "/b/0b7e3c52-6a7e-4d0c-9c39-0a6d6a0e0b11/rie/",
        ),
        ("/inventarisatie/digitalisering-en-ai/", "/inventarisatie/digitalisering-en-ai/"),
        ("Why? Because a=b", "Why? Because a=b"),
    ],
)
def test_a_line_loses_addresses_queries_and_keys(said, written):
    assert without_people(said) == written


def record(message: str, *args: object, **more: object) -> logging.LogRecord:
    made = logging.LogRecord("x", logging.ERROR, __file__, 1, message, args, None)
    made.__dict__.update(more)
    WithoutPeople().filter(made)
    return made


def test_what_hangs_on_a_record_goes_no_further():
    made = record("x", request=object(), data={"note": NOTE}, params=[NOTE], sql="SELECT 1", status_code=500)

    assert not {"request", "data", "params", "sql"} & set(made.__dict__)
    assert made.status_code == 500


def test_values_in_a_message_are_masked_too():
    assert record("sent to %s", "jan@voorbeeld.nl").getMessage() == "sent to [e-mail]"


def test_an_error_in_a_background_job_is_told_the_same_way():
    try:
        raise KeyError(NOTE)
    except KeyError:
        made = record("Task failed", exc_info=sys.exc_info())

    told = logging.Formatter("%(message)s").format(made)
    assert "KeyError" in told
    assert "Jan" not in told


def test_a_record_without_an_error_stays_as_it_is():
    assert logging.Formatter("%(message)s").format(record("Worker started")) == "Worker started"


def test_an_answer_that_is_refused_says_nothing_either(firm: Firm, browser_of, log, in_scope):  # noqa: F811
    browser_of().post(firm.url("answer", RISK), {"note": NOTE * 500, "verdict": "x"})

    assert "Jan" not in log.getvalue()
    assert not Answer.objects.filter(note__contains="Jan").exists()

"""The web server's own logs know pages, not people."""

from __future__ import annotations

import io
import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from config import gunicorn
from config.gunicorn import PrivateLogger

ENVIRON = {
    "REMOTE_ADDR": "198.51.100.7",
    "REQUEST_METHOD": "GET",
    "RAW_URI": "/uitnodiging/8fTq2ZbY1xWq9_sLr-0cVdKm/?email=jan@voorbeeld.nl",
    "PATH_INFO": "/uitnodiging/8fTq2ZbY1xWq9_sLr-0cVdKm/",
    "QUERY_STRING": "email=jan@voorbeeld.nl",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "HTTP_REFERER": "https://elders.example/?naam=Jan",
    "HTTP_USER_AGENT": "Firefox of Jan",
    "HTTP_COOKIE": "sessionid=geheim",
}


@pytest.fixture
def logger() -> PrivateLogger:
    return PrivateLogger(Config())


def atoms(logger: PrivateLogger) -> dict[str, object]:
    answer = SimpleNamespace(status="200 OK", sent=512, headers=[("Set-Cookie", "sessionid=geheim")])
    request = SimpleNamespace(headers=[("COOKIE", "sessionid=geheim")])
    return logger.atoms(answer, request, ENVIRON, timedelta(milliseconds=12))


def test_a_line_has_the_page_and_the_outcome(logger):
    line = gunicorn.access_log_format % atoms(logger)

    assert line.endswith("GET /uitnodiging/[key]/ 200 512 bytes 12 ms")


def test_no_other_format_can_tell_more(logger):
    told = " ".join(str(value) for value in atoms(logger).values())

    for secret in ("Jan", "jan@", "198.51.100.7", "geheim", "8fTq2ZbY1xWq9_sLr-0cVdKm", "elders"):
        assert secret not in told


def test_an_error_of_the_server_itself_is_masked(logger):
    written = io.StringIO()
    for handler in logger.error_log.handlers:
        handler.setStream(written)

    logger.error("Error handling request %s", ENVIRON["RAW_URI"])

    assert "Error handling request /uitnodiging/[key]/" in written.getvalue()
    assert "jan" not in written.getvalue()


def test_gunicorn_reads_this_file():
    config = Config()
    for name in ("logger_class", "access_log_format", "accesslog", "threads", "worker_class"):
        config.set(name, getattr(gunicorn, name))

    assert config.logger_class is PrivateLogger
    assert logging.getLogger("gunicorn.access").name == "gunicorn.access"

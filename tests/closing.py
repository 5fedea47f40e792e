"""Closing an answer of the test client: its file goes, the connection of the test stays."""

from __future__ import annotations

from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import HttpResponseBase


def close_answer(answer: HttpResponseBase) -> None:
    """As the server does at the end of a request, without ending the transaction the test runs in."""
    request_finished.disconnect(close_old_connections)
    try:
        answer.close()
    finally:
        request_finished.connect(close_old_connections)

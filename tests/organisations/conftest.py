"""What tests about people and firms share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

PostOffice = Callable[[], AbstractContextManager[list[EmailMultiAlternatives]]]


@pytest.fixture
def post_office(django_capture_on_commit_callbacks: Any) -> PostOffice:
    """``with post_office() as letters: …``, then read what was really sent (letters leave on commit)."""

    @contextmanager
    def collect() -> Iterator[list[EmailMultiAlternatives]]:
        letters: list[EmailMultiAlternatives] = []
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            yield letters
        letters += mail.outbox[before:]

    return collect

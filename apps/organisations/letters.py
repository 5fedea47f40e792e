"""E-mails of the application: plain text and HTML from one pair of templates, sent by the worker."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django_tasks import task


def send_letter(*, to: str, name: str, context: Mapping[str, Any]) -> None:
    """Put a letter in the post once what it is about is really saved.

    Args:
        to: one e-mail address.
        name: ``letters/<name>.txt`` and ``.html``; the first line of the text is the subject.
        context: what the templates need. Links in it are whole addresses.
    """
    subject, _newline, text = render_to_string(f"letters/{name}.txt", dict(context)).partition("\n")
    html = render_to_string(f"letters/{name}.html", dict(context))
    letter = {"to": to, "subject": subject.strip(), "text": text.strip() + "\n", "html": html}
    transaction.on_commit(partial(deliver.enqueue, **letter))


@task()
def deliver(to: str, subject: str, text: str, html: str) -> None:
    """Hand one letter to the mail server; the worker reports when that fails."""
    message = EmailMultiAlternatives(subject=f"Werkbalans: {subject}", body=text, to=[to])
    message.attach_alternative(html, "text/html")
    message.send()

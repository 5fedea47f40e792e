"""E-mails of the application: plain text and HTML from one pair of templates, sent by the worker."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.dispatch import receiver
from django.template.loader import render_to_string
from django_tasks import TaskResult, TaskResultStatus, task
from django_tasks.signals import task_finished
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

# A name that never leads anywhere (RFC 2606): who tries without an account has no mailbox.
GUEST_DOMAIN = "guest.invalid"


def send_letter(*, to: str, name: str, context: Mapping[str, Any]) -> None:
    """Put a letter in the post once what it is about is really saved. A guest gets no letters.

    Args:
        to: one e-mail address.
        name: ``letters/<name>.txt`` and ``.html``; the first line of the text is the subject.
        context: what the templates need. Links in it are whole addresses.
    """
    if to.endswith(f"@{GUEST_DOMAIN}"):
        return
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


@receiver(task_finished)
def forget_letter(task_result: TaskResult, **kwargs: Any) -> None:
    """A letter that left stays nowhere: it holds an address, and perhaps a link that lets somebody in.

    One that could not be sent is kept for who looks into it, as long as other jobs.
    """
    is_letter = task_result.task.module_path == deliver.module_path
    is_stored = isinstance(task_result.task.get_backend(), DatabaseBackend)
    if is_letter and is_stored and task_result.status == TaskResultStatus.SUCCESSFUL:
        DBTaskResult.objects.filter(pk=task_result.id).delete()

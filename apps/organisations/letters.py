"""E-mails of the application: plain text and HTML from one pair of templates.

``send_letter`` writes a letter down in the transaction of what it is about (an outbox); the worker brings it
away, or else the clock. How it leaves once: ``domain/post.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import Truncator
from django_tasks import task

from apps.organisations.domain.muting import is_muted, stop_token
from apps.organisations.domain.post import deliver_letter, letters
from apps.organisations.models import Letter, Organisation

# A name that never leads anywhere (RFC 2606): who tries without an account has no mailbox.
GUEST_DOMAIN = "guest.invalid"
MAX_SUBJECT = Letter._meta.get_field("subject").max_length

_mutable: dict[str, str | Promise] = {}


def may_be_muted(kind: str, label: str | Promise) -> None:
    """Let people stop letters of this kind; a second label takes the place of the first.

    Args:
        kind: the name of the letter.
        label: as somebody reads it after "You get no more letters of this kind:".
    """
    _mutable[kind] = label


def mutable_kinds() -> dict[str, str | Promise]:
    """What people can stop: label by kind, in the order in which they were registered."""
    return dict(_mutable)


def send_letter(
    *, to: str, name: str, context: Mapping[str, Any], organisation: Organisation | None, key: str = ""
) -> Letter | None:
    """Put a letter in the post; it leaves once what it is about is really saved. One to three queries.

    Args:
        to: one e-mail address.
        name: ``letters/<name>.txt`` and ``.html``, and its kind; the first line of the text is the subject.
        context: what the templates need. Links in it are whole addresses (see :func:`absolute`). A kind that
            can be stopped gets ``stop_link`` besides.
        organisation: the firm it is about (the letter goes when the firm goes); None: about no firm.
        key: what makes it this letter and no other, for instance ``due-soon:<action>:<date>:<member>``.
            Never an address: the key is kept after the letter has left.

    Returns:
        None when nothing was written: a guest has no mailbox, the receiver stopped this kind, or there was a
        letter with this key already, sent or not.

    Raises:
        ValueError: the key holds an address.
    """
    if "@" in key:
        raise ValueError("The key of a letter is kept; it may not hold an e-mail address.")
    if to.endswith(f"@{GUEST_DOMAIN}") or (name in _mutable and is_muted(email=to, kind=name)):
        return None
    if key and letters().filter(key=key).exists():
        return None
    letter = _written(to, name, context)
    letter.organisation, letter.key = organisation, key or None
    return _put_in_the_post(letter)


def absolute(path: str) -> str:
    """The whole address of a page of this site, also where there is no request, as in the worker."""
    return f"{settings.SITE_URL}{path}"


def one_line(text: str) -> str:
    """A name that cannot break out of the line it stands on, such as the subject of a letter."""
    return " ".join(text.split())


@task()
def deliver(letter_id: str) -> None:
    """Try to bring one letter away. Run twice, or too late, it does nothing."""
    deliver_letter(letter_id=UUID(letter_id), now=timezone.now())


def _written(to: str, name: str, context: Mapping[str, Any]) -> Letter:
    shown, headers = dict(context), {}
    if name in _mutable:
        link = absolute(reverse("stop_letters", args=[stop_token(email=to, kind=name)]))
        shown["stop_link"] = link
        # A button of the mail program: it sends a POST to this address, without a visit (RFC 8058).
        headers = {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    subject, _newline, text = render_to_string(f"letters/{name}.txt", shown).partition("\n")
    return Letter(
        kind=name,
        to=to,
        subject=Truncator(one_line(subject)).chars(MAX_SUBJECT),
        text=text.strip() + "\n",
        html=render_to_string(f"letters/{name}.html", shown),
        headers=headers,
        try_at=timezone.now(),
    )


def _put_in_the_post(letter: Letter) -> Letter | None:
    """Write the row. Two with the same key at the same moment: the database lets one through.

    It says so without an error, so that on PostgreSQL the transaction of the caller goes on.
    """
    letters().bulk_create([letter], ignore_conflicts=bool(letter.key))
    if letter.key and not letters().filter(pk=letter.pk).exists():
        return None

    def hand_to_the_queue() -> None:
        deliver.enqueue(str(letter.pk))

    # Robust: when the queue cannot be reached right now, the clock finds the letter.
    transaction.on_commit(hand_to_the_queue, robust=True)
    return letter

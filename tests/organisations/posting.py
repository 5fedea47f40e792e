"""What tests of the post share."""

from __future__ import annotations

from typing import Any

from apps.organisations.domain.post import letters
from apps.organisations.letters import send_letter
from apps.organisations.models import Letter, Organisation

CONTEXT = {
    "firm": "De Linde",
    "practice": "Arbo Bos",
    "sender": "Ans",
    "name": "Bea",
    "link": "https://w.example/",
}
DATABASE_QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}


def post(organisation: Organisation, to: str = "bea@example.org", **values: Any) -> Letter | None:
    """Ask for a letter as a verb does."""
    return send_letter(
        **{"to": to, "name": "shared", "context": CONTEXT, "organisation": organisation, **values}
    )


def stored(letter: Letter) -> Letter:
    """The letter as it is now."""
    return letters().get(pk=letter.pk)

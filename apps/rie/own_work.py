"""What somebody has to do in a dossier besides filling in. Rooms below this one say so (``register``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from apps.organisations.models import Membership
from apps.rie.models import Dossier


@dataclass(frozen=True)
class OwnTask:
    """One thing to do, as a line on her own page. ``note``: until when, how far."""

    title: str
    url: str
    note: str
    is_over: bool


Finder = Callable[[Dossier, Membership], Sequence[OwnTask]]
_finders: dict[str, Finder] = {}


def register(name: str, finder: Finder) -> None:
    """Add a kind of work, or replace the one with the same name."""
    _finders[name] = finder


def own_tasks_of(dossier: Dossier, member: Membership) -> list[OwnTask]:
    """All that is hers to do here, what is over at the end. One query per kind of work."""
    tasks = [task for find in _finders.values() for task in find(dossier, member)]
    return sorted(tasks, key=lambda task: task.is_over)

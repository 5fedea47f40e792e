"""What changed in the dossier since a version that something was decided about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from apps.reports.data.material import Material
from apps.review.differences import Difference, differences


@dataclass(frozen=True, kw_only=True)
class ChangedLine:
    """One field before and after, in words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class Changed:
    """One thing that is not what it was. ``subject`` is empty where ``section`` says enough."""

    section: str
    subject: str
    kind: str
    lines: tuple[ChangedLine, ...]


def changes_since(material: Material, version_id: UUID) -> tuple[Changed, ...]:
    """From that version to the dossier as it is now, in the order of the report; empty if the same."""
    old: Mapping[str, Any] = material.standing.frozen[version_id]
    found = differences(old, material.standing.now, material.content)
    return tuple(_changed(difference) for difference in found)


def _changed(difference: Difference) -> Changed:
    return Changed(
        section=str(difference.section.label),
        subject=difference.subject,
        kind=str(difference.kind.label),
        lines=tuple(
            ChangedLine(label=str(line.label), old=str(line.old), new=str(line.new))
            for line in difference.lines
        ),
    )

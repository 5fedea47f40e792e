"""Small nouns that several parts of the report share, and how they are made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from apps.rie.domain.assessment import AssessedFactor
from apps.rie.evaluation import Priority
from apps.rie.pictures import Mark, priority_mark

# Texts of more characters than this together may be split over two pages.
LONG = 1_200


@dataclass(frozen=True)
class RiskRef:
    """A risk as other parts of the report point at it. ``priority`` is None without a class."""

    code: str
    title: str
    priority: Mark | None


def mark_from_key(key: str) -> Mark | None:
    """The class with this stored key; None for an empty key. Raises ValueError for any other text."""
    return priority_mark(Priority.from_key(key)) if key else None


def risk_ref(risk: AssessedFactor) -> RiskRef:
    """A risk by its code, its problem in words and the class that counts."""
    return RiskRef(code=risk.code, title=risk.factor.text.problem, priority=priority_mark(risk.priority))


def local_date(moment: datetime | None) -> date | None:
    """The day of a moment, as the calendar on the wall of the firm says."""
    return timezone.localtime(moment).date() if moment else None


__all__ = ["LONG", "Mark", "RiskRef", "local_date", "mark_from_key", "priority_mark", "risk_ref"]

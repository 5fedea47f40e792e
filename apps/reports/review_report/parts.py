"""The parts of a toetsverslag as plain values: everything on paper, nothing of the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from apps.reports.data.parts import Mark


@dataclass(frozen=True, kw_only=True)
class Talk:
    """One turn in the talk about a finding. ``is_adviser``: from which side it comes."""

    is_adviser: bool
    on: date
    text: str


@dataclass(frozen=True, kw_only=True)
class FindingPart:
    """``subject``: the risk or action that it is about; empty for the whole RI&E."""

    number: int
    subject: str
    weight: Mark
    state: str
    observation: str
    evidence: str
    advice: str
    talk: tuple[Talk, ...]


@dataclass(frozen=True, kw_only=True)
class CriterionPart:
    """One of the four criteria of a toets, with what was found."""

    title: str
    findings: tuple[FindingPart, ...]


@dataclass(frozen=True, kw_only=True)
class PriorityPart:
    """Another class that the adviser proposes for a risk. ``firms``: None when the firm gave it none."""

    finding: int
    subject: str
    firms: Mark | None
    proposed: Mark


@dataclass(frozen=True, kw_only=True)
class CheckPart:
    """One point of the checklist. ``state`` empty: not answered."""

    question: str
    state: str
    note: str


@dataclass(frozen=True, kw_only=True)
class VisitPart:
    on: date
    spoken_with: str
    seen: str


@dataclass(frozen=True, kw_only=True)
class RoundPart:
    """A round that led to this outcome. ``comment``: with which it was returned."""

    number: int
    version_number: int
    submitted_on: date
    state: str
    comment: str


@dataclass(frozen=True, kw_only=True)
class Voice:
    """What the employees said: a works council about the version, or else how they were heard.

    ``consented``: None when no decision about this version stands. ``reason``: of who withheld consent, or
    of the firm that submitted without it.
    """

    has_council: bool
    consented: bool | None
    decided_on: date | None
    reason: str
    hearing: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Cover:
    """Of whom it is and what it is about, as the base of every report names it."""

    firm: str
    subject: str
    year: int


@dataclass(frozen=True, kw_only=True)
class ReviewReport:
    """A whole toetsverslag. ``made_on`` is the day on which the review was concluded."""

    language: str
    kind: str
    product_version: str
    made_on: date
    cover: Cover
    reference: str
    verify_at: str
    version_number: int
    version_sha256: str
    frozen_on: date
    facts: tuple[tuple[str, str], ...]
    outcome: Mark
    scope: str
    advice: str
    practice: str
    adviser_name: str
    certificate: str
    certificate_number: str
    criteria: tuple[CriterionPart, ...]
    priorities: tuple[PriorityPart, ...]
    checklist: tuple[CheckPart, ...]
    visits: tuple[VisitPart, ...]
    rounds: tuple[RoundPart, ...]
    voice: Voice

    @property
    def findings(self) -> tuple[FindingPart, ...]:
        return tuple(finding for part in self.criteria for finding in part.findings)

"""Where the review of a dossier stands, as the firm sees it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from apps.review.consents import read_content
from apps.review.content import canonical, content_of
from apps.review.differences import Difference, differences
from apps.review.models import (
    Finding,
    FindingState,
    Submission,
    SubmissionEvent,
    SubmissionState,
    Version,
    Weight,
)
from apps.review.rounds import events_of, rounds_of
from apps.review.turn_words import turn_in_words
from apps.rie.content.tree import InstrumentContent
from apps.rie.models import Dossier


@dataclass(frozen=True)
class Turn:
    """One line of the log."""

    event: SubmissionEvent
    words: str


@dataclass(frozen=True)
class ReviewStanding:
    """``rounds``: the newest first. ``changed``: what is not as in ``compared``; None: not compared."""

    rounds: tuple[Submission, ...]
    turns: tuple[Turn, ...]
    changed: tuple[Difference, ...] | None

    @property
    def newest(self) -> Submission | None:
        return self.rounds[0] if self.rounds else None

    @property
    def open(self) -> Submission | None:
        """The round that is somebody's turn."""
        return next((one for one in self.rounds if one.is_open), None)

    @property
    def reviewed(self) -> Submission | None:
        """The last round that was concluded."""
        return next((one for one in self.rounds if one.state == SubmissionState.CONCLUDED), None)

    @property
    def compared(self) -> Submission | None:
        """The round whose version stands beside the dossier as it is now."""
        return compared(self.rounds)

    @property
    def is_returned(self) -> bool:
        """Whether it is the firm's turn."""
        return self.open is not None and self.open.state == SubmissionState.RETURNED

    @property
    def can_go(self) -> bool:
        """Whether submitting makes sense: nothing is there yet, findings came back, or something changed."""
        return self.compared is None or self.is_returned or bool(self.changed)


def standing_of(dossier: Dossier, content: InstrumentContent) -> ReviewStanding:
    """Everything of the review that the firm may know.

    Two queries; when a version is with an adviser or was reviewed, also one for what it holds and those of
    ``content_of``, whatever the number of rounds: without reading the dossier nobody knows what changed.
    """
    rounds = tuple(rounds_of(dossier))
    turns = tuple(Turn(event, turn_in_words(event)) for event in events_of(dossier))
    return ReviewStanding(rounds=rounds, turns=turns, changed=_changed(dossier, compared(rounds), content))


def compared(rounds: tuple[Submission, ...]) -> Submission | None:
    """The open round, or else the last that was concluded."""
    concluded = (one for one in rounds if one.state == SubmissionState.CONCLUDED)
    return next((one for one in rounds if one.is_open), None) or next(concluded, None)


def _changed(
    dossier: Dossier, round_: Submission | None, content: InstrumentContent
) -> tuple[Difference, ...] | None:
    if round_ is None:
        return None
    frozen = Version.objects.get(pk=round_.version_id)
    return differences(read_content(frozen), now_of(dossier), content)


def now_of(dossier: Dossier) -> dict[str, Any]:
    """The dossier as it is now, as plain values like those of a version. Those of ``content_of``."""
    return json.loads(canonical(content_of(dossier)))


@dataclass(frozen=True)
class Tally:
    """How many findings of one weight are in each state."""

    weight: Weight
    open: int
    answered: int
    closed: int


def findings_by_weight(dossier: Dossier) -> tuple[Tally, ...]:
    """Numbers of the findings that the firm may see, the heaviest first; none: empty. One query."""
    rows = Finding.objects.filter(dossier=dossier, shown_at__isnull=False).order_by()
    counted = rows.values("weight", "state").annotate(number=Count("pk"))
    numbers = {(row["weight"], row["state"]): row["number"] for row in counted}
    found = {weight for weight, _state in numbers}
    return tuple(
        Tally(weight, *(numbers.get((weight, state), 0) for state in FindingState))
        for weight in Weight
        if weight in found
    )

"""What may be told about a group of firms without telling anything about one of them.

Plain arithmetic without a database, so that the rule can be tested on its own. Why it is like this:
``docs/decisions/010-sector-counts.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

STEP = 5  # firms: every published number is a multiple of it


class Hidden(StrEnum):
    """Why there is no number."""

    TOO_FEW_FIRMS = "too_few_firms"
    FEW = "few"
    ALMOST_ALL = "almost_all"


@dataclass(frozen=True)
class Share:
    """About ``firms`` of the about ``of`` firms; or nothing but the reason why not."""

    firms: int | None = None
    of: int | None = None
    hidden: Hidden | None = None

    @property
    def percentage(self) -> int | None:
        """In steps of 5, worked out from the two published numbers, so it tells no more than they do."""
        if self.firms is None:
            return None
        return in_steps(100 * self.firms / self.of)


def in_steps(number: float) -> int:
    """The nearest multiple of five."""
    return int((number + STEP / 2) // STEP) * STEP


def published_count(firms: int, minimum: int) -> int | None:
    """A number of firms in steps of five; None when there are fewer than ``minimum``."""
    return in_steps(firms) if firms >= minimum else None


def firms_for_a_share(minimum: int) -> int:
    """From how many firms on a share may be told: ``minimum`` that have something and as many that do not."""
    return 2 * minimum


def published_share(firms: int, of: int, minimum: int) -> Share:
    """How many of a group have something. Both those who do and those who do not must be ``minimum`` firms.

    A reader can subtract: 18 of 20 tells about the other 2. And 12 of 12 tells about each of the twelve.
    """
    if of < firms_for_a_share(minimum):
        return Share(hidden=Hidden.TOO_FEW_FIRMS)
    if firms < minimum:
        return Share(hidden=Hidden.FEW)
    if of - firms < minimum:
        return Share(hidden=Hidden.ALMOST_ALL)
    return Share(firms=in_steps(firms), of=in_steps(of))

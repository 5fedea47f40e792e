"""Measuring on a machine that does other things too: take turns, and compare medians of one run."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

Sample = Callable[[], float]


@dataclass(frozen=True)
class Comparison:
    """Seconds of one thing and of what it is compared with, measured in turns."""

    measured: tuple[float, ...]
    yardstick: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """How many times the yardstick: the medians divided."""
        return median(self.measured) / median(self.yardstick)

    def in_words(self) -> str:
        """Both medians."""
        return in_milliseconds(self.measured, self.yardstick)


def compare(measured: Sample, yardstick: Sample, *, samples: int, warm: int = 0) -> Comparison:
    """Take turns, so that a busy moment of the machine falls on both.

    Args:
        measured, yardstick: each runs once and returns its seconds.
        warm: turns that are made first and thrown away.
    """
    pairs = [(measured(), yardstick()) for _turn in range(warm + samples)][warm:]
    return Comparison(measured=tuple(pair[0] for pair in pairs), yardstick=tuple(pair[1] for pair in pairs))


def in_milliseconds(measured: Sequence[float], yardstick: Sequence[float]) -> str:
    """Both medians, for a note."""
    return f"{median(measured) * 1000:.1f} ms against {median(yardstick) * 1000:.1f} ms"


def seconds_of(action: Callable[[], object]) -> float:
    """Run it once; the seconds by the clock on the wall."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def percentile_95(values: Sequence[float]) -> float:
    """The value that 95 of 100 stay under; needs two values or more."""
    return quantiles(values, n=20)[-1]

"""The nouns of evaluation: what goes into a method, what comes out, and what a method is."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from apps.rie.content.schema import FactorKind


class Priority(enum.IntEnum):
    """Class of a risk. A higher number is more urgent, so that classes can be compared."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def key(self) -> str:
        """Name for storage, URLs and CSS: ``low``, ``medium`` or ``high``."""
        return self.name.lower()

    @classmethod
    def from_key(cls, key: str) -> Priority:
        """The priority with this key. Raises ValueError for any other text."""
        for priority in cls:
            if priority.key == key:
                return priority
        known = ", ".join(priority.key for priority in cls)
        raise ValueError(f"Unknown priority {key!r}. Known priorities: {known}.")

    @property
    def label(self) -> str:
        """The word in the active language, in lower case as it stands in a sentence."""
        return str(PRIORITY_WORDS[self])

    def one_up(self) -> Priority:
        """The next class; high stays high."""
        return Priority(min(self + 1, Priority.HIGH))


PRIORITY_WORDS = {
    Priority.LOW: pgettext_lazy("priority", "low"),
    Priority.MEDIUM: pgettext_lazy("priority", "medium"),
    Priority.HIGH: pgettext_lazy("priority", "high"),
}


class Verdict(enum.StrEnum):
    """What the employer answered to the statement of a factor."""

    IN_ORDER = "in_order"
    PARTLY = "partly"
    NOT_IN_ORDER = "not_in_order"
    NOT_APPLICABLE = "not_applicable"
    TO_DISCUSS = "to_discuss"

    @property
    def is_problem(self) -> bool:
        """True for the two answers that make a factor a risk: partly and not in order."""
        return self in (Verdict.PARTLY, Verdict.NOT_IN_ORDER)


@dataclass(frozen=True, kw_only=True)
class RiskInput:
    """One answer, as far as it matters for the priority. A method ignores what it has no scale for.

    ``frequency``, ``reach``, ``severity`` and ``probability`` are values of the method's own scales.
    ``default_severity`` belongs to the instrument and counts when the employer gave no severity.
    ``happened`` says whether the event took place in the last 12 months, and ``high_after_event``
    whether that alone makes this factor a high risk. ``special_groups`` holds the labels of the
    exposed groups, ready to be read in a sentence. ``chosen`` is the user's own choice, for the
    direct method.
    """

    verdict: Verdict
    kind: FactorKind = FactorKind.CONDITION
    frequency: int | None = None
    reach: int | None = None
    severity: int | None = None
    default_severity: int | None = None
    probability: int | None = None
    happened: bool | None = None
    high_after_event: bool = False
    special_groups: tuple[str, ...] = ()
    chosen: Priority | None = None

    @property
    def severity_in_use(self) -> int | None:
        """The employer's severity, or else that of the instrument."""
        return self.default_severity if self.severity is None else self.severity


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """What a method made of a risk, and why.

    ``priority`` is None when there is no risk (in order, not applicable), when it is still to be
    discussed, or when too little was filled in; in that last case ``missing`` names the fields of
    RiskInput that are still needed. ``steps`` tells the reason in the active language, one text per
    step, in the order in which the steps were taken. A rule that changed nothing is not mentioned.
    """

    method: str
    priority: Priority | None
    score: int | None
    steps: tuple[str, ...]
    missing: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """The steps as one running text."""
        return " ".join(self.steps)


@dataclass(frozen=True)
class ScaleStep:
    """One answer on a scale: its value, its word in lower case, and a hint that makes it concrete."""

    value: int
    label: str | Promise
    hint: str | Promise


class Method(Protocol):
    """A way to give a risk its priority.

    ``scales`` maps a field of RiskInput to the values that the method allows there, in the order in
    which a form should ask for them.
    """

    name: str
    label: str | Promise
    scales: Mapping[str, tuple[ScaleStep, ...]]

    def evaluate(self, risk: RiskInput) -> Evaluation:
        """The priority of this risk with its reason. Raises InvalidRiskInput outside the scales."""
        ...


class InvalidRiskInput(ValueError):  # noqa: N818 - reads better at the place where it is caught
    """A value that is not on the scale of the method. Names the field and what is allowed."""

    def __init__(self, field: str, value: object, allowed: Iterable[int]) -> None:
        self.field = field
        self.value = value
        self.allowed = tuple(allowed)
        super().__init__(f"{field} must be one of {', '.join(map(str, self.allowed))}, not {value!r}.")


class UnknownMethod(ValueError):  # noqa: N818 - as above
    """An instrument asks for an evaluation method that does not exist here."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name = name
        self.known = tuple(known)
        super().__init__(f"Unknown evaluation method {name!r}. Known methods: {', '.join(self.known)}.")

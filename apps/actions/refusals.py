"""What a firm left out of its plan: the measures, the reasons, and what these add up to. Reads nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import ngettext_lazy

from apps.actions.models import LeftOutMeasure, MisfitReason
from apps.rie.content.tree import InstrumentContent, MeasureContent

# In the order in which they are told.
SENTENCES = {
    MisfitReason.TOO_MUCH_WORK: ngettext_lazy(
        "You left out %(count)s measure because it is too much work.",
        "You left out %(count)s measures because they are too much work.",
        "count",
    ),
    MisfitReason.TOO_EXPENSIVE: ngettext_lazy(
        "You left out %(count)s measure because it is too expensive.",
        "You left out %(count)s measures because they are too expensive.",
        "count",
    ),
    MisfitReason.NOT_OUR_WORK: ngettext_lazy(
        "You left out %(count)s measure because it does not fit your work.",
        "You left out %(count)s measures because they do not fit your work.",
        "count",
    ),
    MisfitReason.TRIED: ngettext_lazy(
        "You left out %(count)s measure because you tried it and it did not help.",
        "You left out %(count)s measures because you tried them and they did not help.",
        "count",
    ),
    MisfitReason.HAVE_IT: ngettext_lazy(
        "You left out %(count)s measure because you do it already, in another way.",
        "You left out %(count)s measures because you do them already, in another way.",
        "count",
    ),
    MisfitReason.NO_SUPPORT: ngettext_lazy(
        "You left out %(count)s measure because employees do not want it.",
        "You left out %(count)s measures because employees do not want them.",
        "count",
    ),
    MisfitReason.OTHER: ngettext_lazy(
        "You left out %(count)s measure for another reason.",
        "You left out %(count)s measures for another reason.",
        "count",
    ),
}


@dataclass(frozen=True)
class Refusal:
    """A measure that was left out, with the reason and the note somebody gave."""

    measure: MeasureContent
    entry: LeftOutMeasure


@dataclass(frozen=True)
class ReasonCount:
    """How often a reason was given. ``asks_less_work``: a lighter proposal could help here."""

    reason: MisfitReason
    count: int

    @property
    def sentence(self) -> str:
        return SENTENCES[self.reason] % {"count": self.count}

    @property
    def asks_less_work(self) -> bool:
        return self.reason is MisfitReason.TOO_MUCH_WORK


def refusals_of(
    content: InstrumentContent, entries: Mapping[str, LeftOutMeasure], *, in_plan: Collection[str]
) -> tuple[Refusal, ...]:
    """The measures left out, by code. One that came into the plan after all is not among them."""
    return tuple(
        Refusal(measure=content.measures[code], entry=entries[code])
        for code in sorted(entries)
        if code not in in_plan
    )


def reasons_told(refusals: Collection[Refusal]) -> tuple[ReasonCount, ...]:
    """How often each reason was given; those without a reason are not counted."""
    counts = Counter(refusal.entry.reason for refusal in refusals)
    return tuple(ReasonCount(reason, counts[reason]) for reason in SENTENCES if counts[reason])

"""The sentences of a reason that several methods share, in the active language."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy

from .base import Priority, ScaleStep, Verdict

WITHOUT_PRIORITY = {
    Verdict.IN_ORDER: gettext_lazy("This is in order. So it has no priority."),
    Verdict.NOT_APPLICABLE: gettext_lazy("This does not apply to you. So it has no priority."),
    Verdict.TO_DISCUSS: gettext_lazy("You still want to discuss this. It gets its priority after that."),
}
POLICY = {
    Verdict.NOT_IN_ORDER: gettext_lazy("The policy is missing. Missing policy is always high."),
    Verdict.PARTLY: gettext_lazy("The policy is only partly there. That is medium."),
}
FIELDS = {
    "frequency": gettext_lazy("how often it happens"),
    "reach": gettext_lazy("how many people it concerns"),
    "severity": gettext_lazy("how serious it is"),
    "probability": gettext_lazy("how likely harm is"),
    "chosen": gettext_lazy("which priority you choose"),
}


def join_words(words: Iterable[str]) -> str:
    """ "a", "a and b" or "a, b and c"."""
    *rest, last = map(str, words)
    if not rest:
        return last
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(rest), "last": last}


def word_with_value(scale: tuple[ScaleStep, ...], value: int) -> str:
    """The word of a scale with its value: "often (3)"."""
    word = next(step.label for step in scale if step.value == value)
    return f"{word} ({value})"


def still_to_fill_in(fields: Iterable[str]) -> str:
    """Which answers are needed before there can be a priority."""
    questions = join_words(FIELDS[field] for field in fields)
    return gettext("Still to fill in: %(questions)s. Then you see the priority.") % {"questions": questions}


def default_severity_used(severity: str) -> str:
    """Says that the instrument, not the employer, gave this severity ("complaints (2)")."""
    return gettext(
        "You did not fill in how serious it is. We count with what is usual for this topic: %(severity)s."
    ) % {"severity": severity}


def band_of_score(first: int, last: int, priority: Priority) -> str:
    """Which scores, both ends included, have this priority."""
    return gettext("From %(first)d to %(last)d is %(priority)s.") % {
        "first": first,
        "last": last,
        "priority": priority.label,
    }


def product(words: Iterable[str], values: Iterable[int], score: int) -> str:
    """A score that is a plain product: "Regularly (4), serious (5), small chance (1): 4 × 5 × 1 = 20."."""
    return gettext("%(words)s: %(product)s = %(score)d.") % {
        "words": capfirst(", ".join(words)),
        "product": " × ".join(map(str, values)),
        "score": score,
    }

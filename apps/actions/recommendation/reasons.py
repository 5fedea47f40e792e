"""Why we propose a measure: three or four short sentences. Words only, nothing here decides."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from apps.actions.recommendation import cost
from apps.actions.recommendation.model import Candidate, Risk, Situation
from apps.rie.content.schema import HygieneStep, Level, Size
from apps.rie.evaluation import Priority

LISTED = 3  # more names in one sentence is a list that nobody reads

EFFORT = {
    Size.NONE: pgettext_lazy("proposal", "little work"),
    Size.LOW: pgettext_lazy("proposal", "little work"),
    Size.MEDIUM: pgettext_lazy("proposal", "some work"),
    Size.HIGH: pgettext_lazy("proposal", "a lot of work"),
}
COST = {
    Size.NONE: pgettext_lazy("proposal", "no costs"),
    Size.LOW: pgettext_lazy("proposal", "low costs"),
    Size.MEDIUM: pgettext_lazy("proposal", "moderate costs"),
    Size.HIGH: pgettext_lazy("proposal", "high costs"),
}


def reasons_for(
    candidate: Candidate, *, covered: Sequence[Risk], only_for: Risk | None, situation: Situation
) -> tuple[str, ...]:
    """The reasons for one measure, in the active language.

    ``covered``: the high and medium risks that it takes care of, highest first, at least one.
    ``only_for``: a risk for which no other measure is left, if there is one.
    """
    fitting = misfit(candidate, situation) or _only_one_left(only_for, covered) or fit(candidate, situation)
    sentences = (_risks(covered), _step(candidate), effort_of(candidate), fitting)
    return tuple(sentence for sentence in sentences if sentence)


def _risks(covered: Sequence[Risk]) -> str:
    count = len(covered)
    high = sum(risk.priority >= Priority.HIGH for risk in covered)
    if high == count:
        text = ngettext(
            "It tackles a high risk: %(risks)s.", "It tackles %(count)s high risks at once: %(risks)s.", count
        )
    elif not high:
        text = ngettext(
            "It tackles a medium risk: %(risks)s.",
            "It tackles %(count)s medium risks at once: %(risks)s.",
            count,
        )
    else:
        text = ngettext(
            "It tackles %(count)s risks at once, one of them high: %(risks)s.",
            "It tackles %(count)s risks at once, %(high)s of them high: %(risks)s.",
            high,
        )
    return text % {"count": count, "high": high, "risks": _listed(covered)}


def _listed(risks: Sequence[Risk]) -> str:
    """The first titles; with semicolons, because titles have commas of their own."""
    names = "; ".join(risk.title.rstrip(".") for risk in risks[:LISTED])
    more = len(risks) - LISTED
    if more <= 0:
        return names
    text = ngettext("%(risks)s; and one more", "%(risks)s; and %(more)s more", more)
    return text % {"risks": names, "more": more}


def _step(candidate: Candidate) -> str:
    if candidate.is_individual:
        return _("It helps one employee at a time. For a medium risk that is enough.")
    if candidate.step is HygieneStep.SOURCE:
        return _("It works at the source: you tackle the cause.")
    if candidate.step is HygieneStep.RECOVERY:
        return _("It makes sure that people get help after something has happened.")
    if candidate.level is Level.TEAM:
        return _("It helps the whole team at once.")
    return _("It helps everyone in the firm at once.")


def effort_of(candidate: Candidate) -> str:
    """How much work and money it asks."""
    text = _("Count on %(effort)s and %(cost)s.")
    return text % {"effort": EFFORT[candidate.effort], "cost": COST[candidate.cost]}


def misfit(candidate: Candidate, situation: Situation) -> str:
    """What does not fit comes before what does: the user must know it before she says yes."""
    if candidate.min_headcount and situation.headcount < candidate.min_headcount:
        text = _("It fits best from %(people)s people: choose a simple form.")
        return text % {"people": candidate.min_headcount}
    if candidate.max_headcount and situation.headcount > candidate.max_headcount:
        text = _("It fits best up to %(people)s people: arrange it per department.")
        return text % {"people": candidate.max_headcount}
    if not cost.fits_profile(candidate, situation):
        return _("Your profile does not point to this measure: adapt it to your work.")
    return ""


def _only_one_left(risk: Risk | None, covered: Sequence[Risk]) -> str:
    if risk is None:
        return ""
    if len(covered) == 1:
        return _("No other measure is left that is enough for this risk.")
    return _("No other measure is left that is enough for: %(risk)s.") % {"risk": risk.title.rstrip(".")}


def fit(candidate: Candidate, situation: Situation) -> str:
    """Why it fits this firm; empty when it fits every firm."""
    sector = cost.fits_sector(candidate, situation)
    if sector and candidate.fits_if:
        return _("It fits your sector and your profile.")
    if sector:
        return _("It fits your sector.")
    if candidate.fits_if:
        return _("It fits your profile.")
    if candidate.min_headcount or candidate.max_headcount:
        return _("It fits a firm of your size.")
    return ""

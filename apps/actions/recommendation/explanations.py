"""Why no measure is left for a risk, and what the user can do about it. Words only."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.actions.recommendation.model import Cause


def explain(cause: Cause, *, in_place: int, left_out: int) -> str:
    """A few sentences in the active language.

    ``in_place`` and ``left_out`` count the measures that are enough against the risk.
    """
    sentences = (_limit(cause), _in_place(in_place), _left_out(left_out) or _way_out(in_place))
    return " ".join(sentence for sentence in sentences if sentence)


def _limit(cause: Cause) -> str:
    if cause is Cause.ONLY_INDIVIDUAL_LEFT:
        return _("Only measures for one employee at a time are left. For a high risk that is not enough.")
    if cause is Cause.NONE_KNOWN:
        return _("We know no measure that is enough against this risk.")
    return ""


def _in_place(count: int) -> str:
    if not count:
        return ""
    text = ngettext(
        "You already have a measure against it, and the risk is still there.",
        "You already have %(count)s measures against it, and the risk is still there.",
        count,
    )
    return text % {"count": count}


def _left_out(count: int) -> str:
    if not count:
        return ""
    text = ngettext(
        "You left out the measure that could tackle it. Choose it after all, or add one of your own.",
        "You left out %(count)s measures that could tackle it. Choose one after all, or add one of your own.",
        count,
    )
    return text % {"count": count}


def _way_out(in_place: int) -> str:
    if in_place:
        return _("Find out what does not work yet, and ask your adviser what else you can do.")
    return _("Add a measure of your own to the plan, or ask your adviser.")

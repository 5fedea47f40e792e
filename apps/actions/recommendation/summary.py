"""What the proposal as a whole does, in one or two sentences. Words only."""

from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True, kw_only=True)
class Tally:
    """``measures`` that we propose, of all high and medium ``risks`` the ``covered`` ones (by the plan so far
    or by the proposal), and whether the plan so far takes care of any of them (``has_plan``)."""

    measures: int
    risks: int
    covered: int
    has_plan: bool


def summarise(tally: Tally) -> str:
    """The summary in the active language. It says so when risks stay without a measure."""
    if not tally.risks:
        return _("You have no high or medium risks. So we propose no measures now.")
    if not tally.covered:
        text = ngettext(
            "We have no measure to propose for your only high or medium risk.",
            "We have no measure to propose for your %(risks)s high and medium risks.",
            tally.risks,
        )
        return text % asdict(tally)
    if tally.covered == tally.risks:
        return _everything(tally) % asdict(tally)
    return f"{_something(tally) % asdict(tally)} {_open(tally.risks - tally.covered)}"


def _everything(tally: Tally) -> str:
    if not tally.measures:
        return ngettext(
            "Your plan already tackles your only high or medium risk.",
            "Your plan already tackles all your %(risks)s high and medium risks.",
            tally.risks,
        )
    if tally.has_plan:
        return ngettext(
            "Together with your plan, %(measures)s measure tackles all %(risks)s high and medium risks.",
            "Together with your plan, %(measures)s measures tackle all %(risks)s high and medium risks.",
            tally.measures,
        )
    if tally.risks == 1:
        return _("1 measure tackles your only high or medium risk.")
    return ngettext(
        "%(measures)s measure tackles all your %(risks)s high and medium risks.",
        "%(measures)s measures tackle all your %(risks)s high and medium risks.",
        tally.measures,
    )


def _something(tally: Tally) -> str:
    if not tally.measures:
        return _("Your plan tackles %(covered)s of your %(risks)s high and medium risks.")
    if tally.has_plan:
        return ngettext(
            "Together with your plan, %(measures)s measure tackles %(covered)s of %(risks)s high and medium"
            " risks.",
            "Together with your plan, %(measures)s measures tackle %(covered)s of %(risks)s high and medium"
            " risks.",
            tally.measures,
        )
    return ngettext(
        "%(measures)s measure tackles %(covered)s of your %(risks)s high and medium risks.",
        "%(measures)s measures tackle %(covered)s of your %(risks)s high and medium risks.",
        tally.measures,
    )


def _open(count: int) -> str:
    text = ngettext(
        "For 1 risk we have no measure left; you can read why at that risk.",
        "For %(count)s risks we have no measure left; you can read why at each risk.",
        count,
    )
    return text % {"count": count}
